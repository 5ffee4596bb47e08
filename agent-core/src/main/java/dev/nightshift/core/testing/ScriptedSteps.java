package dev.nightshift.core.testing;

import dev.nightshift.core.agent.Category;
import dev.nightshift.core.agent.CriterionVerdict;
import dev.nightshift.core.agent.Finding;
import dev.nightshift.core.agent.RevisionRequest;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.testing.ScriptedStep.Said;
import java.util.ArrayList;
import java.util.List;

/** The steps a {@link ScriptedModel} can play, named after what the model does. */
public final class ScriptedSteps {
  private ScriptedSteps() {}

  /**
   * Replaces one text in a file. The test fails if it is not replaced, because the text is not
   * there or occurs more than once, or the file is missing or refused, unless the step is {@link
   * ScriptedStep#expectingError} or {@link ScriptedStep#acceptingAnyAnswer}.
   *
   * @param path relative path
   * @param oldText must occur exactly once
   * @param newText what stands there afterwards
   * @return a call of {@code edit_file}
   */
  public static ScriptedStep edit(String path, String oldText, String newText) {
    Require.nonNull(path, "path");
    Require.nonNull(oldText, "oldText");
    Require.nonNull(newText, "newText");
    return call("edit_file", fields("path", path, "old_text", oldText, "new_text", newText))
        .expectingSuccess();
  }

  /**
   * Creates or replaces a file. The test fails if it is refused, as for {@link #edit}.
   *
   * @param path relative path
   * @param content the whole content
   * @return a call of {@code write_file}
   */
  public static ScriptedStep write(String path, String content) {
    Require.nonNull(path, "path");
    Require.nonNull(content, "content");
    return call("write_file", fields("path", path, "content", content)).expectingSuccess();
  }

  /**
   * Deletes a file. The test fails if it is missing or refused, as for {@link #edit}.
   *
   * @param path relative path
   * @return a call of {@code delete_file}
   */
  public static ScriptedStep delete(String path) {
    Require.nonNull(path, "path");
    return call("delete_file", fields("path", path)).expectingSuccess();
  }

  /**
   * Reads a file.
   *
   * @param path relative path
   * @return a call of {@code read_file}
   */
  public static ScriptedStep read(String path) {
    Require.nonNull(path, "path");
    return call("read_file", fields("path", path));
  }

  /**
   * Runs a shell command.
   *
   * @param command the command line
   * @return a call of {@code run_command}
   */
  public static ScriptedStep run(String command) {
    Require.nonNull(command, "command");
    return call("run_command", fields("command", command));
  }

  /**
   * Calls any tool with any arguments, also wrong ones.
   *
   * @param name the tool, known or not
   * @param argumentsJson the arguments as the model writes them; may be malformed
   * @return the call
   */
  public static ScriptedStep tool(String name, String argumentsJson) {
    Require.nonNull(name, "name");
    Require.nonNull(argumentsJson, "argumentsJson");
    return answer(new ContentBlock.ToolUse("", name, argumentsJson), StopReason.TOOL_USE);
  }

  /**
   * Does several things in one turn, in this order.
   *
   * @param steps steps that answer, at least one; their bills and delays do not count, set them on
   *     the result
   * @return one turn with all their texts and tool calls
   */
  public static ScriptedStep several(ScriptedStep... steps) {
    Require.elements(steps, "steps");
    List<Said> said = new ArrayList<>();
    for (ScriptedStep step : steps) {
      said.addAll(step.answer().said());
    }
    if (said.isEmpty()) {
      throw new IllegalArgumentException("several() needs at least one step that says something");
    }
    boolean calls = said.stream().anyMatch(Said::isCall);
    return answer(said, calls ? StopReason.TOOL_USE : StopReason.END_TURN);
  }

  /**
   * Says something without calling a tool.
   *
   * @param text what it says
   * @return the answer
   */
  public static ScriptedStep text(String text) {
    Require.nonNull(text, "text");
    return answer(new ContentBlock.Text(text), StopReason.END_TURN);
  }

  /**
   * Declares the work done.
   *
   * @param summary what was done
   * @return a call of {@code finish}
   */
  public static ScriptedStep finish(String summary) {
    Require.nonNull(summary, "summary");
    return call("finish", fields("summary", summary));
  }

  /**
   * Declares that nothing has to change.
   *
   * @param because why; also the summary
   * @param evidenceCallId the id of an earlier tool call, {@code call-1} for the model's first
   * @return a call of {@code finish}
   */
  public static ScriptedStep finishUnchanged(String because, String evidenceCallId) {
    Require.nonNull(because, "because");
    Require.nonNull(evidenceCallId, "evidenceCallId");
    return call(
        "finish",
        fields("summary", because, "no_change_because", because)
            .with("evidence_tool_call_id", evidenceCallId));
  }

