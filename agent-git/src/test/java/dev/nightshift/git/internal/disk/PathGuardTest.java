package dev.nightshift.git.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathGuardTest {
  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "a, b, ''",
    "a, b/, ''",
    "a, b//c, ''",
    "a/b, ../c, ''",
    "a/b, ../../c, leaves the workspace",
    "a, .., leaves the workspace",
    "a, /etc/passwd, leaves the workspace",
    "a, x/../../c, behind a name",
    "a, x/../c, behind a name",
    "a/b, x/../../c, behind a name",
    "a/b, ./../c, ''",
    "a, .git/config, own",
    "a, x/.GIT, own",
    "a/b/c, ../.., ''",
    "a/b/c, ../../.., leaves the workspace",
  })
  void knowsLinksThatLeaveTheTree(String path, String target, String why) {
    String refusal = PathGuard.refusalOfLink(path, target).orElse("");
    assertThat(refusal).contains(why).matches(text -> text.isEmpty() == why.isEmpty());
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
