package dev.nightshift.core.internal.loop;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolArguments;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** One tool request of a model, checked before anything is done. */
public sealed interface ToolRequest {
  /** Returns the request as the model made it. */
  ContentBlock.ToolUse use();

  /** A request of a known tool with a JSON object. */
  record Valid(ContentBlock.ToolUse use, ToolArguments arguments) implements ToolRequest {}

  /** A request that cannot be done, and what the model is told. */
  record Malformed(ContentBlock.ToolUse use, String complaint) implements ToolRequest {}

  /** Returns the requests of a turn in order. */
  static List<ToolRequest> of(AssistantTurn turn, Collection<String> tools) {
    List<ToolRequest> requests = new ArrayList<>();
    List<ContentBlock.ToolUse> uses = turn.toolUses();
    boolean cut = turn.stopReason().equals(StopReason.MAX_TOKENS);
    for (int i = 0; i < uses.size(); i++) {
      requests.add(of(uses.get(i), cut && i == uses.size() - 1, tools));
    }
    return requests;
  }

  private static ToolRequest of(
      ContentBlock.ToolUse use, boolean mayBeCut, Collection<String> tools) {
    if (!tools.contains(use.name())) {
      return new Malformed(
          use,
          "there is no tool '"
              + VisibleText.oneLine(use.name(), 80)
              + "'; the tools are "
              + String.join(", ", tools));
    }
    if (mayBeCut && use.argumentsJson().isBlank()) {
      return new Malformed(use, cutOff());
    }
    try {
      return new Valid(use, ToolArguments.parse(use.argumentsJson()));
    } catch (ToolArgumentException malformed) {
      return new Malformed(use, mayBeCut ? cutOff() : malformed.getMessage());
    }
  }

  private static String cutOff() {
    return "your answer reached the output limit and this call was cut off. Be briefer, and write"
        + " a long file in parts: write_file for the first, edit_file for what follows";
  }
}