  /**
   * Asks the human.
   *
   * @param question what it needs to know
   * @return a call of {@code blocked}
   */
  public static ScriptedStep blocked(String question) {
    Require.nonNull(question, "question");
    return call("blocked", fields("question", question));
  }

  /**
   * Records a decision for the report.
   *
   * @param title what was decided
   * @param choice the choice
   * @param why the reason
   * @return a call of {@code record_decision}
   */
  public static ScriptedStep decides(String title, String choice, String why) {
    Require.nonNull(title, "title");
    Require.nonNull(choice, "choice");
    Require.nonNull(why, "why");
    return call("record_decision", fields("title", title, "choice", choice, "why", why));
  }

  /**
   * Requests one change as reviewer, of category {@link Category#OTHER}.
   *
   * @param path the file
   * @param line the line, from 1
   * @param problem what is wrong
   * @param requiredChange what has to be true afterwards
   * @return a call of {@code submit_review}
   */
  public static ScriptedStep requestsChange(
      String path, int line, String problem, String requiredChange) {
    Require.nonNull(path, "path");
    Require.nonNull(problem, "problem");
    Require.nonNull(requiredChange, "requiredChange");
    return requestsChange(
        new RevisionRequest(
            new Finding(path, line, Category.OTHER, problem),
            requiredChange,
            "read " + path + " again"));
  }

  /**
   * Requests one change as reviewer.
   *
   * @param request the change
   * @return a call of {@code submit_review}
   */
  public static ScriptedStep requestsChange(RevisionRequest request) {
    Require.nonNull(request, "request");
    Finding finding = request.finding();
    JsonValue change =
        JsonValue.object()
            .with("path", finding.path())
            .with("line", finding.line())
            .with("category", finding.category().name())
            .with("problem", finding.message())
            .with("required_change", request.requiredChange())
            .with("how_to_verify", request.howToVerify());
    return call("submit_review", fields("verdict", "request_changes").with("request", change));
  }

  /**
   * Approves as reviewer, and closes all of its open requests that it is shown. With a {@link
   * #text} beside it, the reviewer is asked which counts, and the script needs another answer.
   *
   * @param criteria what it says about acceptance criteria; none to say that each one it is shown
   *     is met
   * @return a call of {@code submit_review}
   */
  public static ScriptedStep approves(CriterionVerdict... criteria) {
    Require.elements(criteria, "criteria");
    return answer(ShownToReviewer.approval(List.of(criteria)), StopReason.TOOL_USE);
  }

  /**
   * Leaves the decision to a human as reviewer.
   *
   * @param reason why
   * @return a call of {@code submit_review}
   */
  public static ScriptedStep escalates(String reason) {
    Require.nonNull(reason, "reason");
    return call("submit_review", fields("verdict", "escalate", "reason", reason));
  }

  /**
   * Fails; a retry of the engine plays the next step.
   *
   * @param exception what is thrown
   * @return the failure
   */
  public static ScriptedStep fails(ModelException exception) {
    Require.nonNull(exception, "exception");
    return ScriptedStep.of(new ScriptedStep.Failure(exception));
  }

  /**
   * Does not come back until the call is cancelled or its thread interrupted; deadlines pass
   * unnoticed.
   *
   * @return the hanging call
   */
  public static ScriptedStep hangs() {
    return ScriptedStep.of(new ScriptedStep.Hang());
  }

  /**
   * Answers like another step, but cut at the output limit: the last text or tool call breaks off
   * half way, the stop reason is {@link StopReason#MAX_TOKENS}. What a tool answers to the part cut
   * off is not checked.
   *
   * @param step a step that answers
   * @return the cut answer
   */
  public static ScriptedStep truncated(ScriptedStep step) {
    Require.nonNull(step, "step");
    List<Said> said = new ArrayList<>(step.answer().said());
    said.add(Said.of(half(said.remove(said.size() - 1).block())));
    return answer(said, StopReason.MAX_TOKENS).withUsage(step.usage());
  }

  private static ContentBlock half(ContentBlock block) {
    if (block instanceof ContentBlock.ToolUse use) {
      return new ContentBlock.ToolUse(use.id(), use.name(), half(use.argumentsJson()));
    }
    return block instanceof ContentBlock.Text text
        ? new ContentBlock.Text(half(text.text()))
        : block;
  }

  private static String half(String text) {
    return text.substring(0, text.length() / 2);
  }

  private static ScriptedStep call(String name, JsonValue arguments) {
    return tool(name, arguments.toString());
  }

  private static ScriptedStep answer(ContentBlock block, StopReason stopReason) {
    return answer(List.of(Said.of(block)), stopReason);
  }

  private static ScriptedStep answer(List<Said> said, StopReason stopReason) {
    return ScriptedStep.of(new ScriptedStep.Answer(List.copyOf(said), stopReason));
  }

  private static JsonValue fields(String... namesAndTexts) {
    JsonValue fields = JsonValue.object();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      fields = fields.with(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return fields;
  }
}
