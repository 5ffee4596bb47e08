package dev.nightshift.core;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.engine.Engine;
import dev.nightshift.core.internal.engine.EngineSettings;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.report.RejectionReason;
import dev.nightshift.core.run.Acceptance;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.Revision;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.Workspaces;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The engine: dispatches tasks to pipelines and keeps every run's branch, budget, evidence and
 * report. One per host program is enough.
 *
 * <p><b>Threads:</b> safe for concurrent use. One thread per run: virtual threads when the JVM has
 * them, else a bounded pool. <b>Closing:</b> {@link #close} stops all runs; use {@link #shutdown}
 * first to let them finish.
 */
public final class Nightshift implements AutoCloseable {
  private final Engine engine;
  private final NamedPipelines pipelines;

  Nightshift(EngineSettings settings, NamedPipelines pipelines) {
    this.engine = new Engine(settings);
    this.pipelines = pipelines.copy();
  }

  /**
   * Starts an engine for one repository.
   *
   * @param workspaces opens branches in the repository
   * @return a builder, not safe for concurrent use
   */
  public static NightshiftBuilder builder(Workspaces workspaces) {
    Require.nonNull(workspaces, "workspaces");
    return new NightshiftBuilder(workspaces);
  }

  /**
   * Starts a run of a named pipeline and returns at once, as {@link #dispatch(Task, Pipeline)}
   * does.
   *
   * @param task what to achieve
   * @param pipeline the name it has by {@link NightshiftBuilder#pipeline}
   * @return the run
   * @throws IllegalArgumentException if there is no pipeline of that name
   * @throws dev.nightshift.core.run.AlreadyDispatchedException if the key of the task stands for a
   *     run that only the journal knows; no run was started
   */
  public Run dispatch(Task task, String pipeline) {
    Require.nonNull(task, "task");
    Require.nonNull(pipeline, "pipeline");
    return dispatch(task, pipeline, pipelines.named(pipeline));
  }

  /**
   * Tells a run again that ended: its pipeline is run with the recorded results of its steps. No
   * role, gate, model or repository is asked, nobody hears of it and nothing is booked. A {@link
   * dev.nightshift.core.run.Delivery} of its own is called again, but for its steps.
   *
   * @param run a run whose steps are in the journal of this engine, of this process or an earlier
   *     one
   * @return its result, with a report equal to the one it ended with
   * @throws IllegalArgumentException if the journal holds no whole record of it, or the pipeline it
   *     was dispatched to has no name or is not the one that was recorded; the message names the
   *     first step that is missing
   */
  public RunResult replay(RunId run) {
    Require.nonNull(run, "run");
    return engine.replay(run, pipelines::named);
  }

  /**
   * Goes on with one run that a process left without an end, as {@link #recover()} does with all.
   *
   * @param run its id
   * @return the run, or why it cannot go on; empty if it has an end, or nothing is recorded of it
   * @throws IllegalArgumentException if it is a run of this engine
   */
  public Optional<RecoveredRun> recover(RunId run) {
    Require.nonNull(run, "run");
    if (engine.find(run) != null) {
      throw new IllegalArgumentException(
          "run "
              + run
              + " is one of this engine, so that it cannot be recovered; find(run) has it");
    }
    return Optional.ofNullable(engine.recover(run, pipelines.byName()));
  }

  /**
   * Goes on with all runs of this engine's journal that have no end, whoever left them: recorded
   * steps are answered from the record, the first that it lacks is done. Ends that a killed process
   * did not tell are told ({@code RunListener.onEnd}). Call it before the first dispatch.
   *
   * <p>The step in which the process ended is done again, unless it says {@linkplain
   * dev.nightshift.core.run.RunScope#stepOnce otherwise}.
   *
   * @return the runs in order of their ids; those that could not go on say why and what to do, none
   *     of them is an exception; empty without a journal
   * @throws dev.nightshift.core.base.WorkspaceException if the runs of the journal cannot be listed
   */
  public List<RecoveredRun> recover() {
    return engine.recover(pipelines.byName());
  }

  /**
   * Lets a proposal land, also in another process and days later: the run is told again from its
   * record, merged with its target as it is now, and lands once every gate passes that the run
   * asked about it. A conflict or a red gate leaves the proposal as it is, with the reason in the
   * report; it may be accepted again. The human stands in for the reviewers; no model is called.
   * What lands is the head that was proposed: commits that somebody added to the branch do not, and
   * the report names them ({@link dev.nightshift.core.report.HumanDecision#outcome}).
   *
   * <p>The decision is on the disk before anything is done, so that {@link #recover} goes on with
   * it after a kill.
   *
   * @param run a run that ended as {@link dev.nightshift.core.base.EndReason#PROPOSED}, dispatched
   *     by the name of its pipeline
   * @param acceptance what the human says
   * @return the run as it goes on, to its second end
   * @throws dev.nightshift.core.run.RunRefusedException if it is not waiting for that: at work,
   *     merged, rejected or unknown, its pipeline not named here, its work gone, or another head
   *     proposed; nothing is changed
   * @throws dev.nightshift.core.journal.JournalHeldException if another process works on it
   * @throws IllegalStateException if this engine records no runs ({@link NightshiftBuilder#state})
   *     or is closed
   */
  public Run accept(RunId run, Acceptance acceptance) {
    Require.nonNull(run, "run");
    Require.nonNull(acceptance, "acceptance");
    HumanDecision accepted = decision(HumanDecision.Kind.ACCEPTED, acceptance.missed());
    return decide(run, accepted.about(acceptance.head()).after(acceptance.reading()));
  }

  /**
   * Does {@link #accept(RunId, Acceptance)} with a plain yes.
   *
   * @param run as there
   * @return the run as it goes on
   */
  public Run accept(RunId run) {
    return accept(run, Acceptance.plain());
  }

  /**
   * Ends a run whose work is not wanted: it ends as {@link
   * dev.nightshift.core.base.EndReason#REJECTED}, and nothing is kept of it but its record and the
   * branch it had published, which is the human's to delete. It may be pruned or deleted already.
   *
   * @param run as for {@link #accept(RunId, Acceptance)}
   * @param reason why
   * @param text the same in words, at most {@link HumanDecision#MAX_TEXT_CHARS} characters; may be
   *     empty
   * @return the run, to its second end
   * @throws dev.nightshift.core.run.RunRefusedException as there
   * @throws dev.nightshift.core.journal.JournalHeldException as there
   * @throws IllegalStateException as there
   */
  public Run reject(RunId run, RejectionReason reason, String text) {
    Require.nonNull(run, "run");
    Require.nonNull(reason, "reason");
    Require.nonNull(text, "text");
    Instant now = engine.settings().time().now();
    return decide(run, new HumanDecision(HumanDecision.Kind.REJECTED, now, text, reason));
  }

  /**
   * Sends a run back with exactly one request: the implementer goes on in its own conversation,
   * then gate and reviewer judge as in any round, within what is left of the run's budget. What it
   * had proposed stands if nothing comes of it, unless it conflicts with its target by then.
   *
   * @param run a run that ended as proposed, or was stopped with work on its branch by a limit, a
   *     red gate, a conflict or a reviewer; its pipeline is a {@link
   *     dev.nightshift.core.run.ContinuingPipeline}, as a {@link StandardPipeline} is
   * @param request one specific request, not blank, at most {@link HumanDecision#MAX_TEXT_CHARS}
   *     characters
   * @return the run as it goes on, to its next end
   * @throws dev.nightshift.core.run.RunRefusedException as for {@link #accept(RunId, Acceptance)}
   * @throws dev.nightshift.core.journal.JournalHeldException as there
   * @throws IllegalStateException as there
   */
  public Run revise(RunId run, String request) {
    Require.nonNull(request, "request");
    return revise(run, Revision.of(request));
  }

  /**
   * Sends a run back, under a new budget if the revision has one: what it gives may be used beside
   * what the run used before. Caps that others share, of a day or a project, hold as before.
   *
   * @param run as there; one whose budget was exhausted goes on with a new one
   * @param revision the request, and what it may use
   * @return the run as it goes on, to its next end
   * @throws dev.nightshift.core.run.RunRefusedException as there, and all others
   */
  public Run revise(RunId run, Revision revision) {
    Require.nonNull(run, "run");
    Require.nonNull(revision, "revision");
    HumanDecision revised = decision(HumanDecision.Kind.REVISED, revision.request());
    return decide(run, revised.within(revision.caps()).after(revision.reading()));
  }

  /**
   * Answers the question with which a run ended, so that it goes on where it stopped, in the same
   * conversation.
   *
   * @param run a run that ended as {@link dev.nightshift.core.base.EndReason#NEEDS_CLARIFICATION},
   *     or that was answered, and then cut short or stopped before it wrote anything, as by an
   *     outage; of a pipeline as for {@link #revise}
   * @param answer what counts from now on as part of the task, not blank, at most {@link
   *     HumanDecision#MAX_TEXT_CHARS} characters
   * @return the run as it goes on, to its next end
   * @throws dev.nightshift.core.run.RunRefusedException as for {@link #accept(RunId, Acceptance)}
   * @throws dev.nightshift.core.journal.JournalHeldException as there
   * @throws IllegalStateException as there
   */
  public Run answer(RunId run, String answer) {
    Require.nonNull(run, "run");
    return decide(
        run, decision(HumanDecision.Kind.ANSWERED, HumanWords.notBlank(answer, "answer")));
  }

  /**
   * Answers one of several questions. The run goes on as soon as that is answered with which it
   * ended; any other answer is kept until then, and told to the agents with it.
   *
   * @param run as for {@link #answer(RunId, String)}
   * @param question one that nobody answered: the one with which the run ended, or one of the
   *     report
   * @param answer as there
   * @return the run, to its next end
   */
  public Run answer(RunId run, String question, String answer) {
    Require.nonNull(run, "run");
    Require.nonNull(question, "question");
    HumanDecision answered =
        decision(HumanDecision.Kind.ANSWERED, HumanWords.notBlank(answer, "answer"));
    return decide(run, answered.to(question));
  }

  private HumanDecision decision(HumanDecision.Kind kind, String text) {
    return new HumanDecision(kind, engine.settings().time().now(), text, null);
  }

  private Run decide(RunId run, HumanDecision decision) {
    HumanWords.requireShort(run, decision.text());
    return engine.decide(run, decision, pipelines.byName());
  }

  /**
   * Starts a run and returns at once. A run of a pipeline without a name cannot be told again or
   * taken up by another process; see {@link #dispatch(Task, String)}. The task is copied; a task
   * whose {@link Task#dispatchKey} was dispatched before yields the run it started then, as long as
   * the engine has not forgotten that run (see {@link NightshiftBuilder#keptEndedRuns}).
   *
   * @param task what to achieve
   * @param pipeline how to get there
   * @return the run
   * @throws IllegalStateException if the engine is closed
   * @throws IllegalArgumentException if the task is malformed, or a model of a {@link
   *     StandardPipeline}, routed or a fallback, is of no registered provider, does not take its
   *     options, or is all there is for both of its roles
   * @throws dev.nightshift.core.base.WorkspaceException if there is no target to work on, for
   *     example no branch of that name or no commit yet, or a required sandbox does not work; no
   *     run was started
   * @throws dev.nightshift.core.budget.UnknownPriceException if nobody knows the price of such a
   *     model
   */
  public Run dispatch(Task task, Pipeline pipeline) {
    Require.nonNull(task, "task");
    Require.nonNull(pipeline, "pipeline");
    return dispatch(task, "", pipeline);
  }

  private Run dispatch(Task task, String name, Pipeline pipeline) {
    Task copy = Task.copyOf(task);
    if (pipeline instanceof StandardPipeline standard) {
      standard.checkModels((asked, role) -> engine.settings().models().resolve(asked, role, copy));
    }
    return engine.dispatch(copy, name, pipeline);
  }

  /**
   * Does {@link #dispatch(Task, String)} and waits for the end.
   *
   * @param task as there
   * @param pipeline as there
   * @return how it ended
   * @throws InterruptedException if this thread is interrupted; the run is cancelled, and its end
   *     awaited, first
   */
  public RunResult run(Task task, String pipeline) throws InterruptedException {
    return awaited(dispatch(task, pipeline));
  }

  /**
   * Does {@link #dispatch(Task, Pipeline)} and waits for the end. Without a name for its pipeline
   * the run can be neither told again ({@link #replay}) nor {@linkplain #recover() recovered}.
   *
   * @param task as there
   * @param pipeline as there
   * @return how it ended
   * @throws InterruptedException as {@link #run(Task, String)}
   */
  public RunResult run(Task task, Pipeline pipeline) throws InterruptedException {
    return awaited(dispatch(task, pipeline));
  }

  private static RunResult awaited(Run run) throws InterruptedException {
    try {
      return run.await();
    } catch (InterruptedException interrupted) {
      run.cancel("the waiting thread was interrupted");
      run.await(Engine.CLOSE_TIMEOUT);
      throw interrupted;
    }
  }

  /**
   * Returns a run of this engine.
   *
   * @param id its id
   * @return the run, or empty if this engine never started it or has forgotten it
   * @see NightshiftBuilder#keptEndedRuns
   */
  public Optional<Run> find(RunId id) {
    Require.nonNull(id, "id");
    return Optional.ofNullable(engine.find(id));
  }

  /**
   * Returns the runs this engine knows: all that wait or work, and those that ended and are not
   * forgotten.
   *
   * @return a snapshot, in the order of dispatch
   * @see NightshiftBuilder#keptEndedRuns
   */
  public List<Run> runs() {
    return engine.runs();
  }

  /**
   * Lets calls to a provider pass again at once whose account had no money. Without it one call
   * tries after an hour, or when the provider said it would have money again; until then no run
   * sends anything to it.
   *
   * @param provider the name under which it was registered
   * @return true if calls were held back
   * @throws IllegalArgumentException if no provider has that name
   */
  public boolean unblock(String provider) {
    Require.nonNull(provider, "provider");
    return engine.settings().models().unblock(provider);
  }

  /**
   * Accepts no more tasks and waits for the runs to end.
   *
   * @param timeout the longest wait
   * @return true if all ended; false if some still work, which {@link #close} then stops, so that
   *     {@link #recover()} goes on with them where the journal allows it
   * @throws InterruptedException if this thread is interrupted while waiting
   */
  public boolean shutdown(Duration timeout) throws InterruptedException {
    Require.nonNull(timeout, "timeout");
    return engine.shutdown(timeout);
  }

  /**
   * Accepts no more tasks, stops all runs, and waits until none works, at the latest until a minute
   * after the first call: closing again does not wait again. On the thread of a run, for example in
   * a listener, it does not wait, because that run could not end meanwhile.
   *
   * <p>A run with a journal and a pipeline that has a name is left as a kill would leave it: its
   * record gets no end, and {@link #recover()} goes on with it. {@link Run#await} returns {@link
   * dev.nightshift.core.base.EndReason#INTERRUPTED} for it, or its delivery if it has delivered; to
   * end it for good, {@linkplain Run#cancel cancel} it. Any other run ends as interrupted.
   */
  @Override
  public void close() {
    engine.close();
  }

  /** What the supervisor looks at, besides what all callers may. */
  Engine engine() {
    return engine;
  }
}
