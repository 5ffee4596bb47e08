package dev.nightshift.core.internal.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows as {@code git check-ignore} answers them; {@code scripts/prove git} compares many more. */
class GitPatternTest {
  @ParameterizedTest(name = "{0} on {1} is {2}")
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a.txt,x/a.txt,true",
        "*.txt,x/a.txt,true",
        "/*.txt,x/a.txt,false",
        "x/*.txt,x/a.txt,true",
        "x/*.txt,y/x/a.txt,false",
        "**/a,x/y/a,true",
        "**/a,a,true",
        "x/**,x/y/a,true",
        "x/**/a,x/a,true",
        "x/**/a,x/y/z/a,true",
        "x/**/a,x/ya,false",
        "x**a,x/a,false",
        "foo**/bar,foo/x/bar,true",
        "a[bc],ab,true",
        "a[!bc],ab,false",
        "a[^bc],ad,true",
        "a[b-d],ac,true",
        "a[]b],a],true",
        "a[]-a],a^,true",
        "a[[:digit:]],a7,true",
        "a[[:wrong:]],aw,false",
        "a[b,ab,false",
        "a\\*,a*,true",
        "a\\*,ab,false",
        "a\\,a\\,false",
        "\\#a,#a,true",
        "\\!a,!a,true",
        "a?c,a/c,false",
        "?,\u00e4,false",
        "??,\u00e4,true",
        "a{b,a{b,true",
        "A,a,false",
        "*/a,x/a,true",
        "*/a,x/y/a,false",
        "x/*/**/a,x/y/a,true",
      })
  void matchesAsGit(String pattern, String path, boolean matches) {
    assertThat(GitPattern.of(pattern).matches(path, false)).isEqualTo(matches);
  }

  /** Escaped letters and single ones of a set count as they are, in git as well. */
  @ParameterizedTest
  @CsvSource({
    ".ENV,.env,true",
    ".env,.ENV,true",
    "*.Key,a.kEY,true",
    "Sub/*.c,sUB/x.C,true",
    "?A,ba,true",
    "[A-C]x,bX,true",
    "[[:upper:]],q,true",
    "[B],b,false",
    "*\\A,xa,false",
    "\u00c4,\u00e4,false",
  })
  void matchesInEitherCaseAsGit(String pattern, String path, boolean matches) {
    assertThat(GitPattern.of(pattern, true).matches(path, false)).isEqualTo(matches);
  }

  @Test
  void patternForDirectoriesMatchesNoFile() {
    assertThat(GitPattern.of("a/").matches("x/a", true)).isTrue();
    assertThat(GitPattern.of("a/").matches("x/a", false)).isFalse();
  }

  @Test
  @Timeout(10)
  void patternThatMakesOthersBacktrackIsFast() {
    GitPattern slow = GitPattern.of("*a".repeat(100) + "*b");

    assertThat(slow.matches("a".repeat(4_000), false)).isFalse();
  }

  private static String rule(String file, String path) {
    return IgnoreFile.parse(file.getBytes(StandardCharsets.UTF_8))
        .rule(path, false)
        .map(IgnoreFile.Rule::text)
        .orElse("none");
  }

  @Test
  void byteOrderMarkAndCarriageReturnsAreNoPartOfARule() {
    assertThat(rule("\uFEFF.env\r\ndist\r\n", ".env")).isEqualTo(".env");
    assertThat(rule("\uFEFF.env\r\ndist\r\n", "dist")).isEqualTo("dist");
    assertThat(rule("\r\na\n", "a")).isEqualTo("a");
  }

  @Test
  void spacesBehindARuleCountOnlyIfProtected() {
    assertThat(rule("a  \n", "a")).isEqualTo("a");
    assertThat(rule("a\\ \n", "a ")).isEqualTo("a\\ ");
    assertThat(rule("a b \n", "a b")).isEqualTo("a b");
    assertThat(rule("a\t\n", "a")).isEqualTo("none");
  }

  @Test
  void lastRuleDecidesAndCommentsDoNot() {
    assertThat(rule("*\n!a\n#a\n", "a")).isEqualTo("!a");
    assertThat(rule("!a\n*\n", "a")).isEqualTo("*");
  }
}
