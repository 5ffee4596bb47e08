package dev.nightshift.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfEscapesTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "\\ud83d | \\uFFFD",
        "\\uDE00 | \\uFFFD",
        "\\ud83d\\ude00 | \\ud83d\\ude00",
        "\\ud83d\\ud83d\\ude00 | \\uFFFD\\ud83d\\ude00",
        "\\ude00\\ud83d | \\uFFFD\\uFFFD",
        "\\\\ud83d | \\\\ud83d",
        "\\\\\\ud83d | \\\\\\uFFFD",
        "\\ud7ff\\ue000 | \\ud7ff\\ue000",
        "\\ud83 | \\ud83",
        "\\n$1\\ud83d\\t | \\n$1\\uFFFD\\t"
      })
  void replacesHalvesOnly(String json, String replaced) {
    assertThat(HalfEscapes.replaced(json)).isEqualTo(replaced);
  }

  /** Symptom: an event whose property was named by half of a surrogate pair was not JSON. */
  @Test
  void halfOfAPairInANameIsRead() {
    String json = "{\"a\\ud83d\":{\"\\ude00\":\"x\"},\"n\":1}";
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    JsonReader reader = new JsonReader();

    assertThat(JsonValue.parse(json).text("n", "")).isEmpty();
    assertThat(JsonValue.parse(json).path("n").number(0)).isEqualTo(1);
    assertThat(JsonValue.parse(bytes).path("a\uFFFD").text("\uFFFD", "")).isEqualTo("x");
    assertThat(reader.next(bytes, 0, bytes.length)).isEqualTo(JsonValue.parse(json));
    assertThat(reader.next(bytes, 0, bytes.length)).isEqualTo(JsonValue.parse(json));
  }

  /** An event stream is read as UTF-8 with what is none replaced. */
  @Test
  void bytesThatAreNoUtf8AreReplaced() {
    byte[] bytes = "{\"t\":\"a?b\"}".getBytes(StandardCharsets.UTF_8);
    bytes[7] = (byte) 0xE2;

    assertThat(JsonValue.parse(bytes).text("t", "")).isEqualTo("a\uFFFDb");
    assertThat(new JsonReader().next(bytes, 0, bytes.length).text("t", "")).isEqualTo("a\uFFFDb");
  }

  @Test
  void halfOfAPairIsNeverWritten() {
    String half = "x\uD83D";

    byte[] written =
        JsonText.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringProperty(half, half);
              json.writeName("v");
              JsonValue.object(new String[] {half}, new JsonValue[] {JsonValue.string(half)})
                  .write(json);
              json.writeEndObject();
            });

    assertThat(new String(written, StandardCharsets.UTF_8))
        .isEqualTo("{\"x\uFFFD\":\"x\uFFFD\",\"v\":{\"x\uFFFD\":\"x\uFFFD\"}}");
  }
}
