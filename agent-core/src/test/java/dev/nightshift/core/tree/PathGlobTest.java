package dev.nightshift.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.WorkspaceException;
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
        "./pom.xml pom.xml",
        "./src/*.java src/A.java",
        "src src",
        "src src/a/b",
        "src module/src",
        "src/main src/main/a/B.java",
        "src/main src/main",
        "./docs docs/a",
        "**/test a/test",
        "**/test a/test/b/c",
        "{src,docs} docs/a/b",
        "{src,*.md} src/a/b",
        "{src,*.md} a/b/c.md",
        "{src/,docs/}x docs/x",
        "[{]a {a",
        "{a,[{,]}b ,b",
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
        "[*].txt *.txt",
        "a+b(c)|$^.txt a+b(c)|$^.txt",
        "? \uD83D\uDE00",
        ".* .gitignore",
        "a,b a,b",
        "*,v src/A.java,v",
        "src/a,b,c src/a,b,c",
        "a[,]b/** a,b/x",
        "a,b/c,d/x a,b/c,d/x",
        "logs/10:00/x logs/10:00/x",
        "src/.* src/.editorconfig",
        "*$1.class x/A$1.class",
        "$Foo.java src/$Foo.java",
        "src/$name$/*.scala src/$name$/A.scala",
        "src/a[(]b[|]c) src/a(b|c)",
        "app/(group)/page.tsx app/(group)/page.tsx",
        "Foo'.hs src/Foo'.hs",
        "x['\"] x\"",
        "[~]backup/x ~backup/x",
        "~lock src/~lock",
        "[.]git* .github",
        "[.]github/** .github/x",
        "src/[.]x src/.x",
        "* a/b",
        "./* b",
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
        "./pom.xml module/pom.xml",
        "src lib/src/a",
        "src srcs/a",
        "src/main src/mainly/a",
        "src/main lib/src/main/a",
        "src/* src/a/b",
        "mod[12] mod1/a",
        "*.java A.JAVA",
        "src/ src",
        "src docs/src/A",
        "a?b a/b",
        "a[!x]b a/b",
        "*.{java,kt} A.class",
        "[*].txt x.txt",
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
  @ValueSource(strings = {"a[bc", "[", "[!", "{a,b", "a}", "[z-a]", "a[/]b", "src/[", "{a,[b}"})
  void refusesMalformedGlobByName(String glob) {
    assertThatThrownBy(() -> PathGlob.of(glob))
        .isInstanceOfSatisfying(
            WorkspaceException.class,
            e -> assertThat(e.kind()).isEqualTo(WorkspaceException.Kind.BAD_QUERY))
        .hasMessageContaining("glob '" + glob + "'");
  }

  /** No path of a tree is like this, so the glob is a mistake and not a way to say nothing. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '§',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        " ;write **",
        "/;write **",
        ".;write **",
        "./;write **",
        "src\\**;backslash",
        "\\*.txt;[*]",
        "C:\\x;backslash",
        "C:/x;absolute",
        "/src/**;absolute",
        "/home/me/project/src/**;absolute",
        "../src/**;'..'",
        "src/../**;'..'",
        "{src,..}/**;'..'",
        "src/./x;'.'",
        "a//b;empty component",
        "src//;empty component",
        "{a,}/b;absolute",
        "{};whole tree",
        "src/** ; space",
        " src/**; space",
        "src/**, docs/**;several globs",
        "src/**,docs/**;several globs",
        "src/** docs/**;several globs",
        "!src/**;excludes nothing",
        "~/src/**;'~'",
        "'src/**';quotes",
        "\"src/**\";quotes",
        "[[:alpha:]]*;[a-z]",
        ".git/**;git's own",
        "sub/.GIT/config;git's own",
        "src/[.][.]/x;'..'",
        "src/[.]./x;'..'",
        "src/[.]/x;'.'",
        "[.]git/**;git's own",
        ".[Gg]it/config;git's own",
        "src/...;write **",
        "src/*.java,test/*.java;several globs",
        "*.java,*.kt;several globs",
        "src,test/**;[,]",
        "pom.xml,src/**;several globs",
        "src/A.java,src/B.java;several globs",
        "src/**|test/**;several globs",
        "{src|test}/**;several globs",
        "src/*.java test/*.java;several globs",
        "src/*.java:test/*.java;several globs",
        "(src|test)/**;regular expression",
        "@(src|test)/*.java;regular expression",
        "^src/.*$;regular expression",
        "^src/.*;regular expression",
        "src/.*$;regular expression",
        "src/**/*.java$;regular expression",
        ":(glob)src/**;magic",
        ":!src;magic",
        "$HOME/src/**;variables",
        "${basedir}/src/**;variables",
        "%CD%/src;variables",
        "~me/src;'~'",
        "\"src/**;quotes",
        "src/**';quotes",
        "src/a\u0007;U+0007",
        "src/\u200b**;U+200B"
      })
  void refusesWhatMatchesNoPathOrEveryPathByAccident(String glob, String remedy) {
    assertThatThrownBy(() -> PathGlob.of(glob))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining(remedy);
  }

  @Test
  void refusesGlobsThatAreSeparatedByASemicolon() {
    assertThatThrownBy(() -> PathGlob.of("src/A.java;src/B.java"))
        .hasMessageContaining("several globs")
        .hasMessageContaining("[;]");
    assertThat(PathGlob.of("src/A[;]B.java").matches("src/A;B.java")).isTrue();
  }

  @Test
  void writesAnInvisibleCharacterOutInTheMessage() {
    assertThatThrownBy(() -> PathGlob.of("src/\n\u202ex"))
        .hasMessageContaining("glob 'src/\u27e6U+000A\u27e7\u27e6U+202E\u27e7x' is refused");
  }

  @Test
  void refusesHugeAndDeepGlobs() {
    assertThatThrownBy(() -> PathGlob.of("a".repeat(1_001))).hasMessageContaining("longer");
    assertThatThrownBy(() -> PathGlob.of("{".repeat(11) + "}".repeat(11)))
        .hasMessageContaining("nested deeper");
    assertThatThrownBy(() -> PathGlob.of("{a,b,c,d}".repeat(100)))
        .hasMessageContaining("too many globs");
  }

  @Test
  void takesLinearTimeOnManyStars() {
    PathGlob glob = PathGlob.of("**/".repeat(200) + "*a*".repeat(50) + "z");

    assertThat(glob.matches("a/".repeat(500) + "a".repeat(500))).isFalse();
  }
}
