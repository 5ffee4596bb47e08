package dev.nightshift.models.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Which events tell that an answer goes on; the others end no pause of a stream. */
class ResponseReaderTest {
  private final ResponseReader reader =
      new ResponseReader(
          ModelRequest.builder(ModelId.parse("openai:gpt-5.5"))
              .maxOutputTokens(100)
              .transcript(Transcript.empty().plus(UserTurn.text("Hello")))
              .build());

  /** Symptom: unknown events of a response kept a call alive that never went on. */
  @Test
  void anEventThatNobodyKnowsSaysNothingButMayBeWork() {
    assertThat(reader.mayHaveWorked()).isFalse();

    assertThat(says("response.rate_limit.heartbeat", "{}")).isFalse();

    assertThat(reader.mayHaveWorked()).isTrue();
  }

  @Test
  void aDeltaSaysSomethingIfThereIsSomethingInIt() {
    assertThat(says("response.reasoning_summary_text.delta", "{\"delta\":\"\"}")).isFalse();
    assertThat(says("response.reasoning_summary_text.delta", "{\"delta\":\"So\"}")).isTrue();
    assertThat(says("response.output_text.delta", "{\"delta\":\"\"}")).isFalse();
    assertThat(says("response.output_text.delta", "{}")).isFalse();
  }

  @Test
  void aResponseThatOnlyBeginsSaysNothing() {
    assertThat(says("response.created", "{\"response\":{\"id\":\"r\"}}")).isFalse();
    assertThat(reader.mayHaveWorked()).isFalse();
  }

  private boolean says(String name, String json) {
    return reader.event(name, JsonValue.parse(json.getBytes(StandardCharsets.UTF_8)));
  }
}
