package dev.nightshift.core.run;

import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.screen.Screening;
import dev.nightshift.core.screen.TaskScreen;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.TreeView;
import java.time.Duration;
import java.util.List;

/**
 * The steps of one run. What a step found out is recorded in the engine's {@link
 * dev.nightshift.core.journal.Journal}, so that the run can be told again; each can be cancelled.
 *
 * <p><b>Threads:</b> used by the one thread of its run, or of its {@link #forks fork}; every other
 * thread is refused.
 *
 * <p>Made by the engine and not for implementation: methods may be added to it. Tests mock it, or
 * run the engine on {@link dev.nightshift.core.testing}.
 */
public interface RunScope {
  /**
   * Returns the task, as copied at dispatch.
   *
   * @return the task
   */
  Task task();

  /**
   * Returns the run.
   *
   * @return its id
   */
  RunId id();

  /**
   * Returns the files of the run's branch as they are now, to read. What a pipeline decides by them
   * belongs into a {@link #step}, because a run that is told again has no files.
   *
   * @return a read-only view; what is read here counts as read by the run
   */
  TreeView files();

  /**
   * Runs a command in the workspace of the run, a formatter for example. What it changes is
   * committed apart from the implementer's work, before the next round, merge or delivery; a
   * candidate made before it is then an old one, which is not delivered.
   *
   * @param name a name that is the same on every replay; repeated names are counted
   * @param command the command, confined as those of the implementer
   * @return how it ended, whatever its exit status
   * @throws InterruptedException if the run was cancelled
   */
  CommandResult run(String name, Command command) throws InterruptedException;

  /**
   * Asks whether the commands of this run find a program.
   *
   * @param program a name as a shell would take it
   * @return successful if it is found, else with a hint why not
   * @throws InterruptedException if the run was cancelled
   */
  CommandResult find(String program) throws InterruptedException;

  /**
   * Lets an implementer work for one round and commits what it changed. Unless the feedback is
   * {@link Feedback.None}, what landed on the target meanwhile is merged into the workspace first,
   * and the implementer is told.
   *
   * <p>What an implementer edited before it threw is committed as its work before the next round,
   * merge or delivery; a candidate made before it is then an old one.
   *
   * <p>The implementer goes on in the conversations that one of its name had on this branch; see
   * {@link dev.nightshift.core.agent.Assignment#conversation(String,
   * dev.nightshift.core.model.ConversationSpec)}.
   *
   * @param implementer the role
   * @param feedback what came of the last round
   * @return what came of this one; {@link Outcome.Changed} only if the branch really differs from
   *     its base
   * @throws InterruptedException if the run was cancelled
   */
  Outcome implement(Implementer implementer, Feedback feedback) throws InterruptedException;

  /**
   * Asks the human behind the run and waits, {@link RunState#PARKED}, until {@link Run#answer} is
   * called. The implementer is told by {@link Feedback.Answered}, reviewers and the report of
   * themselves.
   *
   * <p>The run keeps its place among the concurrent runs, and its time cap does not run. Nothing
   * but an answer, {@link Run#cancel} or the end of the engine ends the wait.
   *
   * @param question what to ask, not blank
   * @return the question and its answer
   * @throws InterruptedException if the run was cancelled
   */
  Clarification ask(String question) throws InterruptedException;

  /**
   * Does {@link #ask(String)}, and waits no longer than somebody may take to answer. A run that
   * then ends as {@link EndReason#NEEDS_CLARIFICATION} may still be answered later.
   *
   * @param question what to ask, not blank
   * @param timeout the longest wait
   * @return the question and its answer, or {@linkplain Clarification#isAnswered no answer}
   * @throws InterruptedException if the run was cancelled
   */
  Clarification ask(String question, Duration timeout) throws InterruptedException;

