package dev.nightshift.core.internal.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegularExpressionTest {
  private static final int SIZE = 2_500;
  private static final List<String> ATOMS =
      List.of("a", "b", ".", "[ab]", "[^a]", "\\b", "c", "^", "$");
  private static final List<String> LINES =
      List.of(
          "",
          "a",
          "ab",
          "aab b",
          "foo_bar(1, 20) // x",
          "ÄÖ straße İi",
          "x\uD83D\uDE00y",
          "  int[] i = {1,2};  ",
          "[x]{3} a+b \\ ^$",
          "AbCabc ABC",
          "2026-11-28T18:00:00Z",
          "\tkey\u00a0= value\r");

  private static int find(String pattern, String line) {
    int[] characters = line.codePoints().toArray();
    return Automaton.of(RegularExpression.parse(pattern), SIZE).find(characters, () -> {});
  }

  /** Returns where Java's own engine finds the pattern, by code point. */
  private static int javaFinds(String pattern, String line) {
    Matcher matcher =
        Pattern.compile(pattern, Pattern.UNIX_LINES | Pattern.UNICODE_CASE).matcher(line);
    return matcher.find() ? line.codePointCount(0, matcher.start()) : -1;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "b",
        "^$",
        "^a",
        "b$",
        "a*b",
        "(a|ab)(c|bcd)?$",
        "a{2}",
        "a{2,}b",
        "a{0,1}b",
        "(?:ab?)+ b",
        "[^a-z ]+",
        "[a-c&&[^b]]b",
        "[]\\[]x",
        "\\bbar\\b",
        "\\Bar",
        "\\d{4}-\\d{2}-\\d{2}T",
        "\\w+\\(\\d, *\\d+\\)",
        "(?i)ÄÖ STRASSE|straße",
        "(?i)abc abc",
        "ab(?i)C(?-i)abc",
        "(?i:a)b",
        "a(?i)b|C",
        ".\uD83D\uDE00.",
        "x.y",
        "\\x{1F600}",
        "\\u00a0",
        "\\p{Lu}\\p{Ll}",
        "\\P{L}$",
        "\\Q[x]{3}\\E",
        "\\Qa+b",
        "\\\\ \\^\\$",
        "{3}",
        "a{,2}",
        "\\[\\]",
        "x|",
        "()",
        "(?<name>foo)_",
        "a+?b",
        "\\A.\\z",
        "\\s+=\\s",
        "=.*\\r",
        "[\\s\\S]y",
        "\\t",
        "[\\d,]+}",
      })
  void findsWhereJavasOwnEngineFinds(String pattern) {
    String java =
        pattern.equals("{3}") || pattern.equals("a{,2}") ? pattern.replace("{", "\\{") : pattern;
    for (String line : LINES) {
      assertThat(find(pattern, line)).as("in '%s'", line).isEqualTo(javaFinds(java, line));
    }
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({"[[:space:]]+x,\\s+x", "[[:xdigit:]_]{3},[0-9a-fA-F_]{3}", "[[:^alpha:]],[^a-zA-Z]"})
  void classesOfPosixMeanWhatTheySay(String posix, String java) {
    for (String line : LINES) {
      assertThat(find(posix, line)).as("in '%s'", line).isEqualTo(javaFinds(java, line));
    }
  }

  @Test
  void findsWhereJavasOwnEngineFindsForGeneratedPatterns() {
    Random random = new Random(7);
    for (int round = 0; round < 3_000; round++) {
      String pattern = generated(random, 3);
      String line = line(random);

      assertThat(find(pattern, line))
          .as("%s in '%s'", pattern, line)
          .isEqualTo(javaFinds(pattern, line));
    }
  }

  private static String generated(Random random, int depth) {
    if (depth == 0) {
      return ATOMS.get(random.nextInt(ATOMS.size()));
    }
    String inner = generated(random, depth - 1);
    return switch (random.nextInt(6)) {
      case 0 -> inner + generated(random, depth - 1);
      case 1 -> "(" + inner + "|" + generated(random, depth - 1) + ")";
      case 2 -> "(?:" + inner + ")*";
      case 3 -> "(" + inner + ")?" + generated(random, depth - 1);
      case 4 -> "(?:" + inner + "){1,3}";
      default -> inner;
    };
  }

  private static String line(Random random) {
    StringBuilder line = new StringBuilder();
    for (int length = random.nextInt(8); length > 0; length--) {
      line.append("abc ".charAt(random.nextInt(4)));
    }
    return line.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        ")",
        "a)",
        "[a",
        "[]",
        "*",
        "a|*",
        "(?=x)",
        "(?<!x)y",
        "(?>a)",
        "(a)\\1",
        "\\k<a>",
        "a++",
        "a{3,2}",
        "[b-a]",
        "\\p{Nothing}",
        "\\",
      })
  void refusesWhatIsMalformedOrNeedsBacktracking(String pattern) {
    assertThatThrownBy(() -> RegularExpression.parse(pattern))
        .isInstanceOf(PatternSyntaxException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a{2501}", "((((a{100}){100}){100}){100})"})
  void refusesWhatExpandsTooFar(String pattern) {
    assertThatThrownBy(() -> Automaton.of(RegularExpression.parse(pattern), SIZE))
        .isInstanceOf(Automaton.TooLargeException.class);
  }

  @Test
  void groupsNestedDeeplyAreRefusedAndNotOverflown() {
    assertThatThrownBy(() -> RegularExpression.parse("(".repeat(500) + ")".repeat(500)))
        .isInstanceOf(PatternSyntaxException.class)
        .hasMessageContaining("nested too deeply");
  }

  @Test
  void choicesThatReadNothingEnd() {
    assertThat(find("((){9999}){9999}a", "ba")).isEqualTo(1);
    assertThat(find("x" + "(a?|b?)".repeat(60) + "\\z", "xc")).isEqualTo(-1);
    assertThat(find("(a|aa)+$", "a".repeat(5_000) + "b")).isEqualTo(-1);
  }
}
