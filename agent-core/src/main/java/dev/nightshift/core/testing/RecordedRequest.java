package dev.nightshift.core.testing;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.tool.ToolDefinition;
import java.util.List;
import java.util.StringJoiner;

/**
 * One call a {@link ScriptedModel} received. A snapshot: nothing that happens later changes it.
 *
 * @param number the number of the call, from 1
 * @param run whose call it was
 * @param role the role it was made for
 * @param request what was sent
 */
public record RecordedRequest(int number, RunId run, AgentRole role, ModelRequest request) {
  /** Refuses nulls. */
  public RecordedRequest {
    Require.nonNull(run, "run");
    Require.nonNull(role, "role");
    Require.nonNull(request, "request");
  }

  /**
   * Returns all text the model was shown: instructions, tools and every turn, tool calls and their
   * results included.
   *
   * @return the texts, joined by line breaks
   */
  public String text() {
    StringJoiner shown = new StringJoiner("\n");
    shown.add(request.system());
    for (ToolDefinition tool : request.tools()) {
      shown.add(tool.name()).add(tool.description()).add(tool.inputSchemaJson());
    }
    for (Turn turn : request.transcript().turns()) {
      turn.blocks().forEach(block -> shown.add(text(block)));
    }
    return shown.toString();
  }

  /**
   * Returns what the host said last: the texts and tool results of the last user turn.
   *
   * @return the texts, joined by line breaks; empty if there is no user turn
   */
  public String lastUserText() {
    List<Turn> turns = request.transcript().turns();
    for (int i = turns.size() - 1; i >= 0; i--) {
      if (turns.get(i) instanceof UserTurn user) {
        StringJoiner said = new StringJoiner("\n");
        user.blocks().forEach(block -> said.add(text(block)));
        return said.toString();
      }
    }
    return "";
  }

  private static String text(ContentBlock block) {
    if (block instanceof ContentBlock.Text text) {
      return text.text();
    }
    if (block instanceof ContentBlock.ToolResult result) {
      return result.content();
    }
    if (block instanceof ContentBlock.ToolUse use) {
      return use.name() + " " + use.argumentsJson();
    }
    return block instanceof ContentBlock.Thinking thinking ? thinking.text() : block.toString();
  }
}