  /**
   * Has the task looked at before an implementer is paid. What is said is recorded; that a screen
   * gave no answer stands among the decisions of the report.
   *
   * @param screen who says whether the task can be evaluated
   * @return what it says; what follows from it is up to the pipeline
   * @throws InterruptedException if the run was cancelled
   */
  Screening screen(TaskScreen screen) throws InterruptedException;

  /**
   * Merges the branch into the target's tip in memory.
   *
   * @return the candidate that would land, or the conflicts
   * @throws InterruptedException if the run was cancelled
   */
  Merge merge() throws InterruptedException;

  /**
   * Evaluates a gate on the commit the run starts from, before anybody is paid for work. What is
   * red there stands in the report. From then on a test that fails without the change, too, is not
   * held against it, by its name; of a gate whose reports name not all failures, or more than 50,
   * each counts. A gate that cannot be run there, and that no change can repair, ends the run as
   * {@code environment}.
   *
   * <p>The gate gets a candidate of that commit only, without a tree, and an empty change. Its
   * verdict is evidence of no candidate.
   *
   * @param gate the gate that judges the work later
   * @return what it says of the commit
   * @throws InterruptedException if the run was cancelled
   */
  GateResult baseline(MergeGate gate) throws InterruptedException;

  /**
   * Evaluates a gate on a clean checkout of a candidate. A gate that throws gave no verdict: the
   * report says so, and what holds the same work is not delivered before it gives a green one.
   *
   * @param gate the gate
   * @param candidate a candidate of this run, of a fork as well
   * @return the verdict, bound to this candidate
   * @throws InterruptedException if the run was cancelled
   */
  GateResult check(MergeGate gate, MergeCandidate candidate) throws InterruptedException;

  /**
   * Does a whole round: {@link #implement} and, if that is a change, {@link #merge} and {@link
   * #check}. A pipeline may as well take these steps one by one, to format the work for example.
   *
   * @param implementer the role
   * @param feedback what came of the last round
   * @param gate evaluated on the candidate; not asked where there is none
   * @return a candidate that passes, the feedback for another round, or why there is no change
   * @throws NullPointerException if anything is null; nobody worked yet
   * @throws InterruptedException if the run was cancelled
   */
  default Round round(Implementer implementer, Feedback feedback, MergeGate gate)
      throws InterruptedException {
    return round(implementer, feedback, gate, 0);
  }

  /**
   * Does {@link #round(Implementer, Feedback, MergeGate)}, and has a gate whose tests failed judge
   * the same candidate again. Both verdicts are kept: a gate that is green then is flaky.
   *
   * @param implementer as there
   * @param feedback as there
   * @param gate as there
   * @param maxReruns how often it is asked again, at least 0
   * @return what came of it
   * @throws InterruptedException if the run was cancelled
   */
  default Round round(Implementer implementer, Feedback feedback, MergeGate gate, int maxReruns)
      throws InterruptedException {
    Require.nonNull(gate, "gate");
    Outcome outcome = implement(implementer, feedback);
    if (!(outcome instanceof Outcome.Changed)) {
      return new Round.Unchanged(outcome);
    }
    Merge merge = merge();
    if (merge instanceof Merge.Conflicted conflicted) {
      return new Round.Redo(new Feedback.Conflicted(conflicted.report()));
    }
    MergeCandidate candidate = ((Merge.Clean) merge).candidate();
    GateResult verdict = check(gate, candidate);
    for (int rerun = 0; rerun < maxReruns && verdict.hasFailedTests(); rerun++) {
      verdict = check(gate, candidate);
    }
    return verdict.isPassed()
        ? new Round.Passed(candidate, verdict)
        : new Round.Redo(new Feedback.GateFailed(verdict));
  }

