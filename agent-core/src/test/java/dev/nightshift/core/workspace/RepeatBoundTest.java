package dev.nightshift.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatBoundTest {
  private static final String[] PARTS = {
    "a",
    "b",
    ".",
    "a",
    "(",
    "(",
    ")",
    ")",
    "(?:",
    "(?i)",
    "(?s)",
    "(?)",
    "(?i-s:",
    "(?P<n>",
    "|",
    "{2}",
    "{7}",
    "{30}",
    "{3,}",
    "{1,4}",
    "{0,9}",
    "{0}",
    "{,3}",
    "{03}",
    "{",
    "}",
    "*",
    "+",
    "?",
    "^",
    "$",
    "\\b",
    "\\A",
    "\\z",
    "\\Q",
    "\\E",
    "\\Q\\E",
    "\\Q(\\E",
    "\\Q)\\E",
    "[",
    "]",
    "[(]",
    "[)]",
    "[^a]",
    "[[:alpha:])]",
    "[:alpha:]",
    "[+-[:alpha:]",
    "-",
    "[]",
    "[^]",
    "\\d",
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "\\x{28}",
    "\\x{",
    "\\x28",
    "\\050",
    "\\p{Greek}",
    "\\pL",
    "\\p{",
    "\\\\",
    "()",
    "(|)",
    "(?:)",
    "\uD83D\uDE00",
    ",",
    "2"
  };

  /** With an out-of-memory error of the host as the alternative. */
  @Test
  void noPatternWithinTheBoundCompilesToALargerProgram() {
    Random random = new Random(11);
    int compiled = 0;
    for (int i = 0; i < 40_000; i++) {
      String pattern = randomPattern(random);
      long bound = RepeatBound.of(pattern);
      if (bound <= RepeatBound.MAX_SIZE) {
        int size = programSize(pattern);
        assertThat((long) size).as("program of %s", pattern).isLessThanOrEqualTo(bound);
        compiled += size > 0 ? 1 : 0;
      }
    }
    assertThat(compiled).isGreaterThan(3_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{1000})(?i){1000})(?i){1000}",
        "((a{1000})\\Q\\E{1000})\\Q\\E{1000}",
        "((a{1000})(?i)(?s)\\Q\\E{1000})(?){1000}",
        "((\\Q)\\E a{100}){100}){100}",
        "((a{100}\\Q(\\E){100}\\Q(\\E){100}",
        "(([[:alpha:])]a{100}){100}){100}",
        "(([(]a{100}){100}){100}",
        "((a{100}[(]){100}[(]){100}",
        "[+-[:alpha:]((a{100}){100}){100}]",
        "((a{100}|b){100,}){99}",
        "((\\)a{100}){1,100}b){9}",
        "((){1000}){1000}",
        "((\\b){1000}){1000}",
        "(((?:){1000}){1000}){1000}",
        "((^{1000}){1000}){1000}",
      })
  void noConstructHidesARepeatOfARepeat(String pattern) {
    assertThat(RepeatBound.holds(pattern)).isFalse();
  }

  /** RE2/J ends in a stack overflow on a thread with a small stack. */
  @Test
  void nestingHasALimit() {
    assertThat(RepeatBound.holds("(".repeat(90) + "x" + ")".repeat(90))).isTrue();
    assertThat(RepeatBound.holds("(".repeat(490) + "x" + ")".repeat(490))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\w{1,64}@\\w{1,255}",
        "a{1000}",
        "(ab{3}c){20}",
        "{",
        "x{,3}",
        "\\",
        "(?i)[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}",
        "\\x{1F600}{2}",
      })
  void ordinaryRepeatsAreWithinBounds(String pattern) {
    assertThat(RepeatBound.holds(pattern)).isTrue();
  }

  private static int programSize(String pattern) {
    try {
      return Pattern.compile(pattern).programSize();
    } catch (PatternSyntaxException malformed) {
      return 0;
    }
  }

  private static String randomPattern(Random random) {
    StringBuilder pattern = new StringBuilder();
    int open = 0;
    int parts = 1 + random.nextInt(12);
    for (int i = 0; i < parts; i++) {
      String part = PARTS[random.nextInt(PARTS.length)];
      open += part.startsWith("(") && !part.endsWith(")") ? 1 : part.equals(")") ? -1 : 0;
      pattern.append(part);
    }
    // Half of the rest is closed, so that it is well-formed often enough, and repeated.
    while (open-- > 0 && random.nextInt(8) > 0) {
      pattern.append(random.nextBoolean() ? "){20}" : ")(?i){9}");
    }
    return pattern.toString();
  }
}
