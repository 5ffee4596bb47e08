package dev.nightshift.core.internal.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
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
        "(?m)^foo",
        "(?im)^FOO",
        "(?ui)ä\u00f6|X",
        "(?i-u)STRASSE|ä",
        "(?dsu:A)b",
        "(?-d).y",
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

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      value = {
        "(?x)a `flag 'x' is not supported`",
        "(?iU:a) `flag 'U' is not supported`",
        "(?=x) `look-around is not supported`",
        "(?<!x)y `look-around is not supported`",
        "(?>a) `atomic groups are not supported`",
        "(?P<a-b>x) `name of a group is letters, digits`",
        "(?<1>x) `name of a group is letters, digits`",
        "(?P=a) `no group begins with '(?P='`",
        "(?#a) `no group begins with '(?#a'`",
        "a{1234567890} `more than 9 digits`",
        "a{1,99999999999999999999} `more than 9 digits`",
      })
  void whatIsRefusedIsRefusedForItsTrueReason(String pattern, String reason) {
    assertThatThrownBy(() -> RegularExpression.parse(pattern))
        .isInstanceOf(PatternSyntaxException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void namesOfGroupsMayHaveAnUnderscore() {
    assertThat(find("(?P<a_b>b)(?<_c>a)", "abba")).isEqualTo(2);
  }

  @Test
  void aLargeCountIsACountAndNotText() {
    assertThatThrownBy(
            () ->
                Automaton.of(RegularExpression.parse("a{10000,}"), SIZE).find(new int[0], () -> {}))
        .isInstanceOf(Automaton.TooLargeException.class);
    assertThat(find("(?:){999999999}b", "ab")).isEqualTo(1);
  }

  @Test
  void equalSetsAreOneInAPatternUnlessTheirFlagsDiffer() {
    Expression.Sequence read = (Expression.Sequence) RegularExpression.parse("[ab][ab](?i)[ab]");

    assertThat(fits(read, 1)).isSameAs(fits(read, 0));
    assertThat(fits(read, 2)).isNotSameAs(fits(read, 0));
  }

  private static IntPredicate fits(Expression.Sequence read, int part) {
    List<Expression> units =
        read.parts().stream().filter(Expression.Unit.class::isInstance).toList();
    return ((Expression.Unit) units.get(part)).fits();
  }

  @Test
  void everyCharacterIsToldApartWhateverWasAskedBefore() {
    Pattern upper = Pattern.compile("\\p{Lu}");
    CharacterFits fits = new CharacterFits(upper);

    for (int character = Character.MAX_CODE_POINT; character >= 0; character--) {
      boolean isUpper = Character.getType(character) == Character.UPPERCASE_LETTER;
      List<Boolean> asked = List.of(fits.test(character), fits.test(character));
      if (!asked.equals(List.of(isUpper, isUpper))) {
        throw new AssertionError(String.format("U+%X fits: %s, not %s", character, asked, isUpper));
      }
    }
  }

  @Test
  void statesThatTakeNoCharacterCountToTheNextLookAtTheClock() {
    int[] looks = {0};
    int[] text = "a".repeat(10_000).codePoints().toArray();

    Automaton.of(RegularExpression.parse("(?:\\b?){600}x"), SIZE).find(text, () -> looks[0]++);

    assertThat(looks[0]).isGreaterThanOrEqualTo((600 * 10_000) >> 20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a{2501}",
        "a{0,999999999}",
        "a{999999999}",
        "(a{99999}){99999}",
        "((((a{100}){100}){100}){100})"
      })
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