  /**
   * Lets a reviewer judge a candidate in a fresh conversation. One that throws, or whose verdict is
   * refused, gave none: the report says so, and the delivery of the same work is refused before the
   * same reviewer gives one on it. To catch what it threw and ask another does not replace it.
   *
   * @param reviewer the role
   * @param candidate a candidate of this run, of a fork as well
   * @param gate the gate's verdict on the same candidate
   * @return the verdict, bound to this candidate
   * @throws IllegalArgumentException if the gate's verdict is of another tree
   * @throws InterruptedException if the run was cancelled
   */
  Review review(Reviewer reviewer, MergeCandidate candidate, GateResult gate)
      throws InterruptedException;

  /**
   * Gives the run another branch, to try something else or to go back: a scope with a workspace,
   * conversations, rounds and requests of its own. It starts from the base commit of the run,
   * whatever the run's own branch holds by now.
   *
   * <p>Money, time, models and verdicts are those of the one run: a model that implements in any
   * fork reviews in none, a verdict on a tree counts on whatever branch it was given, and one
   * candidate of all is delivered. What the other branches hold is kept there, and reported.
   *
   * @param name 1 to 31 characters {@code a-z}, {@code 0-9} and {@code -}, beginning with a letter;
   *     it ends the name of the branch and the ids of requests made there
   * @return the scope, used by the thread of the run; to work in several at once see {@link #forks}
   * @throws IllegalArgumentException if the name has another shape, or a fork of this run has it
   * @throws IllegalStateException if this is a fork itself, or the run has delivered
   * @throws InterruptedException if the run was cancelled
   */
  RunScope fork(String name) throws InterruptedException;

  /**
   * Works on several new branches at once and returns when all work has ended. Each has a scope as
   * {@link #fork} gives it and a thread of the engine. Candidates can be delivered, and the run be
   * ended, only after it: a fork that tries fails with an {@link IllegalStateException}. A pipeline
   * that delivers cannot be run in one either; {@link dev.nightshift.core.StandardPipeline} is
   * refused as soon as it begins.
   *
   * <p>If the work in one fork throws, or the run is cancelled, the others are interrupted and
   * awaited, and what was thrown first is thrown here. To go on with the others, let the work
   * return what became of it; a limit of the run, like its budget, holds for all.
   *
   * @param forks names, all different, and what to do there
   * @param <T> what comes of each
   * @return what came of each, in the order of the forks
   * @throws IllegalArgumentException if a name is refused as by {@link #fork}; nothing was begun
   * @throws IllegalStateException if this is a fork itself, or the run has delivered
   * @throws InterruptedException if the run was cancelled; no fork works any more
   */
  <T> List<T> forks(List<Fork<T>> forks) throws InterruptedException;

  /**
   * Tries to deliver a validated candidate, once: a run that delivered can only end. If the target
   * moved, the merge, the gates and, where it overlaps, the reviews are done again.
   *
   * <p>Every verdict that was given on the candidate's tree counts, also those not handed in here,
   * and those given before {@link #merge} was called again. A red gate asks for another round, an
   * escalated review refuses, and a request that its reviewer has not closed, on whatever candidate
   * it was made, asks for another round with that request. So does a missing verdict: a gate that
   * threw instead of giving one stands like a red gate until it is green on the same work, and a
   * reviewer that threw refuses with {@link EndReason#ERROR} until it gives a verdict on that work,
   * whoever else approved. A gate that was red and green on one tree is flaky: the change is then
   * only proposed, unless {@link dev.nightshift.core.NightshiftBuilder#knownFlakyTests} explains
   * every red verdict.
   *
   * <p>What the task asks for holds in every pipeline. A change that leaves {@link
   * Task#allowedPaths} is not merged but asks for another round. A merge is refused when a
   * criterion with a command has no evidence on the candidate that it is met. {@link
   * dev.nightshift.core.gate.Gates#criteria} gives that evidence: check it alone or within {@link
   * dev.nightshift.core.gate.Gates#allOf}.
   *
   * <p>A candidate is delivered only as long as it holds all work of its branch. One is old once
   * another was merged there, or an implementer (one that threw, too), a command or anybody else
   * changed files since, also within the delivery: call {@link #merge}, and validate its candidate.
   *
   * @param how merge, propose, or an own way
   * @param candidate the candidate, of a fork as well
   * @param gate the verdict of {@link #check} on it
   * @param reviews the verdicts of {@link #review} on it, at least one
   * @return delivered, or the feedback for another round
   * @throws IllegalArgumentException if the candidate is an old one, or a verdict was not given by
   *     this run on its tree
   * @throws IllegalStateException if this run has delivered already
   * @throws InterruptedException if the run was cancelled; nothing landed
   */
  DeliveryResult tryDeliver(
      Delivery how, MergeCandidate candidate, GateResult gate, List<Review> reviews)
      throws InterruptedException;

