package dev.nightshift.core.testing;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a {@link ScriptedModel} does when it is called once: answer, fail, or hang. Made by {@link
 * ScriptedSteps}. Immutable.
 */
public final class ScriptedStep {
  /** The usage of a step that names none: 100 input and 20 output tokens. */
  public static final TokenUsage DEFAULT_USAGE = TokenUsage.of(100, 20);

  private static final int LONGEST_LABEL = 120;
  private final Action action;
  private final TokenUsage usage;
  private final Duration delay;
  private final String expected;

  private ScriptedStep(Action action, TokenUsage usage, Duration delay, String expected) {
    this.action = action;
    this.usage = usage;
    this.delay = delay;
    this.expected = expected;
  }

  static ScriptedStep of(Action action) {
    return new ScriptedStep(action, DEFAULT_USAGE, Duration.ZERO, "");
  }

  /**
   * Returns this step with another bill.
   *
   * @param billed what the call is billed for; default {@link #DEFAULT_USAGE}
   * @return a copy
   */
  public ScriptedStep withUsage(TokenUsage billed) {
    Require.nonNull(billed, "billed");
    return new ScriptedStep(action, billed, delay, expected);
  }

  /**
   * Returns this step with another stop reason.
   *
   * @param stopReason why the model stopped; default {@link StopReason#TOOL_USE} for tool calls and
   *     {@link StopReason#END_TURN} for text
   * @return a copy
   * @throws IllegalStateException if this step does not answer
   */
  public ScriptedStep withStopReason(StopReason stopReason) {
    Require.nonNull(stopReason, "stopReason");
    return new ScriptedStep(new Answer(answer().said(), stopReason), usage, delay, expected);
  }

  /**
   * Returns this step with a wait before it; cancelling the run ends the wait.
   *
   * @param wait how long, not negative; a wait past the deadline of the call is a timeout
   * @return a copy
   */
  public ScriptedStep withDelay(Duration wait) {
    Require.nonNull(wait, "wait");
    if (wait.isNegative()) {
      throw new IllegalArgumentException("delay " + wait + " must not be negative");
    }
    return new ScriptedStep(action, usage, wait, expected);
  }

  /**
   * Returns this step with a claim about the call: the test fails at once if the model was not
   * shown this text.
   *
   * @param text looked for in {@link RecordedRequest#text}, not empty
   * @return a copy
   */
  public ScriptedStep expecting(String text) {
    Require.nonNull(text, "text");
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the expected text is empty; name what must be shown");
    }
    return new ScriptedStep(action, usage, delay, text);
  }

  /**
   * Returns this step with a claim about its tool calls: the test fails if one of them succeeds.
   * Without it an edit, a write or a deletion that is not made fails the test, and the other tools
   * may answer as they like.
   *
   * @return a copy
   * @throws IllegalStateException if this step calls no tool
   */
  public ScriptedStep expectingError() {
    return expecting(ToolAnswer.ERROR);
  }

  /**
   * Returns this step with a claim about its tool calls: the test fails if one of them is refused
   * or fails, as it does for an edit, a write and a deletion without being told.
   *
   * @return a copy
   * @throws IllegalStateException if this step calls no tool
   */
  public ScriptedStep expectingSuccess() {
    return expecting(ToolAnswer.SUCCESS);
  }

  /**
   * Returns this step without a claim about its tool calls, for example for an edit after which the
   * model is not called again.
   *
   * @return a copy
   * @throws IllegalStateException if this step calls no tool
   */
  public ScriptedStep acceptingAnyAnswer() {
    return expecting(ToolAnswer.ANY);
  }

  ScriptedStep expecting(ToolAnswer toolAnswer) {
    List<Said> said = answer().said();
    if (said.stream().noneMatch(Said::isCall)) {
      throw new IllegalStateException("step '" + this + "' calls no tool that could answer");
    }
    List<Said> expecting =
        said.stream().map(part -> part.isCall() ? part.expecting(toolAnswer) : part).toList();
    return new ScriptedStep(new Answer(expecting, answer().stopReason()), usage, delay, expected);
  }

  Action action() {
    return action;
  }

  TokenUsage usage() {
    return usage;
  }

  Duration delay() {
    return delay;
  }

  String expected() {
    return expected;
  }

  Answer answer() {
    if (action instanceof Answer answer) {
      return answer;
    }
    throw new IllegalStateException("step '" + this + "' does not answer; use text or tool calls");
  }

  /**
   * Returns the step in short, as failed tests name it.
   *
   * @return one line
   */
  @Override
  public String toString() {
    String line = action.label().replaceAll("\\s+", " ");
    return line.length() <= LONGEST_LABEL ? line : line.substring(0, LONGEST_LABEL) + "…";
  }

  /** What happens when the step is reached. */
  sealed interface Action {
    String label();
  }

  /** The model answers; tool calls get their ids when the step is played. */
  record Answer(List<Said> said, StopReason stopReason) implements Action {
    @Override
    public String label() {
      return said.stream().map(Said::label).collect(Collectors.joining(" + "));
    }
  }

  /** One part of an answer, and what the tool has to say to it if it is a call. */
  record Said(ContentBlock block, ToolAnswer toolAnswer) {
    static Said of(ContentBlock block) {
      return new Said(block, ToolAnswer.ANY);
    }

    boolean isCall() {
      return block instanceof ContentBlock.ToolUse;
    }

    Said expecting(ToolAnswer other) {
      return new Said(block, other);
    }

    String label() {
      if (block instanceof ContentBlock.ToolUse use) {
        return use.name() + use.argumentsJson();
      }
      return block instanceof ContentBlock.Text text ? "text " + text.text() : block.toString();
    }
  }

  /** The call fails. */
  record Failure(ModelException exception) implements Action {
    @Override
    public String label() {
      return "fails with " + exception.kind();
    }
  }

  /** The call does not come back by itself. */
  record Hang() implements Action {
    @Override
    public String label() {
      return "hangs";
    }
  }
}
