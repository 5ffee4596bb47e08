package dev.nightshift.core.run;

import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.Change;
import java.net.URI;
import java.util.List;

/**
 * A validated candidate and what can be done with it. Used by the thread that the delivery began
 * on, until it ends; any other use is refused.
 *
 * <p>What is delivered was validated, all of it: a delivery in which the run goes on, by a command
 * or an implementer for example, has an old candidate, which it can neither merge nor propose. Such
 * work is done, merged and validated before {@link RunScope#tryDeliver}.
 *
 * <p>Made by the engine and not for implementation: methods may be added to it. Tests mock it, or
 * run the engine on {@link dev.nightshift.core.testing}.
 */
public interface DeliveryContext {
  /**
   * Returns the run.
   *
   * @return its id
   */
  RunId run();

  /**
   * Returns the task.
   *
   * @return the task
   */
  Task task();

  /**
   * Returns the candidate.
   *
   * @return the validated merge commit; after a {@link #merge} that met a moved target, the fresh
   *     one it made
   */
  MergeCandidate candidate();

  /**
   * Returns what the candidate changes on its target.
   *
   * @return the change
   */
  Change change();

  /**
   * Returns the models that served a role on this branch of the run.
   *
   * @param role the role
   * @return canonical ids in order of first use; empty if the role never spoke
   */
  List<ModelId> modelsOf(AgentRole role);

  /**
   * Returns what humans decided about the run before, or answered in it.
   *
   * @return oldest first; empty if none had a say
   */
  List<HumanDecision> humanDecisions();

  /**
   * Returns what the report of the run tells as far as it has come: its change, gates, reviews,
   * decisions and bill, without secrets, for the text of a pull request for example. The report of
   * its end has in addition what became of forks, and the link.
   *
   * @return a report that ends with what {@link #propose(String)} or {@link #merge} made of the run
   * @throws IllegalStateException if this run has delivered nothing yet
   */
  RunReport report();

  /**
   * Adds to the decisions that the report tells a human to look at.
   *
   * @param note what the delivery decided
   */
  void decided(DecisionNote note);

  /**
   * Does something of the delivery's own once, such as opening a pull request. When the run is told
   * again its recorded result is returned; whatever a delivery does outside a step is done again
   * then.
   *
   * @param name a name that is the same on every replay; repeated names are counted
   * @param body what to do
   * @return the result of the body
   * @throws InterruptedException if the run was cancelled
   */
  String step(String name, RunScope.Step body) throws InterruptedException;

  /**
   * Does something of the delivery's own that must not be done twice, as {@link RunScope#stepOnce}.
   *
   * @param name as for {@link #step}
   * @param body what to do; that it was begun is on the disk before
   * @return the result of the body
   * @throws IllegalStateException if a process ended in it; the message says to look what it did
   * @throws InterruptedException if the run was cancelled
   */
  String stepOnce(String name, RunScope.Step body) throws InterruptedException;

  /**
   * Lands the candidate on its target, validating it again if the target moved.
   *
   * <p>Nothing lands before every gate that was asked about this work was asked about that very
   * tree, and every reviewer where the news overlap; after a merge or a delivery that failed half
   * way, the next merge asks them again, those that gave no verdict too.
   *
   * @return merged; proposed with the reason if merging is not allowed; refused if a criterion is
   *     not proven; or the feedback for another round
   * @throws IllegalStateException if this run has delivered already, or the candidate is an old one
   * @throws InterruptedException if the run was cancelled; nothing landed
   */
  DeliveryResult merge() throws InterruptedException;

  /**
   * Makes the branch visible in the user's repository.
   *
   * @param reason why it is not merged, one sentence
   * @return proposed
   * @throws IllegalStateException if this run has delivered already, or the candidate is an old one
   * @throws dev.nightshift.core.base.RunStoppedException if the run was cancelled; nothing is
   *     proposed
   */
  DeliveryResult.Proposed propose(String reason);

  /**
   * Makes the branch visible in the user's repository and tells where the change is talked about.
   *
   * @param reason why it is not merged, one sentence
   * @param link of a pull request, an issue or a chat; see {@link
   *     DeliveryResult.Proposed#withLink}, also for a link that needs the branch first
   * @return proposed
   * @throws IllegalArgumentException if the link is of another kind; nothing is proposed
   * @throws IllegalStateException if this run has delivered already, or the candidate is an old one
   * @throws dev.nightshift.core.base.RunStoppedException if the run was cancelled; nothing is
   *     proposed
   */
  DeliveryResult.Proposed propose(String reason, URI link);
}
