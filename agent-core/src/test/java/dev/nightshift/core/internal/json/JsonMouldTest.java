package dev.nightshift.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class JsonMouldTest {
  private static final String FIRST =
      "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"one\"}}";

  private static final int BEGINNING = 30;
  private final JsonMould mould = new JsonMould();

  @Test
  void castsWhatDiffersInATextAndANumber() {
    take(FIRST);

    JsonValue next = cast(FIRST.replace("one", "another").replace(":0,", ":12,"));

    assertThat(next.path("index").number(-1)).isEqualTo(12);
    assertThat(next.path("delta").text("text", "")).isEqualTo("another");
    assertThat(next.path("delta").text("type", "")).isEqualTo("text_delta");
  }

  @ParameterizedTest(name = "'{0}'")
  @ValueSource(
      strings = {
        "",
        "o",
        "one more",
        "caf\u00E9 \uD83C\uDF19 \u4F60\u597D",
        "a \\\"quoted\\\" \\\\ path\\/\\n\\t\\r\\b\\f",
        "\u007F\u0080"
      })
  void textSaysWhatAParserReads(String text) {
    take(FIRST);
    String next = FIRST.replace("one", text);

    assertThat(cast(next)).isEqualTo(JsonValue.parse(next));
  }

  @Test
  void blanksThatAServerHidesLengthsBehindAreNoDifference() {
    take(FIRST);
    String next = FIRST.replace("one", "two").replace("}}", "}   }").replace(":0,", ": 7\n,");

    assertThat(cast(next)).isEqualTo(JsonValue.parse(next));
    assertThat(cast(FIRST)).isEqualTo(JsonValue.parse(FIRST));
  }

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "index, Index",
        "|index\"|, | index\"|",
        "|\"one\"|, 1",
        "|\"one\"|, null",
        "0, 00",
        "0, -1",
        "0, 1.5",
        "0, 1e5",
        "0, 1 2",
        "0, 1234567890123456789",
        "0, |\"0\"|",
        "one, |a\\u0041|",
        "one, |a\\x|",
        "one, |a\tb|",
        "one, \uFFFD",
        "}}, }}}",
        "}}, |,\"n\":1}}|",
        "}}, }",
        "}}, |}, }|"
      })
  void anyOtherDifferenceIsLeftToTheParser(String from, String to) {
    take(FIRST);

    assertThat(castOrNull(FIRST.replace(from, to))).isNull();
  }

  @Test
  void bytesThatAreNoTextAreLeftToTheParser() {
    take(FIRST);
    byte[] bytes = FIRST.replace("one", "e").getBytes(StandardCharsets.ISO_8859_1);
    bytes[FIRST.indexOf("one")] = (byte) 0xE9;

    assertThat(mould.cast(bytes, 0, bytes.length)).isNull();
  }

  @Test
  void staysTheMouldWhenOnlyAParserCanReadATextInBetween() {
    take(FIRST);
    String strange = FIRST.replace("one", "caf\\u00e9");
    assertThat(castOrNull(strange)).isNull();
    take(strange);

    assertThat(cast(FIRST.replace("one", "two")).path("delta").text("text", "")).isEqualTo("two");
  }

  @Test
  void ofATextThatBecomesAnotherKeyNothingIsKept() {
    take("{\"a_name_that_is_long_enough_to_count\":\"x\",\"b\":[true,null,1.5,{\"c\":7}]}");

    assertThat(castOrNull("{\"a_name_that_is_long_enough_to_count\":\"x\":\"y\"}")).isNull();
    assertThat(castOrNull("{\"a_name_that_is_long_enough_to_count\":\"y\",\"b\":[true,null]}"))
        .isNull();
    assertThat(
            cast("{\"a_name_that_is_long_enough_to_count\":\"y\",\"b\":[true,null,1.5,{\"c\":8}]}"))
        .hasToString(
            "{\"a_name_that_is_long_enough_to_count\":\"y\",\"b\":[true,null,1.5,{\"c\":8}]}");
  }

  /** Whatever bytes follow each other: a mould says what the parser says, or nothing. */
  @Test
  void castsNothingThatAParserReadsAsAnotherValueOrRefuses() {
    Random random = new Random(11);
    int cast = 0;
    for (int round = 0; round < 60_000; round++) {
      String first = object(random, 3);
      String next = changed(first, random);
      JsonMould one = new JsonMould();
      byte[] bytes = first.getBytes(StandardCharsets.UTF_8);
      one.take(bytes, 0, bytes.length, JsonValue.parse(first));
      byte[] others = next.getBytes(StandardCharsets.UTF_8);
      JsonValue made = one.cast(others, 0, others.length);
      if (made != null) {
        cast++;
        assertThat(made).as(first + " then " + next).isEqualTo(parsed(others));
      }
    }
    assertThat(cast).isGreaterThan(2_000);
  }

  private static JsonValue parsed(byte[] json) {
    try {
      return JsonValue.parse(json);
    } catch (JacksonException refused) {
      return JsonValue.MISSING;
    }
  }

  private static String object(Random random, int depth) {
    StringBuilder json = new StringBuilder("{\"long_enough_to_have_this_much_in_common\":1");
    for (int i = random.nextInt(4); i >= 0; i--) {
      json.append(",\"").append("nm".repeat(random.nextInt(3))).append(i).append("\":");
      json.append(value(random, depth));
    }
    return json.append('}').toString();
  }

  private static String value(Random random, int depth) {
    String[] scalars = {"0", "17", "-3", "2.5", "1e3", "true", "false", "null", "\"\"", "\"t\""};
    return switch (random.nextInt(depth > 0 ? 6 : 4)) {
      case 0, 1 -> scalars[random.nextInt(scalars.length)];
      case 2 -> "\"" + text(random) + "\"";
      case 3 -> Integer.toString(random.nextInt(2_000));
      case 4 -> "[" + value(random, depth - 1) + " , " + value(random, depth - 1) + "]";
      default -> object(random, depth - 1);
    };
  }

  private static String text(Random random) {
    String[] parts = {"a", "b ", "\\n", "\\\"", "\\\\", "\u00E9", "\uD83C\uDF19", "\\u0041", ":"};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }

  /** Puts other signs in the place of some, or some more between. */
  private static String changed(String json, Random random) {
    String signs = "\"\\,:{}[] 0123459-.eEtrufalsn\n\tabx\u00E9";
    StringBuilder changed = new StringBuilder(json);
    for (int i = random.nextInt(2); i >= 0; i--) {
      int at = BEGINNING + random.nextInt(changed.length() - BEGINNING);
      char sign = signs.charAt(random.nextInt(signs.length()));
      switch (random.nextInt(3)) {
        case 0 -> changed.setCharAt(at, sign);
        case 1 -> changed.insert(at, sign);
        default -> changed.deleteCharAt(at);
      }
    }
    return changed.toString();
  }

  private void take(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    mould.take(bytes, 0, bytes.length, JsonValue.parse(json));
  }

  private JsonValue cast(String json) {
    JsonValue cast = castOrNull(json);
    assertThat(cast).isNotNull();
    return cast == null ? JsonValue.MISSING : cast;
  }

  private @Nullable JsonValue castOrNull(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return mould.cast(bytes, 0, bytes.length);
  }
}
