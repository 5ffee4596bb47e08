package dev.nightshift.models.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.internal.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which events tell that an answer goes on; the others end no pause of a stream. */
class MessageReaderTest {
  private final MessageReader reader = new MessageReader(new AnthropicUsage(Duration.ofMinutes(5)));

  /** Symptom: a stream of empty deltas was waited for until the deadline of the call. */
  @Test
  void aDeltaWithNothingInItSaysNothing() {
    assertThat(
            says(
                """
                {"type":"content_block_start","index":0,
                 "content_block":{"type":"text","text":""}}"""))
        .isTrue();

    assertThat(saysDelta("{\"type\":\"text_delta\",\"text\":\"\"}")).isFalse();
    assertThat(saysDelta("{\"type\":\"text_delta\",\"text\":\"a\"}")).isTrue();
  }

  @Test
  void argumentsSayNothingUntilTheyHaveALetter() {
    says(
        """
        {"type":"content_block_start","index":0,
         "content_block":{"type":"tool_use","id":"t","name":"read","input":{}}}""");

    assertThat(saysDelta("{\"type\":\"input_json_delta\",\"partial_json\":\"\"}")).isFalse();
    assertThat(saysDelta("{\"type\":\"input_json_delta\",\"partial_json\":\"{\"}")).isTrue();
  }

  @Test
  void anEventThatNobodyKnowsOrOfNoBlockSaysNothing() {
    assertThat(says("{\"type\":\"content_block_news\",\"index\":0}")).isFalse();
    assertThat(says("{\"type\":\"ping\"}")).isFalse();
    assertThat(saysDelta("{\"type\":\"text_delta\",\"text\":\"a\"}")).isFalse();
  }

  private boolean saysDelta(String delta) {
    return says("{\"type\":\"content_block_delta\",\"index\":0,\"delta\":" + delta + "}");
  }

  private boolean says(String json) {
    return reader.event("", JsonValue.parse(json.getBytes(StandardCharsets.UTF_8)));
  }
}
