package dev.nightshift.core.testing;

import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What tools have to answer to the calls a script made, until they did. Guarded by its model. */
final class ExpectedAnswers {
  private static final int SHOWN_CHARS = 400;
  private static final String FINISH = "finish";
  private final Map<String, Open> open = new LinkedHashMap<>();
  private final Set<String> vouchedFor = new HashSet<>();
  private final Set<String> finishes = new HashSet<>();
  private boolean finishWasHeldBack;

  /** Notes a call that was made; its answer comes with a later request of its conversation. */
  void made(ContentBlock.ToolUse use, int step, ToolAnswer expected) {
    if (use.name().equals(FINISH)) {
      finishes.add(use.id());
      vouchForCallsBefore(step);
    }
    if (expected != ToolAnswer.ANY) {
      open.put(use.id(), new Open(use, step, expected));
    }
  }

  /**
   * A finish after a failed call of its turn is held back once in a round, and there is a next
   * request then.
   */
  private void vouchForCallsBefore(int step) {
    if (!finishWasHeldBack) {
      open.values().stream()
          .filter(call -> call.step() == step && call.expected() == ToolAnswer.SUCCESS)
          .forEach(call -> vouchedFor.add(call.use().id()));
    }
  }

  /** Says which call was answered against the script, if one was. */
  Optional<String> broken(Transcript transcript) {
    for (Turn turn : transcript.turns()) {
      for (ContentBlock block : turn.blocks()) {
        if (block instanceof ContentBlock.ToolResult result) {
          finishWasHeldBack |= result.isError() && finishes.contains(result.toolUseId());
          Open call = open.remove(result.toolUseId());
          if (call != null && !call.expected().allows(result.isError())) {
            return Optional.of(call.brokenBy(result));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Says which call the script made without ever being told what became of it, if there is one. */
  Optional<String> unanswered() {
    return open.entrySet().stream()
        .filter(call -> !vouchedFor.contains(call.getKey()))
        .map(call -> call.getValue().neverAnswered())
        .findFirst();
  }

  private record Open(ContentBlock.ToolUse use, int step, ToolAnswer expected) {
    String brokenBy(ContentBlock.ToolResult result) {
      return claim() + ", but " + call() + " was answered: " + shown(result.content());
    }

    String neverAnswered() {
      return ("%s, but %s was never answered, because the model was not called again; play what ends"
              + " the round in a step of its own, or say acceptingAnyAnswer()")
          .formatted(claim(), call());
    }

    private String claim() {
      String wanted = expected == ToolAnswer.SUCCESS ? "succeed" : "be answered with an error";
      return "step " + step + " was to " + wanted;
    }

    private String call() {
      return use.name() + shown(use.argumentsJson());
    }

    private static String shown(String text) {
      return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
    }
  }
}
