package dev.nightshift.core.agent;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.BranchWorkspace;
import dev.nightshift.core.workspace.LeftOutWork;
import java.util.List;
import java.util.Optional;

/**
 * Everything an implementer is given for one round. Used by one thread.
 *
 * <p>Made by the engine and not for implementation: methods may be added to it. Tests mock it, or
 * run the engine on {@link dev.nightshift.core.testing}.
 */
public interface Assignment {
  /**
   * Returns the run.
   *
   * @return the run
   */
  RunId run();

  /**
   * Returns the task.
   *
   * @return the task
   */
  Task task();

  /**
   * Returns the branch to work on.
   *
   * @return files and commands
   */
  BranchWorkspace workspace();

  /**
   * Returns what came of the last round.
   *
   * @return the feedback; {@link Feedback.None} in the first round
   */
  Feedback feedback();

  /**
   * Returns what landed on the target since the last round that came to its end, already merged
   * into the workspace; it is to be dealt with together with the feedback.
   *
   * @return {@link Feedback.BaseMoved}, or {@link Feedback.Conflicted} if files now hold markers,
   *     where the round after is told what landed beside; empty if nothing landed, or if the
   *     feedback itself says it all
   */
  default Optional<Feedback> targetMoved() {
    return Optional.empty();
  }

  /**
   * Returns what humans were asked in the course of the run, answered or not, as far as this
   * implementer was not told of it; an answer belongs to the task. What a round told that failed,
   * or ended as {@link Outcome.Stopped}, is told again in the next.
   *
   * @return questions and answers, oldest first, without that of {@link Feedback.Answered}
   */
  default List<Clarification> clarifications() {
    return List.of();
  }

  /**
   * Returns what the last commit of the run does not hold of the files in the workspace.
   *
   * @return paths and reasons; nothing in the first round
   */
  default LeftOutWork leftOut() {
    return LeftOutWork.none();
  }

  /** The name of a role's conversation that is given none. */
  String MAIN = "main";

  /**
   * Returns the conversation of this role that has the name {@value #MAIN}.
   *
   * @param spec model, system text and tools
   * @return the conversation
   * @throws IllegalArgumentException as {@link #conversation(String, ConversationSpec)}
   */
  default Conversation conversation(ConversationSpec spec) {
    return conversation(MAIN, spec);
  }

  /**
   * Returns a conversation of this role, the same one in every round on this branch. A role may
   * hold several, one to plan and one to write, say.
   *
   * <p>A role is known by its {@link Implementer#name name}: an implementer that a pipeline makes
   * anew for each round goes on in the conversation that an earlier one of its name began with an
   * equal specification. Two of one name that ask differently have one each.
   *
   * @param name tells it from the role's others; not blank
   * @param spec model, system text and tools, equal to those of the first call with this name
   * @return the conversation
   * @throws IllegalArgumentException if the name is blank, or this implementer began the
   *     conversation with another specification
   */
  Conversation conversation(String name, ConversationSpec spec);

  /**
   * Notes a decision a human should look at.
   *
   * @param note the decision
   */
  void decided(DecisionNote note);

  /**
   * Reports what a tool call did, for events and the step count.
   *
   * @param tool the tool's name
   * @param detail one line, no file contents
   * @param isError true if it failed or was refused
   */
  void toolFinished(String tool, String detail, boolean isError);

  /**
   * Says that tools may have changed files since the last turn. An engine with a journal then keeps
   * the files before the next turn of a conversation, so that no transcript tells of an edit that
   * is lost. {@link ModelImplementer} says so itself.
   */
  void filesChanged();

  /**
   * Returns the clock.
   *
   * @return the run's time source
   */
  TimeSource time();
}
