package dev.nightshift.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathGlobTest {
  @ParameterizedTest(name = "{0} matches {1}")
  @CsvSource(
      delimiter = ' ',
      value = {
        "src/**/*.java src/A.java",
        "src/**/*.java src/x/A.java",
        "src/**/*.java src/x/y/z/A.java",
        "*.java A.java",
        "*.java deep/er/A.java",
        "pom.xml module/pom.xml",
        "/pom.xml pom.xml",
        "./src/*.java src/A.java",
        "src/** src/a/b",
        "src/ src/a/b",
        "** anything/at/all",
        "**/test/** test/A",
        "**/test/** a/test/b/c",
        "**.java a/B.java",
        "a**c a/b/c",
        "*.{java,kt} x/A.kt",
        "{src,test}/**/*.java test/A.java",
        "{**/x,y}/z a/b/x/z",
        "{a,{b,c}}.txt c.txt",
        "file[0-9].txt file7.txt",
        "file[!0-9].txt filex.txt",
        "[]]x ]x",
        "[a-]x -x",
        "\\*.txt *.txt",
        "a+b(c)|$^.txt a+b(c)|$^.txt",
        "? \uD83D\uDE00",
        ".* .gitignore",
        "a,b a,b",
      })
  void matches(String glob, String path) {
    assertThat(PathGlob.of(glob).matches(path)).isTrue();
  }

  @ParameterizedTest(name = "{0} does not match {1}")
  @CsvSource(
      delimiter = ' ',
      value = {
        "src/**/*.java src/A.javax",
        "src/**/*.java xsrc/A.java",
        "src/**/*.java src.java",
        "src/*.java src/x/A.java",
        "/pom.xml module/pom.xml",
        "*.java A.JAVA",
        "src/ src",
        "src docs/src/A",
        "a?b a/b",
        "a[!x]b a/b",
        "*.{java,kt} A.class",
        "\\*.txt x.txt",
        "a.b axb",
        "[a-c] d",
      })
  void doesNotMatch(String glob, String path) {
    assertThat(PathGlob.of(glob).matches(path)).isFalse();
  }

  @Test
  void emptyGlobMatchesAll() {
    assertThat(PathGlob.of("").matches("a/b/c")).isTrue();
  }

  @Test
  void matchesNamesWithLineEnds() {
    assertThat(PathGlob.of("src/**").matches("src/a\nb/c")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a[bc", "[", "[!", "{a,b", "a}", "x\\", "[z-a]", "a[/]b"})
  void refusesMalformedGlobByName(String glob) {
    assertThatThrownBy(() -> PathGlob.of(glob))
        .isInstanceOfSatisfying(
            WorkspaceException.class,
            e -> assertThat(e.kind()).isEqualTo(WorkspaceException.Kind.BAD_QUERY))
        .hasMessageContaining("glob '" + glob + "'");
  }

  @Test
  void refusesHugeAndDeepGlobs() {
    assertThatThrownBy(() -> PathGlob.of("a".repeat(1_001))).hasMessageContaining("longer");
    assertThatThrownBy(() -> PathGlob.of("{".repeat(11) + "}".repeat(11)))
        .hasMessageContaining("nested deeper");
  }

  @Test
  void takesLinearTimeOnManyStars() {
    PathGlob glob = PathGlob.of("**/".repeat(200) + "*a*".repeat(50) + "z");

    assertThat(glob.matches("a/".repeat(500) + "a".repeat(500))).isFalse();
  }
}
