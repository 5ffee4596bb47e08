package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.budget.BudgetDecision;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.internal.bound.RoleBounds;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.AdmissionControl;
import dev.nightshift.core.provider.AdmissionControl.Admission;
import dev.nightshift.core.provider.AdmissionRequest;
import dev.nightshift.core.report.Compaction;
import dev.nightshift.core.routing.ModelChoice;
import dev.nightshift.core.routing.ModelChoice.Cause;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Opens the conversations of one run and keeps its account, its time and its minds apart. */
public final class RunMeter {
  private final ModelAccess access;
  private final RunId run;
  private final Task task;
  private final BudgetPolicy policy;
  private final RunSignals signals;
  private final String fork;
  private final RoleBounds bounds;
  private final ServingModels serving;
  private final SameModelBill sameModelBill;
  private final UncachedBill uncachedBill;
  private final RoleLevels levels = new RoleLevels();
  private final BudgetNotices notices = new BudgetNotices();
  private final ModelChoices choices;
  private final List<Compaction> compactions;
  private final Map<String, Integer> opened = new ConcurrentHashMap<>();

  /**
   * Creates the meter of a run whose account is open.
   *
   * @param access the models of the engine
   * @param run the run
   * @param task its task
   * @param policy asked before each attempt
   * @param signals how the run is told and stopped; not used before the first conversation
   */
  public RunMeter(
      ModelAccess access, RunId run, Task task, BudgetPolicy policy, RunSignals signals) {
    this.access = access;
    this.run = run;
    this.task = task;
    this.policy = policy;
    this.signals = signals;
    this.fork = "";
    this.serving = new ServingModels(new ModelSeparation());
    this.bounds = new RoleBounds();
    this.sameModelBill = new SameModelBill(access);
    this.uncachedBill = new UncachedBill();
    this.choices = new ModelChoices();
    this.compactions = new CopyOnWriteArrayList<>();
  }

  private RunMeter(RunMeter whole, String fork, RunSignals signals) {
    this.access = whole.access;
    this.run = whole.run;
    this.task = whole.task;
    this.policy = whole.policy;
    this.signals = signals;
    this.fork = fork;
    this.serving = whole.serving.fork();
    this.bounds = whole.bounds;
    this.sameModelBill = whole.sameModelBill;
    this.uncachedBill = whole.uncachedBill;
    this.choices = whole.choices;
    this.compactions = whole.compactions;
  }

  /**
   * Returns the meter of a fork of the run: one account, one deadline, and models kept apart over
   * all forks; only {@link #modelsOf} is the fork's own.
   *
   * @param name the name of the fork within the run
   * @param itsSignals how the fork is told and stopped
   * @return a meter that may work at the same time as this one
   */
  public RunMeter fork(String name, RunSignals itsSignals) {
    return new RunMeter(this, name, itsSignals);
  }

  /** Opens a new conversation of whose turns nobody hears. */
  Conversation open(ConversationSpec spec, AgentRole role, String name) {
    return open(spec, role, name, TurnListener.NONE);
  }

  /**
   * Goes on with a conversation whose process ended.
   *
   * @param spec what stays the same in all its calls from now on
   * @param role who talks
   * @param listener hears of its turns, but for those that are told again
   * @param past what was said
   * @return the conversation
   * @throws IllegalArgumentException as {@link #open}
   */
  public Conversation goOn(
      ConversationSpec spec, AgentRole role, TurnListener listener, ConversationPast past) {
    return new MeteredConversation(this, seated(spec, role), spec, past.name(), listener)
        .after(past);
  }

  /** The name under which the calls of a conversation of this branch are booked. */
  public String booked(String numbered) {
    return fork.isEmpty() ? numbered : numbered + "@" + fork;
  }

  /**
   * Opens a new conversation.
   *
   * @param spec what stays the same in all its calls
   * @param role who talks
   * @param name what the role calls it; a name may come again
   * @param listener hears of its turns
   * @return an empty conversation
   * @throws IllegalArgumentException if the provider is not registered, other roles of the run have
   *     all models it may have, or one does not take the options
   * @throws dev.nightshift.core.budget.UnknownPriceException if nobody knows a model's price
   */
  public Conversation open(
      ConversationSpec spec, AgentRole role, String name, TurnListener listener) {
    String unique = unique(role, name);
    return new MeteredConversation(this, seated(spec, role), spec, unique, listener);
  }

  private Seating seated(ConversationSpec spec, AgentRole role) {
    Seating seating = Seating.take(this, role, spec, candidates(spec, role));
    sameModelBill.opened(seating.seat());
    return seating;
  }

  Candidates candidates(ConversationSpec spec, AgentRole role) {
    return access.candidates(
        new ModelAsked(spec.model(), spec.fallbacks(), spec.options()), role, task);
  }

  /**
   * Keeps the model free that a role of the run is going to begin with, so that no other role
   * climbs to it or falls back on it before. Roles are told in the order in which they choose.
   *
   * @param asked what the role is going to ask for
   * @param role the role
   * @param isSameModelAllowed true if it may share its model
   * @throws IllegalArgumentException as {@link #open} does
   */
  public void expect(ModelAsked asked, AgentRole role, boolean isSameModelAllowed) {
    serving.expect(access.resolve(asked, role, task), role, isSameModelAllowed);
  }

  /**
   * Returns the models that served a role on this branch of the run.
   *
   * @param role the role
   * @return canonical ids in order of first use; empty if the role never spoke
   */
  public List<ModelId> modelsOf(AgentRole role) {
    return serving.of(role);
  }

