package dev.nightshift.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class JsonReaderTest {
  private final JsonReader reader = new JsonReader();

  @Test
  void readsOneValueAfterTheOtherFromABufferThatIsUsedAgain() {
    byte[] buffer = new byte[64];

    JsonValue first = next(buffer, "{\"type\":\"delta\",\"n\":1}");
    JsonValue second = next(buffer, " {\"type\":\"delta\",\"n\":12} ");

    assertThat(first).hasToString("{\"type\":\"delta\",\"n\":1}");
    assertThat(second).hasToString("{\"type\":\"delta\",\"n\":12}");
    assertThat(second.path("type")).isSameAs(first.path("type"));
  }

  @Test
  void wordsOfAllStreamsAreKeptOnce() {
    JsonValue one = next(new byte[64], "{\"type\":\"message_start\",\"n\":400}");
    byte[] json = "{\"n\":400,\"t\":\"message_start\"}".getBytes(StandardCharsets.UTF_8);

    JsonValue other = new JsonReader().next(json, 0, json.length);

    assertThat(other.path("t")).isSameAs(one.path("type"));
    assertThat(other.path("n")).isSameAs(one.path("n"));
  }

  /** Symptom: one NaN among the timings of a server cost a whole answer. */
  @Test
  void numberThatIsNoneIsReadAsNull() {
    String python = "{\"a\":NaN,\"b\":[Infinity,-Infinity,-2.5],\"c\":{\"d\":1}}";

    assertThat(next(new byte[64], python))
        .hasToString("{\"a\":null,\"b\":[null,null,-2.5],\"c\":{\"d\":1}}");
    assertThat(next(new byte[64], "{\"a\":1}")).hasToString("{\"a\":1}");
    assertThatThrownBy(() -> JsonValue.parse(python)).isInstanceOf(JacksonException.class);
    assertThatThrownBy(() -> next(new byte[64], "{\"a\":NaNa}"))
        .isInstanceOf(JacksonException.class);
  }

  /** Texts share few places; what is kept must never stand for another text, or a number. */
  @Test
  void shortTextsThatAreKeptAreNeverMistaken() {
    Random random = new Random(5);
    for (int round = 0; round < 5_000; round++) {
      String number = Integer.toString(random.nextInt(3_000));
      String json = "{\"s\":\"" + number + "\",\"n\":" + number + ",\"e\":\"\"}";
      JsonValue value = next(new byte[64], json);
      assertThat(value).hasToString(json);
      assertThat(value.text("s", "-")).isEqualTo(number);
      assertThat(value.path("n").isWholeNumber()).isTrue();
    }
  }

  @ParameterizedTest(name = "'{0}'")
  @ValueSource(
      strings = {
        "",
        " ",
        "7 8",
        "\"a",
        "[1",
        "nul",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":\"x",
        "{\"a\":[1,2",
        "{}{}",
        "{} 7",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":01}"
      })
  void whatIsNotOneValueIsRefused(String json) {
    next(new byte[64], "{}");

    assertThatThrownBy(() -> next(new byte[64], json)).isInstanceOf(JacksonException.class);
  }

  @ParameterizedTest(name = "'{0}'")
  @ValueSource(strings = {"7", "\"a\"", "[1]", "null", "[{\"a\":1}]", " true "})
  void otherValuesThanObjectsAreReadAlone(String json) {
    assertThat(next(new byte[64], json)).hasToString(json.strip());
    assertThat(next(new byte[64], "{\"n\":7}")).hasToString("{\"n\":7}");
  }

  /** Symptom to be: the next event would go on where one was cut off. */
  @Test
  void valueThatIsCutOffIsNotGoneOnWith() {
    assertThatThrownBy(() -> next(new byte[64], "{\"a\":{\"b\":{}"))
        .isInstanceOf(JacksonException.class)
        .hasMessageContaining("end-of-input");
  }

  @Test
  void nestingThatWouldOverflowTheStackIsRefused() {
    String deep = "{\"a\":".repeat(20_000);

    assertThatThrownBy(() -> next(new byte[deep.length()], deep))
        .isInstanceOf(JacksonException.class);
  }

  @Test
  void manyAndLargeValuesOfOneObjectAreRead() {
    StringBuilder json = new StringBuilder("{\"first\":[");
    for (int i = 0; i < 1_000; i++) {
      json.append(i).append(',');
    }
    json.append("[]],\"text\":\"").append("caf\u00E9 \uD83C\uDF19".repeat(5_000)).append("\"}");
    byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);

    assertThat(reader.next(bytes, 0, bytes.length)).hasToString(json.toString());
  }

  /** What only the fallback could read is no mould of what the parser reads in its own way. */
  @Test
  void undecodableBytesAreReadAsIfAlone() {
    byte[] odd = {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80};
    for (int i = 0; i < 20; i++) {
      next(new byte[64], "{\"some\":\"text\",\"other\":\"text " + i + "\",\"and\":\"one more\"}");
    }
    byte[] refused = {(byte) 0xFF};
    String made = read(reader, refused, odd);
    assertThat(made).contains("\uFFFD");

    byte[] fine = "fine".getBytes(StandardCharsets.UTF_8);
    assertThat(read(reader, fine, odd)).isEqualTo(read(new JsonReader(), fine, odd));
  }

  private static String read(JsonReader reader, byte[] one, byte[] other) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    json.writeBytes("{\"some\":\"text\",\"other\":\"".getBytes(StandardCharsets.UTF_8));
    json.writeBytes(one);
    json.writeBytes("\",\"and\":\"".getBytes(StandardCharsets.UTF_8));
    json.writeBytes(other);
    json.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
    return reader.next(json.toByteArray(), 0, json.size()).toString();
  }

  /** Of a long stream few values are parsed, and each must be what a parser reads. */
  @Test
  void longStreamOfAlikeAndOtherValuesIsReadAsEachIsAlone() {
    Random random = new Random(7);
    String[] kinds = {
      "{\"type\":\"response.output_text.delta\",\"sequence_number\":%d,\"delta\":\"%s\"}",
      "{\"type\":\"response.output_text.delta\",\"sequence_number\":%d,\"delta\":\"%s\" , \"x\":null}",
      "{\"index\":%d,\"type\":\"content_block_delta\",\"delta\":{\"text\":\"%s\"}}  "
    };
    String[] texts = {
      "word", "", "a \\\"b\\\"", "caf\u00E9", "caf\\u00e9", "tab\\t", "\uD83C\uDF19"
    };
    for (int round = 0; round < 5_000; round++) {
      String kind = kinds[random.nextInt(10) == 0 ? random.nextInt(kinds.length) : 0];
      String json = kind.formatted(round, texts[random.nextInt(texts.length)]);

      assertThat(next(new byte[256], json)).isEqualTo(JsonValue.parse(json));
    }
  }

  private JsonValue next(byte[] buffer, String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, buffer, 0, bytes.length);
    return reader.next(buffer, 0, bytes.length);
  }
}
