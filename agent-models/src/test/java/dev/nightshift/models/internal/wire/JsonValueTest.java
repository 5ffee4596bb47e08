package dev.nightshift.models.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class JsonValueTest {
  @Test
  void isWrittenAsItWasRead() {
    String json =
        "{\"b\":[1,-0,1.50,1e400,12345678901234567890123],\"a\":{\"x\":null,\"y\":true,\"z\":false},"
            + "\"s\":\"caf\u00E9 \uD83C\uDF19 \\\" \\n\",\"e\":{},\"l\":[]}";

    assertThat(JsonValue.parse(json)).hasToString(json);
    assertThat(JsonValue.parse(json.getBytes(StandardCharsets.UTF_8))).hasToString(json);
  }

  @Test
  void pathsThatLeadNowhereAreMissing() {
    JsonValue value = JsonValue.parse("{\"a\":{\"b\":\"x\",\"n\":null},\"l\":[\"y\"]}");

    assertThat(value.path("a").text("b", "-")).isEqualTo("x");
    assertThat(value.path("a").path("n").isNothing()).isTrue();
    assertThat(value.path("a").path("n").isMissing()).isFalse();
    assertThat(value.path("a").path("b").path("c").path("d").isMissing()).isTrue();
    assertThat(value.text("a", "-")).isEqualTo("-");
    assertThat(value.path("l").values().get(0).text("-")).isEqualTo("y");
  }

  @Test
  void lastOfTwoPropertiesOfOneNameCounts() {
    assertThat(JsonValue.parse("{\"a\":1,\"a\":2}").path("a").number(0)).isEqualTo(2);
  }

  @Test
  void numbersThatAreNotWholeOrTooLargeAreNone() {
    JsonValue value = JsonValue.parse("[7,-7,1.0,1e2,99999999999,\"7\",true]");

    assertThat(value.values().stream().map(number -> number.number(-1)))
        .containsExactly(7, -7, -1, -1, -1, -1, -1);
    assertThat(value.values().stream().map(JsonValue::isWholeNumber))
        .containsExactly(true, true, false, false, true, false, false);
  }

  @ParameterizedTest(name = "'{0}'")
  @ValueSource(strings = {"", " ", "{", "{}{}", "[1,]", "{\"a\"}", "nul", "[1] x", "\"a"})
  void whatIsNotOneValueIsRefused(String json) {
    assertThatThrownBy(() -> JsonValue.parse(json)).isInstanceOf(JacksonException.class);
    assertThatThrownBy(() -> JsonValue.parse(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JacksonException.class);
  }

  @Test
  void nestingThatWouldOverflowTheStackIsRefused() {
    assertThatThrownBy(() -> JsonValue.parse("[".repeat(100_000)))
        .isInstanceOf(JacksonException.class);
  }

  @Test
  void blanksAroundTheValueAreNone() {
    assertThat(JsonValue.parse(" {\"a\" : 1 } \n")).hasToString("{\"a\":1}");
  }
}
