package dev.nightshift.git.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathGuardTest {
  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "a, b, false",
    "a/b, ../c, false",
    "a/b, ../../c, true",
    "a, .., true",
    "a, /etc/passwd, true",
    "a/b, x/../../c, true",
    "a/b, ./../c, false",
    "a, .git/config, true",
    "a, x/.GIT, true",
    "a/b/c, ../.., false",
    "a/b/c, ../../.., true",
  })
  void knowsLinksThatLeaveTheTree(String path, String target, boolean escapes) {
    assertThat(PathGuard.escapes(path, target)).isEqualTo(escapes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "a/../b", "/etc", ".git/config", "a/.GIT/x", "git~1", "a//b", "", "."})
  void refusesToWriteTheseAnywhere(String path) {
    assertThat(PathGuard.isWritable(path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b.txt", ".github/x", ".gitignore", "..a", "con.java", "a b"})
  void writesOrdinaryPaths(String path) {
    assertThat(PathGuard.isWritable(path)).isTrue();
  }
}
