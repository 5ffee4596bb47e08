package dev.nightshift.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
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

  @Test
  void strictReadingRefusesWhatHasTwoMeanings() {
    for (String json :
        List.of("{\"a\":1,\"a\":2}", "{\"o\":{\"a\":1,\"a\":1}}", "{} {}", "[1e99999999999]", "")) {
      assertThatThrownBy(() -> JsonValue.parseStrictly(json))
          .as(json)
          .isInstanceOf(JacksonException.class);
    }
    assertThat(JsonValue.parseStrictly("{\"a\":{\"b\":1},\"b\":1e400}").path("b"))
        .hasToString("1e400");
  }

  @Test
  void depthUpToFiveHundredIsReadStrictlyAndWritten() {
    String deep = "[".repeat(500) + "]".repeat(500);

    assertThat(JsonValue.parseStrictly(deep)).hasToString(deep);
    assertThatThrownBy(() -> JsonValue.parseStrictly("[" + deep + "]"))
        .isInstanceOf(JacksonException.class);
  }

  @Test
  void wholeNumbersAreWholeHoweverTheyAreWritten() {
    JsonValue values =
        JsonValue.parse(
            "[3,3.0,3e2,-9223372036854775808,9223372036854775808,3.5,1e-999999999,0e999999999,\"3\"]");

    assertThat(values.values().stream().map(value -> value.wholeNumber().orElse(-1)))
        .containsExactly(3L, 3L, 300L, Long.MIN_VALUE, -1L, -1L, -1L, 0L, -1L);
  }

  @Test
  void decimalsAreExactAndNoneWhereNoneCanBe() {
    assertThat(JsonValue.parse("0.10000000000000000555").decimal())
        .contains(new BigDecimal("0.10000000000000000555"));
    assertThat(JsonValue.parse("1e99999999999").decimal()).isEmpty();
    assertThat(JsonValue.parse("\"1\"").decimal()).isEmpty();
  }

  @Test
  void propertiesAreAddedReplacedInTheirPlaceAndTakenOut() {
    JsonValue first = JsonValue.object().with("a", 1).with("b", (String) null).with("c", true);

    assertThat(first.with("a", "x").with("d", JsonValue.texts(List.of("y"))))
        .hasToString("{\"a\":\"x\",\"b\":null,\"c\":true,\"d\":[\"y\"]}");
    assertThat(first.without("b").without("z")).hasToString("{\"a\":1,\"c\":true}");
    assertThat(first).hasToString("{\"a\":1,\"b\":null,\"c\":true}");
    assertThatThrownBy(() -> JsonValue.NULL.with("a", 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void valuesOfAnotherKindAreRefusedWithTheirText() {
    JsonValue value = JsonValue.parse("{\"n\":1.5}");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> value.required("x"))
        .withMessageContaining("'x'");
    for (Consumer<JsonValue> read :
        List.<Consumer<JsonValue>>of(
            JsonValue::text, JsonValue::truth, JsonValue::whole, JsonValue::bytes)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> read.accept(value.path("n")))
          .withMessageContaining("1.5");
    }
  }

  @Test
  void halfOfAPairStaysInTheTextAndIsEscapedInAscii() {
    JsonValue half = JsonValue.parseStrictly("{\"a\":\"x\\ud83d\"}");

    assertThat(half).hasToString("{\"a\":\"x\uD83D\"}");
    assertThat(half.ascii()).isEqualToIgnoringCase("{\"a\":\"x\\ud83d\"}");
    assertThat(JsonValue.parseStrictly(half.ascii())).isEqualTo(half);
  }

  @Test
  void bytesComeBackAsTheyWere() {
    byte[] bytes = {0, -1, 10, 127};

    assertThat(JsonValue.parse(JsonValue.of(bytes).toString()).bytes()).isEqualTo(bytes);
  }
}
