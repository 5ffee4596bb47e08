package dev.nightshift.core;

import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.internal.engine.RedoReason;
import dev.nightshift.core.internal.engine.RunThread;
import dev.nightshift.core.internal.metering.ModelAsked;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.run.ContinuingPipeline;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.run.Round;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.screen.ModelScreen;
import dev.nightshift.core.screen.Screening;
import dev.nightshift.core.screen.TaskScreen;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The course that serves most tasks: implement, gate, review, deliver, with the implementer sent
 * back by a red gate, one requested change, or a conflict.
 *
 * <p>Red gates and requested changes count together, at most 3; conflicts on their own, at most 2.
 * A request that repeats an earlier one in substance ends the run as escalated, and so does an
 * approval that leaves a request open. An implementer that changes nothing gets the same tree
 * checked again; a gate that was red on it and is green now is flaky, and the change is only
 * proposed. Allowed paths and criterion checks of the task become part of the gate. {@link
 * Gates#secrets} does, too, unless it is {@linkplain Builder#withoutSecretsGate left out}. It
 * delivers, so that it is refused in {@link RunScope#forks}, before anything is spent. With a
 * {@linkplain Builder#screen screen}, a task that cannot be evaluated is refused first.
 * <b>Threads:</b> immutable; one object serves many runs at once.
 */
public final class StandardPipeline implements ContinuingPipeline {
  private final Implementer implementer;
  private final Reviewer reviewer;
  private final MergeGate gate;
  private final Delivery delivery;
  private final int maxRevisions;
  private final int maxConflicts;
  private final int maxQuestions;
  private final @Nullable Duration questionTimeout;
  private final Duration criteriaTimeout;
  private final boolean isSearchedForSecrets;
  private final boolean isBaselineTaken;
  private final int maxReruns;
  private final @Nullable TaskScreen screen;

  private StandardPipeline(Builder builder) {
    this.implementer = present("implementer", builder.implementer);
    this.reviewer = present("reviewer", builder.reviewer);
    this.gate = present("gate", builder.gate);
    this.delivery = builder.delivery;
    this.maxRevisions = builder.maxRevisions;
    this.maxConflicts = builder.maxConflicts;
    this.maxQuestions = builder.maxQuestions;
    this.questionTimeout = builder.questionTimeout;
    this.criteriaTimeout = builder.criteriaTimeout;
    this.isSearchedForSecrets = builder.isSearchedForSecrets;
    this.isBaselineTaken = builder.isBaselineTaken;
    this.maxReruns = builder.maxReruns;
    this.screen = builder.screen;
  }

  /**
   * Starts a pipeline.
   *
   * @return a builder, not safe for concurrent use
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public RunResult run(RunScope run) throws InterruptedException {
    RunThread.require(run, "run a StandardPipeline, which delivers");
    new RoleModels(implementer, reviewer).expectBoth(run);
    Screening said = screen == null ? Screening.accepted("") : run.screen(screen);
    Feedback first = Feedback.none();
    if (said.isUnclear()) {
      Outcome.NeedsClarification asked = new Outcome.NeedsClarification(said.toQuestion());
      Optional<Feedback> answered = answered(run, asked, 0);
      if (answered.isEmpty()) {
        return run.end(asked);
      }
      first = answered.get();
    }
    if (isBaselineTaken) {
      run.baseline(gate);
    }
    return course(run, first);
  }

  /**
   * Goes on with another round, and as many behind it as a run has that begins: what a human asked
   * for is counted anew.
   */
  @Override
  public RunResult goOn(RunScope run, Feedback feedback) throws InterruptedException {
    Require.nonNull(feedback, "feedback");
    // A screen ends a run before its gate is asked.
    if (screen != null && isBaselineTaken && !RunThread.hasBaseline(run)) {
      run.baseline(gate);
    }
    return course(run, feedback);
  }

  private RunResult course(RunScope run, Feedback first) throws InterruptedException {
    Rounds rounds = new Rounds(maxRevisions, maxConflicts);
    RepeatedRequests requests = new RepeatedRequests();
    MergeGate whole = gateFor(run.task());
    Feedback feedback = first;
    int questions = 0;
    Optional<String> missing = WholeGate.missingProgram(run, whole);
    if (missing.isPresent()) {
      return run.stop(EndReason.ENVIRONMENT, missing.get());
    }
    while (true) {
      Round round = run.round(implementer, feedback, whole, maxReruns);
      if (round instanceof Round.Unchanged unchanged) {
        Optional<Feedback> answered = answered(run, unchanged.outcome(), questions++);
        if (answered.isEmpty()) {
          return run.end(unchanged.outcome());
        }
        feedback = answered.get();
        continue;
      }
      DeliveryResult delivered = deliver(run, round);
      if (!(delivered instanceof DeliveryResult.Redo redo)) {
        return run.end(delivered);
      }
      feedback = redo.feedback();
      Optional<String> disagreement = requests.add(feedback);
      if (disagreement.isPresent()) {
        return run.stop(EndReason.ESCALATED, disagreement.get());
      }
      Optional<String> exhausted = rounds.begin(feedback);
      if (exhausted.isPresent()) {
        return run.stop(RedoReason.reasonOf(feedback), exhausted.get());
      }
    }
  }

  /** What a human answers; empty where nothing is asked, or too often, or nobody answers. */
  private Optional<Feedback> answered(RunScope run, Outcome outcome, int questionsBefore)
      throws InterruptedException {
    if (!(outcome instanceof Outcome.NeedsClarification asked)
        || asked.question().isBlank()
        || questionsBefore >= maxQuestions) {
      return Optional.empty();
    }
    Duration timeout = questionTimeout;
    Clarification said =
        timeout == null ? run.ask(asked.question()) : run.ask(asked.question(), timeout);
    return said.isAnswered() ? Optional.of(new Feedback.Answered(said)) : Optional.empty();
  }

  private DeliveryResult deliver(RunScope run, Round round) throws InterruptedException {
    if (round instanceof Round.Redo redo) {
      return new DeliveryResult.Redo(redo.feedback());
    }
    Round.Passed passed = (Round.Passed) round;
    Review review = run.review(reviewer, passed.candidate(), passed.gate());
    return run.tryDeliver(delivery, passed.candidate(), passed.gate(), List.of(review));
  }

  private MergeGate gateFor(Task task) {
    return WholeGate.of(task, gate, isSearchedForSecrets, criteriaTimeout);
  }

  private static <T> T present(String name, @Nullable T value) {
    if (value == null) {
      throw new IllegalStateException(
          "a standard pipeline needs a " + name + "; call " + name + "(..) before build()");
    }
    return value;
  }

  /** Refuses models that cannot serve, and one model for both roles unless it is allowed. */
  void checkModels(RoleModels.Check check) {
    new RoleModels(implementer, reviewer).check(check);
    if (screen instanceof ModelScreen model) {
      check.resolve(new ModelAsked(model.model(), List.of(), model.options()), AgentRole.SCREEN);
    }
  }

  /** Collects the parts of a pipeline. Not safe for concurrent use. */
  public static final class Builder {
    private @Nullable Implementer implementer;
    private @Nullable Reviewer reviewer;
    private @Nullable MergeGate gate;
    private Delivery delivery = Delivery.branch();
    private int maxRevisions = 3;
    private int maxConflicts = 2;
    private int maxQuestions;
    private @Nullable Duration questionTimeout;
    private Duration criteriaTimeout = Duration.ofMinutes(10);
    private boolean isSearchedForSecrets = true;
    private boolean isBaselineTaken;
    private int maxReruns;
    private @Nullable TaskScreen screen;

    private Builder() {}

    /**
     * Sets who writes the change.
     *
     * @param implementer required
     * @return this builder
     */
    public Builder implementer(Implementer implementer) {
      this.implementer = Require.nonNull(implementer, "implementer");
      return this;
    }

    /**
     * Sets who judges the change.
     *
     * @param reviewer required
     * @return this builder
     */
    public Builder reviewer(Reviewer reviewer) {
      this.reviewer = Require.nonNull(reviewer, "reviewer");
      return this;
    }

    /**
     * Sets what must hold for the merge commit.
     *
     * @param gate required
     * @return this builder
     */
    public Builder gate(MergeGate gate) {
      this.gate = Require.nonNull(gate, "gate");
      return this;
    }

    /**
     * Sets how the change reaches people.
     *
     * @param delivery default {@link Delivery#branch}
     * @return this builder
     */
    public Builder delivery(Delivery delivery) {
      this.delivery = Require.nonNull(delivery, "delivery");
      return this;
    }

    /**
     * Sets how often a red gate or a requested change may send the implementer back.
     *
     * @param maxRevisions at least 0; default 3
     * @return this builder
     */
    public Builder maxRevisions(int maxRevisions) {
      this.maxRevisions = notNegative("maxRevisions", maxRevisions);
      return this;
    }

    /**
     * Sets how often a conflict may send the implementer back.
     *
     * @param maxConflicts at least 0; default 2
     * @return this builder
     */
    public Builder maxConflicts(int maxConflicts) {
      this.maxConflicts = notNegative("maxConflicts", maxConflicts);
      return this;
    }

    /**
     * Sets how many questions of the implementer are put to a human, see {@link RunScope#ask}; the
     * next one ends the run. Set it only where somebody answers: the run waits.
     *
     * @param maxQuestions at least 0; default 0, so that the first question ends the run as {@link
     *     EndReason#NEEDS_CLARIFICATION}
     * @return this builder
     */
    public Builder maxQuestions(int maxQuestions) {
      this.maxQuestions = notNegative("maxQuestions", maxQuestions);
      return this;
    }

    /**
     * Sets how long a question waits for its answer before it ends the run, which then waits for
     * {@link Nightshift#answer} without a thread or a directory, if the engine records its runs.
     *
     * @param questionTimeout more than zero; default for ever
     * @return this builder
     */
    public Builder questionTimeout(Duration questionTimeout) {
      this.questionTimeout = Require.positive(questionTimeout, "questionTimeout");
      return this;
    }

    /**
     * Sets how long the command of one acceptance criterion may run.
     *
     * @param criteriaTimeout more than zero; default 10 minutes
     * @return this builder
     */
    public Builder criteriaTimeout(Duration criteriaTimeout) {
      this.criteriaTimeout = Require.positive(criteriaTimeout, "criteriaTimeout");
      return this;
    }

    /**
     * Leaves {@link Gates#secrets} out, which else is part of the gate, because a secret that has
     * landed cannot be taken back. Where only some paths are to be left out, name {@link
     * Gates#secretsExcept} in the gate instead: it takes the place of that one.
     *
     * @return this builder
     */
    public Builder withoutSecretsGate() {
      this.isSearchedForSecrets = false;
      return this;
    }

    /**
     * Has the gate judge the commit a run starts from before the implementer is paid, as {@link
     * RunScope#baseline} does: what is red there is named and not held against the change, and a
     * gate that cannot be run ends the run. Not done unless asked for, because it takes as long as
     * the gate does, on each commit that runs of the engine start from.
     *
     * @return this builder
     */
    public Builder withBaseline() {
      this.isBaselineTaken = true;
      return this;
    }

    /**
     * Has a gate whose tests failed judge the same candidate once more before the implementer is
     * sent back. Where it is green then, it is flaky: both verdicts are kept, the change is only
     * proposed, unless {@link NightshiftBuilder#knownFlakyTests} names all that failed. Not done
     * unless asked for, because it doubles the time of each gate that is red for a reason.
     *
     * @return this builder
     */
    public Builder withRerunOfFailedTests() {
      this.maxReruns = 1;
      return this;
    }

    /**
     * Has each task looked at before anything else is done. One that cannot be evaluated ends as
     * {@link EndReason#NEEDS_CLARIFICATION} before an implementer is paid, with at most three
     * questions in one text; {@link Nightshift#answer} lets it go on, and the implementer is told
     * the answer. With {@link #maxQuestions} above 0 the run waits for the answer instead. After an
     * answer the screen is not asked again: a human has decided.
     *
     * @param screen such as {@link ModelScreen}; default none, so that no task is refused and no
     *     model is paid that nobody asked for
     * @return this builder
     */
    public Builder screen(TaskScreen screen) {
      this.screen = Require.nonNull(screen, "screen");
      return this;
    }

    /**
     * Makes the pipeline.
     *
     * @return an immutable pipeline
     * @throws IllegalStateException if implementer, reviewer or gate is missing
     * @throws IllegalArgumentException if both roles are the same model, or one falls back on the
     *     model of the other
     */
    public StandardPipeline build() {
      StandardPipeline pipeline = new StandardPipeline(this);
      pipeline.checkModels(RoleModels.AS_ASKED);
      return pipeline;
    }

    private static int notNegative(String name, int value) {
      if (value < 0) {
        throw new IllegalArgumentException(name + " " + value + " must not be negative");
      }
      return value;
    }
  }
}
