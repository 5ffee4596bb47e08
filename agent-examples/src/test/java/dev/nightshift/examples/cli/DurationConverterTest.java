package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {
  private final DurationConverter converter = new DurationConverter();

  @ParameterizedTest(name = "{0} is {1} seconds")
  @CsvSource({"90s,90", "10m,600", "1h30m,5400", "1h1m1s,3661"})
  void readsDurationsAsPeopleWriteThem(String text, long seconds) {
    assertThat(converter.convert(text)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(strings = {"", "10", "ten minutes", "-5m", "5m1h", "0s", "1.5h"})
  void refusesEverythingElseWithAnExample(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("10m");
  }

  @Test
  void refusesDurationsThatDoNotFit() {
    assertThatThrownBy(() -> converter.convert("99999999999999999999m"))
        .isInstanceOf(TypeConversionException.class);
  }
}
