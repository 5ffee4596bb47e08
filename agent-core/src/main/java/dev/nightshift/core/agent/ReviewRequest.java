package dev.nightshift.core.agent;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.workspace.LeftOutWork;
import java.util.List;

/**
 * Everything a reviewer is given: no implementer's conversation and no writable workspace. Used by
 * one thread.
 *
 * <p>Made by the engine and not for implementation: methods may be added to it. Tests mock it, or
 * run the engine on {@link dev.nightshift.core.testing}.
 */
public interface ReviewRequest {
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
   * Returns what humans were asked in the course of the run, answered or not; an answer belongs to
   * the task.
   *
   * @return questions and answers, oldest first; the default knows none
   */
  default List<Clarification> clarifications() {
    return List.of();
  }

  /**
   * Returns what humans requested after they had seen the work; it belongs to the task.
   *
   * @return their words, oldest first; the default knows none
   */
  default List<String> humanRequests() {
    return List.of();
  }

  /**
   * Returns what the candidate changes on its target.
   *
   * @return the change
   */
  Change change();

  /**
   * Returns what the implementer's workspace holds and the change does not.
   *
   * @return paths and reasons; such a file is in neither tree
   */
  default LeftOutWork leftOut() {
    return LeftOutWork.none();
  }

  /**
   * Returns the files before the change.
   *
   * @return a read-only view of the candidate's first parent
   */
  TreeView base();

  /**
   * Returns the files after the change.
   *
   * @return a read-only view of the merge commit
   */
  TreeView candidate();

  /**
   * Returns the gate's verdict on the same candidate.
   *
   * @return the evidence
   */
  GateResult gate();

  /**
   * Returns the gates that gave both verdicts on one tree of this run, so that their green proves
   * nothing; the change is then proposed to a human, not merged.
   *
   * @return those the host's list of known flaky tests excuses included; the default knows none
   */
  default List<FlakyGate> flakyGates() {
    return List.of();
  }

  /**
   * Returns what this reviewer requested earlier in the run, closed or not, of this branch or of
   * the same work on another one; what others requested is not shown. While forks work at once,
   * each is shown what was requested of itself only; what the others were holds once they returned.
   *
   * @return the requests, oldest first
   */
  List<RevisionRequest> earlierRequests();

  /**
   * Returns those of its earlier requests that this reviewer has not closed. They stay open, on
   * whatever candidate of the branch, until a {@link Review#closes} of the same reviewer names
   * them; one that was closed on other work is open again where the work is what it was made on.
   *
   * @return the requests with their ids, oldest first; the default knows none
   */
  default List<OpenRequest> openRequests() {
    return List.of();
  }

  /**
   * Returns what the implementer answered to open requests since this reviewer was asked last,
   * where it changed no file for them or the work is again what they were made of. Each answer is
   * shown once.
   *
   * @return claims of the other side, oldest request first; the default knows none
   */
  default List<Dispute> disputes() {
    return List.of();
  }

  /**
   * Starts a conversation that knows nothing of any other.
   *
   * @param spec model, system text and tools
   * @return a fresh conversation
   */
  Conversation conversation(ConversationSpec spec);

  /**
   * Reports what a tool call did, for events.
   *
   * @param tool the tool's name
   * @param detail one line, no file contents
   * @param isError true if it failed or was refused
   */
  void toolFinished(String tool, String detail, boolean isError);

  /**
   * Reports what the reviewer wrote beside a verdict that it has not given yet. If it gives none,
   * because the budget, a cancel or a failure ends it, the report tells these words in its place.
   *
   * @param texts a line each; they replace those reported before
   */
  default void wrote(List<String> texts) {}

  /**
   * Reports that the reviewer objects, before it has given its verdict. From now on no approval
   * that this review returns counts; an escalation stands in its place, and stands for the run also
   * if the review ends without a verdict, whatever ends it. Another verdict than an approval takes
   * the place of all that was reported.
   *
   * @param objection what a human has to decide, unless the reviewer decides it in this review
   */
  default void objected(Review.Escalated objection) {}

  /**
   * Reports that the reviewer took an objection back: it was asked which of its words count, and
   * approved; or that another one, reported before, tells it better.
   *
   * @param objection one that was reported by {@link #objected}; any other changes nothing
   */
  default void tookBack(Review.Escalated objection) {}
}
