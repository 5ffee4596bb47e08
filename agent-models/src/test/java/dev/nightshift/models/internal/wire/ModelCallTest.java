package dev.nightshift.models.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.models.anthropic.AnthropicAnswers;
import dev.nightshift.models.fuzz.FuzzedFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelCallTest {
  private static final FuzzedFormat MESSAGES = AnthropicAnswers.format();
  private static final String WHOLE = text(MESSAGES.answers().get(0));

  @Test
  void whatFollowsTheEndCountsForNothingWhereverTheNetworkCuts() throws InterruptedException {
    String late = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\"}}\n\n";

    ModelResponse together = reply(WHOLE + late);

    assertThat(together).isEqualTo(reply(WHOLE, late));
  }

  @Test
  void theFirstOfTwoErrorsCountsWhereverTheNetworkCuts() {
    String full = "data: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n";
    String other = "data: {\"type\":\"error\",\"error\":{\"type\":\"billing_error\"}}\n\n";

    ModelException together = failure(full + other);

    assertThat(together.kind()).isEqualTo(ModelErrorKind.OVERLOADED);
    assertThat(together).hasMessage(failure(full, other).getMessage());
  }

  @Test
  void aServerCannotFillAMessageOrBreakItsLine() {
    String name = "x\u001b[31m".repeat(10_000);

    ModelException failure = failure("event: " + name + "\ndata: no JSON\n\n");

    assertThat(failure.getMessage()).hasSizeLessThan(1_000).doesNotContain("\u001b", "\n");
  }

  private static ModelException failure(String... pieces) {
    return catchThrowableOfType(ModelException.class, () -> reply(pieces));
  }

  private static ModelResponse reply(String... pieces) throws InterruptedException {
    List<ByteBuffer> arriving =
        List.of(pieces).stream()
            .map(piece -> ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8)))
            .toList();
    return new PieceCall(200, "text/event-stream", arriving, false)
        .complete(MESSAGES.wire(), MESSAGES.request());
  }

  private static String text(byte[] stream) {
    return new String(stream, StandardCharsets.UTF_8);
  }
}
