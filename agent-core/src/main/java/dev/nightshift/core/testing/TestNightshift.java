package dev.nightshift.core.testing;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.event.RunListener;
import dev.nightshift.core.gate.GateContext;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The whole engine around two scripted models and files in memory: a run in milliseconds, without
 * network, git or commands.
 *
 * <p>Unless told otherwise, time stands still, every change that is not empty passes the gate, and
 * what is approved is merged. The engine, its tools, budget and standard pipeline are the real
 * ones. Not safe for concurrent use.
 */
public final class TestNightshift {
  private final InMemoryWorkspaces workspaces;
  private final ScriptedModel implementer;
  private final ScriptedModel reviewer;
  private final List<RunListener> listeners = new ArrayList<>();
  private MergeGate gate = new AnyChange();
  private Delivery delivery = Delivery.merge();
  private TimeSource time = ManualTime.create();
  private BudgetPolicy budget = BudgetPolicy.defaults();
  private int maxRevisions = 3;

  private TestNightshift(
      InMemoryWorkspaces workspaces, ScriptedModel implementer, ScriptedModel reviewer) {
    this.workspaces = workspaces;
    this.implementer = implementer;
    this.reviewer = reviewer;
  }

  /**
   * Sets up a repository in memory and the two models.
   *
   * @param files the target's files, contents by relative path
   * @param implementer writes the change
   * @param reviewer judges it; another model than the implementer
   * @return the setup
   */
  public static TestNightshift inMemory(
      Map<String, String> files, ScriptedModel implementer, ScriptedModel reviewer) {
    Require.entries(files, "files");
    Require.nonNull(implementer, "implementer");
    Require.nonNull(reviewer, "reviewer");
    return on(InMemoryWorkspaces.of(files), implementer, reviewer);
  }

  /**
   * Sets up the two models on workspaces that may have a history.
   *
   * @param workspaces where the runs work
   * @param implementer writes the change
   * @param reviewer judges it; another model than the implementer
   * @return the setup
   */
  public static TestNightshift on(
      InMemoryWorkspaces workspaces, ScriptedModel implementer, ScriptedModel reviewer) {
    Require.nonNull(workspaces, "workspaces");
    Require.nonNull(implementer, "implementer");
    Require.nonNull(reviewer, "reviewer");
    return new TestNightshift(workspaces, implementer, reviewer);
  }

  /**
   * Sets what decides whether a candidate may land.
   *
   * @param mergeGate default one that every change passes that is not empty
   * @return this setup
   */
  public TestNightshift gate(MergeGate mergeGate) {
    this.gate = Require.nonNull(mergeGate, "mergeGate");
    return this;
  }

  /**
   * Sets how an approved change reaches people.
   *
   * @param how default {@link Delivery#merge}
   * @return this setup
   */
  public TestNightshift delivery(Delivery how) {
    this.delivery = Require.nonNull(how, "how");
    return this;
  }

  /**
   * Sets the clock of the engine and of the models' delays.
   *
   * @param clock default a {@link ManualTime} of its own
   * @return this setup
   */
  public TestNightshift time(TimeSource clock) {
    this.time = Require.nonNull(clock, "clock");
    return this;
  }

  /**
   * Sets the caps on spending.
   *
   * @param policy default {@link BudgetPolicy#defaults}
   * @return this setup
   */
  public TestNightshift budget(BudgetPolicy policy) {
    this.budget = Require.nonNull(policy, "policy");
    return this;
  }

  /**
   * Adds a listener, for example a {@link RecordingListener}.
   *
   * @param listener receives the events of all runs
   * @return this setup
   */
  public TestNightshift listener(RunListener listener) {
    Require.nonNull(listener, "listener");
    listeners.add(listener);
    return this;
  }

  /**
   * Sets how often a red gate or a requested change may send the implementer back.
   *
   * @param rounds at least 0; default 3
   * @return this setup
   */
  public TestNightshift maxRevisions(int rounds) {
    this.maxRevisions = rounds;
    return this;
  }

  /**
   * Returns the repository, to move its target or look at what landed.
   *
   * @return the workspaces of all runs of this setup
   */
  public InMemoryWorkspaces workspaces() {
    return workspaces;
  }

  /**
   * Runs a task to its end.
   *
   * @param task what to achieve
   * @return how it ended
   * @throws AssertionError if a model was called against its script, or a workspace was left open
   * @throws InterruptedException if this thread is interrupted
   */
  public RunResult run(Task task) throws InterruptedException {
    RunResult result;
    try (Nightshift nightshift = engine()) {
      result = nightshift.run(task, pipeline());
    }
    implementer.assertNoUnexpectedCall();
    reviewer.assertNoUnexpectedCall();
    workspaces.assertNothingOpen();
    return result;
  }

  /**
   * Returns a new engine of this setup, for tests that dispatch, cancel or run an own pipeline;
   * then check the scripts with {@link ScriptedModel#assertExhausted}.
   *
   * @return the engine, to be closed by the caller
   */
  public Nightshift engine() {
    implementer.useTime(time);
    reviewer.useTime(time);
    NightshiftBuilder builder =
        Nightshift.builder(workspaces)
            .provider(implementer)
            .provider(reviewer)
            .budget(budget)
            .time(time);
    listeners.forEach(builder::listener);
    return builder.build();
  }

  /**
   * Returns the standard pipeline of this setup.
   *
   * @return implementer, gate, reviewer and delivery
   */
  public Pipeline pipeline() {
    return StandardPipeline.builder()
        .implementer(ModelImplementer.using(implementer.modelId().toString()))
        .reviewer(ModelReviewer.using(reviewer.modelId().toString()))
        .gate(gate)
        .delivery(delivery)
        .maxRevisions(maxRevisions)
        .build();
  }

  /** The gate of a setup that names none. */
  private static final class AnyChange implements MergeGate {
    @Override
    public GateResult evaluate(MergeCandidate candidate, GateContext context) {
      int files = context.change().files().size();
      return files == 0
          ? GateResult.failed(name(), "the candidate changes nothing")
          : GateResult.passed(name(), files + " files changed; this gate runs no tests");
    }

    @Override
    public String name() {
      return "any-change";
    }
  }
}