  /**
   * Returns what the run would have cost so far with the implementer's model in every role.
   *
   * @return the real cost where the implementer's price is unknown
   */
  public Money sameModelBothRoles() {
    return sameModelBill.total();
  }

  /**
   * Returns what the calls of the run would have cost so far without a prompt cache.
   *
   * @return the real cost where nothing was cached
   */
  public Money withoutCaching() {
    return uncachedBill.total();
  }

  /**
   * Returns which models were chosen, in all forks.
   *
   * @return in order, but for one role of one branch none twice in a row
   */
  public List<ModelChoice> choices() {
    return choices.all();
  }

  /**
   * Returns which conversations were compacted, in all forks, and what of that failed.
   *
   * @return oldest first
   */
  public List<Compaction> compactions() {
    return List.copyOf(compactions);
  }

  /** Notes that the gate was red. */
  public void gateWasRed() {
    levels.gateWasRed();
  }

  /**
   * Notes that a review was no approval.
   *
   * @param verdict its word
   */
  public void reviewWasRejected(String verdict) {
    levels.reviewWasRejected(verdict);
  }

  /**
   * Asks for a cheaper model from the next time on that a role begins to work.
   *
   * @param role the role
   * @param why for the event and the report
   */
  public void stepDown(AgentRole role, String why) {
    levels.stepDown(role, why);
  }

  /**
   * Notes that a role begins to work, the only moment in which it steps down.
   *
   * @param role the role
   */
  public void begin(AgentRole role) {
    levels.begin(role);
  }

  /** What single roles may spend beside the caps of the run. */
  public RoleBounds bounds() {
    return bounds;
  }

  ServingModels serving() {
    return serving;
  }

  RoleLevels levels() {
    return levels;
  }

  BudgetNotices notices() {
    return notices;
  }

  /** Notes a choice and tells it. */
  void chose(AgentRole role, ModelId from, ModelId to, Cause cause, String why) {
    ModelChoice choice = new ModelChoice(role, from, to, cause, why, fork);
    choices.add(choice);
    signals.note(RunSignals.ROUTED, choice);
    CallEvents.routed(signals, choice);
  }

  /** Notes what became of compacting a conversation and tells it. */
  void compacted(ResolvedModel seat, Compactor.Result result) {
    Compaction compaction =
        new Compaction(
            seat.role(),
            seat.requested(),
            result.turnsLeftOut(),
            result.tokensBefore(),
            result.tokensAfter(),
            result.failure(),
            fork);
    compactions.add(compaction);
    signals.note(RunSignals.COMPACTED, compaction);
    CallEvents.compacted(signals, compaction);
  }

  /** Counted for each fork on its own, so that it is the same whichever was faster. */
  private String unique(AgentRole role, String name) {
    return booked(name + "#" + opened.merge(role + "/" + name, 1, Integer::sum));
  }

  /**
   * What the policy allows of a call.
   *
   * @throws BudgetExhaustedException if that is less than an answer needs
   */
  CallEstimate allowed(CallEstimate call, int leastOutput) {
    BudgetDecision decision =
        Require.returned(
            policy.decide(access.ledger().spend(run), call),
            "decide() of the budget policy " + policy.getClass().getName());
    if (decision instanceof BudgetDecision.Deny deny) {
      throw new BudgetExhaustedException(
          "the budget policy denied a call of " + call.model() + ": " + deny.why());
    }
    if (!(decision instanceof BudgetDecision.Narrow narrow)) {
      return call;
    }
    int narrowed = Math.min(narrow.maxOutputTokens(), call.maxOutputTokens());
    if (narrowed < leastOutput) {
      throw new BudgetExhaustedException(
          "the budget policy left "
              + narrowed
              + " output tokens for a call of "
              + call.model()
              + ", less than the "
              + leastOutput
              + " an answer needs");
    }
    return call.withMaxOutputTokens(narrowed);
  }

  void throwIfStopped() {
    signals.cancellation().throwIfCancelled();
    if (signals.timeAccount().isOver()) {
      throw new RunStoppedException(EndReason.TIME_LIMIT, signals.timeAccount().whyUp());
    }
    signals.requireRecord();
  }

  boolean isStopped() {
    return signals.cancellation().isCancelled() || signals.timeAccount().isUp();
  }

  /** Waits until the time has passed or the run is cancelled, on whatever thread. */
  void sleep(Duration wait) throws InterruptedException {
    Waiter.await(
        signals.cancellation(),
        () -> {
          access.time().sleep(wait);
          return wait;
        });
    signals.touch();
  }

  /** Waits for its turn until the call may be sent or the run is cancelled, on whatever thread. */
  Admission admit(AdmissionRequest request) throws InterruptedException {
    AdmissionControl control = access.admission();
    Admission admission =
        Waiter.await(
            signals.cancellation(),
            () -> signals.timeAccount().active().waiting(() -> control.admit(request)));
    return GuardedAdmission.of(admission, control);
  }

  ModelAccess access() {
    return access;
  }

  RunId run() {
    return run;
  }

  /** When its time is up if it goes on without waiting for others. */
  Instant deadline() {
    return access.time().now().plus(signals.timeAccount().left());
  }

  RunSignals signals() {
    return signals;
  }

  /** Gives a number away under which a conversation was booked. */
  void opened(AgentRole role, String name, int number) {
    opened.merge(role + "/" + name, number, Math::max);
  }

  List<Compaction> compacting() {
    return compactions;
  }

  ModelChoices choosing() {
    return choices;
  }

  SameModelBill sameModelBill() {
    return sameModelBill;
  }

  UncachedBill uncachedBill() {
    return uncachedBill;
  }
}