  /**
   * Delivers a validated candidate as {@link #tryDeliver} does and ends the run; what would need
   * another round ends it as stopped.
   *
   * @param how merge, propose, or an own way
   * @param candidate as there
   * @param gate as there
   * @param reviews as there
   * @return the end of the run
   * @throws IllegalArgumentException as there
   * @throws InterruptedException if the run was cancelled; nothing landed
   */
  RunResult deliver(Delivery how, MergeCandidate candidate, GateResult gate, List<Review> reviews)
      throws InterruptedException;

  /**
   * Ends the run after a successful {@link #tryDeliver}.
   *
   * @param delivered a result of this run that is not {@link DeliveryResult.Redo}
   * @return the end of the run
   */
  RunResult end(DeliveryResult delivered);

  /**
   * Ends the run with an outcome that is not a change. A run that delivered ends as delivered all
   * the same; nothing to do while files differ from the base ends as stopped, and they are kept.
   *
   * @param outcome nothing to do, a question, or a limit
   * @return the end of the run
   */
  RunResult end(Outcome outcome);

  /**
   * Asks for a cheaper model: from the next time on that the role begins to work, one rung lower on
   * its {@link dev.nightshift.core.routing.ModelLadder ladder}, as far as there is one.
   *
   * @param role who is to be served by another model
   * @param why one sentence for the event and the report
   */
  void stepDown(AgentRole role, String why);

  /**
   * Ends the run without a change to take; partial work is kept on the run's branch. A run that
   * delivered ends as delivered all the same. If the pipeline takes further steps before it returns
   * this result, they are kept and told as well.
   *
   * @param reason the typed end
   * @param detail one sentence for the report
   * @return the end of the run
   * @throws IllegalArgumentException if the reason claims a delivery and this run made none
   */
  RunResult stop(EndReason reason, String detail);

  /**
   * Runs a step of your own once; when a run is replayed the recorded result is returned instead,
   * with {@code [redacted]} for the secrets in it, so return none. An exception of the body is then
   * a {@link dev.nightshift.core.base.RecordedFailureException} and an error a {@link
   * dev.nightshift.core.base.RecordedError}; a stop of the run, an interrupt, a {@link
   * dev.nightshift.core.model.ModelException} and a {@link
   * dev.nightshift.core.base.WorkspaceException} stay what they were.
   *
   * @param name a name that is the same on every replay; repeated names are counted
   * @param body what to do
   * @return the result of the body
   * @throws InterruptedException if the run was cancelled
   */
  String step(String name, Step body) throws InterruptedException;

  /**
   * Runs a step that must not be run twice, such as a deployment, as {@link #step}. If the process
   * ends in it, a run that is recovered does not begin it again, and the step fails.
   *
   * @param name as for {@link #step}
   * @param body what to do; that it was begun is on the disk before
   * @return the result of the body
   * @throws IllegalStateException if a process ended in it; the message says to look what it did
   * @throws InterruptedException if the run was cancelled
   */
  String stepOnce(String name, Step body) throws InterruptedException;

  /** What a step of your own does. */
  @FunctionalInterface
  interface Step {
    /**
     * Does it.
     *
     * @return a small text; large data by git object id
     * @throws InterruptedException if the run was cancelled
     */
    String run() throws InterruptedException;
  }
}
