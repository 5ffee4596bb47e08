package dev.nightshift.models.fuzz;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.models.internal.wire.PieceCall;
import java.util.ArrayList;
import java.util.List;

/**
 * What must hold for every input: it ends in an answer that can be counted and sent back, or in a
 * failure that shows no key; and where the network cuts it makes no difference.
 */
final class FuzzCheck {
  private static final int LONGEST_MESSAGE = 2_000;

  /** Byte by byte costs much more, so only some inputs are read again. */
  private static final int READ_AGAIN = 8;

  private static final int SMALL = 10_000;

  private FuzzCheck() {}

  /**
   * Runs the call.
   *
   * @return whether it was answered
   * @throws AssertionError if something does not hold
   */
  static boolean isAnswered(FuzzedInput input) throws InterruptedException {
    Object end = end(input, input.call());
    if (input.stream().length < SMALL && input.seed() % READ_AGAIN == 0) {
      Object again = end(input, input.byteByByte());
      if (!again.equals(end)) {
        throw new AssertionError("read byte by byte it is " + again + ", not " + end);
      }
    }
    return end instanceof ModelResponse;
  }

  private static Object end(FuzzedInput input, PieceCall call) throws InterruptedException {
    ModelRequest request = input.format().request();
    try {
      ModelResponse response = call.complete(input.format().wire(), request);
      requireReplayable(input, request, response.turn());
      if (response.usage().total() < 0) {
        throw new AssertionError("negative usage " + response.usage());
      }
      return response;
    } catch (ModelException failure) {
      String said = String.valueOf(failure.getMessage());
      if (said.contains("cannot be understood")) {
        throw new AssertionError("a fault of the reader: " + said, failure);
      }
      if (said.contains(FuzzedFormat.KEY) || said.length() > LONGEST_MESSAGE) {
        throw new AssertionError("a message of " + said.length() + " signs: " + said, failure);
      }
      return List.of(failure.kind(), failure.billing(), failure.usage(), said);
    }
  }

  private static void requireReplayable(
      FuzzedInput input, ModelRequest request, AssistantTurn turn) {
    List<ContentBlock> results = new ArrayList<>();
    turn.toolUses().forEach(use -> results.add(new ContentBlock.ToolResult(use.id(), "ok", false)));
    results.add(new ContentBlock.Text("go on"));
    ModelRequest next =
        request.toBuilder()
            .transcript(request.transcript().plus(turn).plus(UserTurn.of(results)))
            .build();
    JsonValue.parse(input.format().wire().encode(next).toBytes());
  }
}
