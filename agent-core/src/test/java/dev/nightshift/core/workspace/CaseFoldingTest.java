package dev.nightshift.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.nightshift.core.workspace.WorkspaceException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaseFoldingTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String[] PARTS = {
    "(?i)",
    "(?i)",
    "(?is)",
    "(?mi:",
    "(?-i)",
    "(?-i:",
    "(",
    ")",
    "[",
    "[",
    "[^",
    "]",
    "]",
    "-",
    "-",
    "-",
    "a",
    "Z",
    "{",
    "x{",
    "}",
    "\\",
    "\\\\",
    "\\Q",
    "\\E",
    "\\pL",
    "\\P{Cyrillic}",
    "\\W",
    "\\w",
    "\\-",
    "[:^alpha:]",
    "\\x{80}",
    "\\x{1C7F}",
    "\\x{1c80}",
    "\\x{0001C84}",
    "\\x{1C89}",
    "\\x{4e00}",
    "\\x{1E943}",
    "\\x{10FFFF}",
    "\\x7f",
    "\u0432",
    "\u1c7f",
    "\u1c80",
    "\u1c88",
    "\u1c89",
    "\u4e00",
    "\u9fa5",
    "\ua64b",
    "\uD83D\uDE00",
    "*",
    "|"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?i)[\\x{80}-\\x{10FFFF}]",
        "(?i)[\\x{80}-\\x{FFFF}]+",
        "(?is)[\\x{80}-\\x{FFFF}]+",
        "(?mi)[\\x{80}-\\x{FFFF}]",
        "x(?i:[\\x{80}-\\x{FFFF}])",
        "(?i)[^\\x{80}-\\x{FFFF}]",
        "(?i)[\\x{80}-\\x{FFFF}",
        "(?i)[{-\uD83D\uDE00]",
        "(?i)[ab\u1c00-\u1d00]",
        "(?i)[\\\\x{4e00}-\\x{9fa5}]",
        "(?i)[--\u4e00]",
        "(?i)\u1c80",
        "(?i)\u1c88(",
        "(?i)\\Q\u1c81\\E",
        "(?i)\\x{1c84}",
        "(?i)\\x{0001C84}"
      })
  void refusesWithARemedyWhatWouldBeCompiledForEver(String pattern) {
    assertTimeoutPreemptively(
        LONG,
        () ->
            assertThatThrownBy(() -> search(pattern, "x"))
                .isInstanceOfSatisfying(
                    WorkspaceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BAD_QUERY))
                .hasMessageContaining(pattern)
                .hasMessageContaining("leave (?i) away")
                .hasMessageContaining("[^\\x{0}-\\x{7F}]"));
  }

  /** The text may hold the characters that a pattern may not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?i)todo",
        "(?i)[a-z_]+",
        "(?i)[^a]",
        "(?i)[^a-z]",
        "(?i)[^\\x{0}-\\x{7F}]",
        "(?i)[\\x{80}-\\x{1C7F}]",
        "(?i)[\\x{1C89}-\\x{10FFFF}]",
        "(?i)[\u4e00-\u9fa5]",
        "(?i)todo-\u4e00",
        "(?i)\\pL",
        "(?i)\\P{L}",
        "(?i)\\p{Cyrillic}",
        "(?i)[^\\p{Cyrillic}]",
        "(?i)[[:^alpha:]]",
        "(?i)\\W",
        "(?i)\u0432",
        "(?i).",
        "[\\x{80}-\\x{10FFFF}]",
        "\u1c80",
        "(?-i)\u1c80"
      })
  void searchesForEverythingElse(String pattern) {
    assertTimeoutPreemptively(
        LONG,
        () -> {
          String line = "TODO-\u4e00 \u00e9 \u1c80\u1c81\u1c82\u1c84\u1c88 \u0432";
          assertThat(search(pattern, line).matches()).hasSize(1);
        });
  }

  @Test
  void noPatternThatIsLetThroughIsCompiledForEver() {
    AtomicReference<String> last = new AtomicReference<>("");
    assertTimeoutPreemptively(LONG, () -> compileRandomPatterns(last), () -> "hangs: " + last);
  }

  private static void compileRandomPatterns(AtomicReference<String> last) {
    Random random = new Random(17);
    int compiled = 0;
    int refused = 0;
    for (int i = 0; i < 60_000; i++) {
      String pattern = randomPattern(random);
      last.set(pattern);
      if (CaseFolding.ends(pattern)) {
        compiled += compiles(pattern) ? 1 : 0;
      } else {
        refused++;
      }
    }
    assertThat(compiled).isGreaterThan(3_000);
    assertThat(refused).isGreaterThan(3_000);
  }

  private static boolean compiles(String pattern) {
    try {
      return !Pattern.compile(pattern).pattern().isEmpty();
    } catch (PatternSyntaxException malformed) {
      return false;
    }
  }

  private static String randomPattern(Random random) {
    StringBuilder pattern = new StringBuilder(random.nextBoolean() ? "(?i)" : "");
    int parts = 1 + random.nextInt(9);
    for (int i = 0; i < parts; i++) {
      if (random.nextInt(3) == 0) {
        pattern.append('[').append(PARTS[random.nextInt(PARTS.length)]).append('-');
        pattern.append(PARTS[random.nextInt(PARTS.length)]).append(']');
      } else {
        pattern.append(PARTS[random.nextInt(PARTS.length)]);
      }
    }
    return pattern.toString();
  }

  private static SearchResult search(String pattern, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return TextSearch.search(
        new SearchQuery(pattern, "", 1), List.of("a"), path -> FileContent.of(path, bytes, false));
  }
}
