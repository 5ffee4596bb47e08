package dev.nightshift.core.testing;

import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What tools have to answer to the calls a script made, until they did. Guarded by its model. */
final class ExpectedAnswers {
  private static final int SHOWN_CHARS = 400;
  private final Map<String, Open> open = new HashMap<>();

  /** Notes a call that was made; its answer comes with a later request of its conversation. */
  void made(ContentBlock.ToolUse use, int step, ToolAnswer expected) {
    if (expected != ToolAnswer.ANY) {
      open.put(use.id(), new Open(use, step, expected));
    }
  }

  /** Says which call was answered against the script, if one was. */
  Optional<String> broken(Transcript transcript) {
    for (Turn turn : transcript.turns()) {
      for (ContentBlock block : turn.blocks()) {
        if (block instanceof ContentBlock.ToolResult result) {
          Open call = open.remove(result.toolUseId());
          if (call != null && !call.expected().allows(result.isError())) {
            return Optional.of(call.brokenBy(result));
          }
        }
      }
    }
    return Optional.empty();
  }

  private record Open(ContentBlock.ToolUse use, int step, ToolAnswer expected) {
    String brokenBy(ContentBlock.ToolResult result) {
      return "step "
          + step
          + " was to "
          + (expected == ToolAnswer.SUCCESS ? "succeed" : "be answered with an error")
          + ", but "
          + use.name()
          + shown(use.argumentsJson())
          + " was answered: "
          + shown(result.content());
    }

    private static String shown(String text) {
      return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
    }
  }
}
