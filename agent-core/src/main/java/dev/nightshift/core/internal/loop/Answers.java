package dev.nightshift.core.internal.loop;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.internal.tool.CappedText;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.tool.ToolOutcome;
import java.util.ArrayList;
import java.util.List;

/**
 * The answers to the tool calls of one turn, in order and in visible characters. Every call gets
 * one, and all together stay within a bound, because a few long outputs can fill a context window.
 */
public final class Answers {
  /** The most UTF-8 bytes of one answer; about 8,000 tokens. */
  public static final int MAX_BYTES_PER_CALL = 32_000;

  /** The most UTF-8 bytes of all answers of a turn; about 24,000 tokens. */
  public static final int MAX_BYTES_PER_TURN = 96_000;

  /** How every answer to a call that was not done begins. */
  public static final String NOT_EXECUTED = "Not executed: ";

  private final List<Answer> answers = new ArrayList<>();

  /**
   * One answer.
   *
   * @param use the call
   * @param outcome what the model is told
   * @param kind what became of the call
   */
  public record Answer(ContentBlock.ToolUse use, ToolOutcome outcome, Kind kind) {}

  /** What became of a call. */
  public enum Kind {
    /** It was done, or tried. */
    EXECUTED,
    /** It could not be understood. */
    MALFORMED,
    /** It was well-formed but not allowed here. */
    SKIPPED
  }

  public void executed(ContentBlock.ToolUse use, ToolOutcome outcome) {
    String content =
        CappedText.headAndTail(
            VisibleText.of(outcome.content()), MAX_BYTES_PER_CALL, "ask for less, or for a part");
    answers.add(new Answer(use, new ToolOutcome(content, outcome.isError()), Kind.EXECUTED));
  }

  /** Takes over the answer that was given before the process of the run ended. */
  public void known(ContentBlock.ToolUse use, ContentBlock.ToolResult result) {
    boolean isDone = !result.content().startsWith(NOT_EXECUTED);
    answers.add(
        new Answer(
            use,
            new ToolOutcome(result.content(), result.isError()),
            isDone ? Kind.EXECUTED : Kind.MALFORMED));
  }

  public void malformed(ContentBlock.ToolUse use, String complaint) {
    answers.add(
        new Answer(
            use, ToolOutcome.error(NOT_EXECUTED + VisibleText.of(complaint)), Kind.MALFORMED));
  }

  public void skipped(ContentBlock.ToolUse use, String why) {
    answers.add(
        new Answer(use, ToolOutcome.error(NOT_EXECUTED + VisibleText.of(why)), Kind.SKIPPED));
  }

  public List<Answer> all() {
    return answers;
  }

  /** Tells whether there was a call and none could be understood. */
  public boolean areAllMalformed() {
    for (Answer answer : answers) {
      if (answer.kind() != Kind.MALFORMED) {
        return false;
      }
    }
    return !answers.isEmpty();
  }

  /** Returns the turn that answers every call and adds notes of the host. */
  public UserTurn toTurn(List<String> notes) {
    List<Integer> sizes = new ArrayList<>(answers.size());
    answers.forEach(answer -> sizes.add(CappedText.size(answer.outcome().content())));
    int limit = CappedText.fairLimit(sizes, MAX_BYTES_PER_TURN);
    List<ContentBlock> blocks = new ArrayList<>(answers.size() + notes.size());
    for (Answer answer : answers) {
      String content =
          CappedText.headAndTail(
              answer.outcome().content(), limit, "the calls of this turn answered too much");
      blocks.add(
          new ContentBlock.ToolResult(answer.use().id(), content, answer.outcome().isError()));
    }
    notes.forEach(note -> blocks.add(new ContentBlock.Text(note)));
    return UserTurn.of(blocks);
  }
}
