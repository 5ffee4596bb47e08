package dev.nightshift.models.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SseFuzzTest {
  @Test
  void everyDamagedAnswerEndsInAnAnswerOrATypedFailure() throws InterruptedException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();

    boolean holds =
        new SseFuzz(20_261_129, 5_000).report(new PrintStream(said, true, StandardCharsets.UTF_8));

    assertThat(holds).as(said.toString(StandardCharsets.UTF_8)).isTrue();
  }

  @Test
  void aSeedMakesTheSameInputAgain() {
    FuzzedInput input = FuzzedInput.of(7);

    assertThat(FuzzedInput.of(7).stream()).isEqualTo(input.stream());
    assertThat(FuzzedInput.of(8).stream()).isNotEqualTo(input.stream());
  }
}
