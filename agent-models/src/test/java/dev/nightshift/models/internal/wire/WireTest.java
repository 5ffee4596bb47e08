package dev.nightshift.models.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireTest {
  /** Symptom: the API refused the whole conversation for an escape in a model's own arguments. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"p\":\"\\ud83d\"} | {\"p\":\"\\uFFFD\"}",
        "{\"\\ud83d\":1} | {\"\\uFFFD\":1}",
        "{\"p\":\"\\ud83d\\ude00 \\\\ud83d\"} | {\"p\":\"\\ud83d\\ude00 \\\\ud83d\"}",
        "[\"\\ud83d\"] | {}",
        "{\"p\":\"\\ud83d | {}"
      })
  void argumentsAreSentBackWithoutHalves(String written, String sent) {
    assertThat(Wire.objectOrEmpty(written)).isEqualTo(sent);
  }
}
