package dev.nightshift.examples.trial;

import dev.nightshift.examples.script.ModelTurn;
import dev.nightshift.examples.script.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the two models say so that a real fix comes about in two rounds, through the real tools. */
final class FixScript {
  private final RealFix fix;
  private final String canary;

  /**
   * Scripts a fix.
   *
   * @param fix the fix
   * @param canary a word the implementer puts into all it says, to be looked for in the reviewer's
   *     requests
   */
  FixScript(RealFix fix, String canary) {
    this.fix = fix;
    this.canary = canary;
  }

  List<ModelTurn> firstRound() {
    return round(fix.incomplete(), "the repair");
  }

  List<ModelTurn> revision() {
    return round(fix.missing(), "what the reviewer asked for");
  }

  /** One request, for the missing portion, at a line that exists in the candidate. */
  ModelTurn request() {
    FileChange changed =
        fix.incomplete().stream()
            .filter(change -> change.after() != null)
            .findFirst()
            .orElse(fix.incomplete().get(0));
    List<String> paths = fix.missing().stream().map(FileChange::path).toList();
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("path", changed.path());
    request.put("line", 1);
    request.put("category", "TEST_GAP");
    request.put(
        "problem", "The change is not complete: nothing in it covers " + String.join(", ", paths));
    request.put("required_change", "Complete the change in " + String.join(", ", paths));
    request.put("how_to_verify", "The diff holds " + paths.get(0) + " and the gate passes");
    return ModelTurn.of("", ToolCall.requestChange(request, 1));
  }

  static ModelTurn approval(String... closes) {
    return ModelTurn.of(
        "", ToolCall.approve(1, "the diff holds the repair and what proves it", closes));
  }

  private List<ModelTurn> round(List<FileChange> changes, String what) {
    List<ModelTurn> turns = new ArrayList<>();
    for (FileChange change : changes) {
      if (change.before() != null) {
        turns.add(say("look at it", ToolCall.read(change.path())));
      }
      turns.add(say("write it", change.calls().toArray(ToolCall[]::new)));
    }
    turns.add(say("note it", ToolCall.decide("Scope " + canary, "only " + what, canary)));
    turns.add(say("done", ToolCall.finish("Made " + what + " " + canary)));
    return turns;
  }

  private ModelTurn say(String text, ToolCall... calls) {
    return ModelTurn.of(canary + " " + text, calls);
  }
}
