package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.internal.journal.Dispatched;
import dev.nightshift.core.internal.journal.RunRecord;
import dev.nightshift.core.internal.journal.Steps;
import dev.nightshift.core.internal.metering.ActiveTime;
import dev.nightshift.core.internal.metering.Cancellation;
import dev.nightshift.core.internal.metering.EarlierAttempts;
import dev.nightshift.core.internal.metering.RunMeter;
import dev.nightshift.core.internal.metering.RunSignals;
import dev.nightshift.core.internal.metering.TimeAccount;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.ledger.Account;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.run.RunState;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/**
 * What surrounds all steps of one run: identity, clock, money, events and the switch that stops it.
 * A fork has its own events, steps, meter and switch; the rest is the run's.
 */
final class RunContext implements RunSignals {
  private static final Logger LOG = LoggerFactory.getLogger(RunContext.class);
  final EngineSettings settings;
  final RunId id;

  /** What the branch is known by to workspaces and queues: the run, or the run and its fork. */
  final RunId branch;

  final Task task;
  final Instant startedAt;
  private final long dispatchedNanos;
  final ActiveTime active;
  final TimeAccount time;
  final RunEvents events;
  final RunMeter meter;
  final RunRecord record;
  final Steps steps;
  final EarlierConversations earlier;
  final CutReviews cutReviews;
  final Dispatched dispatched;
  private final @Nullable Account account;
  final OpenQuestions questions;
  final SoftLimits softLimits;
  private final RunContext run;
  private final Collection<RunContext> forks = new ConcurrentLinkedQueue<>();
  private final Set<Thread> forkThreads = ConcurrentHashMap.newKeySet();
  private final Executor cancelling;
  private final Executor forking;
  private final Cancellation cancellation;
  private final AtomicInteger callsInFlight = new AtomicInteger();
  private final Object dispatching = new Object();
  private boolean isDispatchRecorded;
  private volatile RunState state = RunState.QUEUED;
  private volatile boolean waitsForHuman;
  private volatile long lastSignNanos;

  /** What surrounds a run that begins. */
  RunContext(EngineSettings settings, Dispatched dispatched, EngineThreads executors) {
    this(settings, dispatched, executors, null, null);
  }

  /** What surrounds a run that goes on, whose process died. */
  static RunContext resumed(EngineSettings settings, RunRecord record, EngineThreads executors) {
    RecordedAccount known = RecordedAccount.isIn(record) ? RecordedAccount.of(record) : null;
    RunContext context = new RunContext(settings, record.dispatched(), executors, record, known);
    EarlierConversations.tell(record, context.meter);
    if (known != null) {
      new EarlierAttempts(context.meter, known.dispatched(), known.ended()).book(known.reserved());
      if (!record.humanDecisions().isEmpty()) {
        settings.ledger().amend(known.account());
      }
    }
    context.time.book();
    return context;
  }

  private RunContext(
      EngineSettings settings,
      Dispatched dispatched,
      EngineThreads executors,
      @Nullable RunRecord earlier,
      @Nullable RecordedAccount known) {
    this.settings = settings;
    this.id = dispatched.run();
    this.branch = id;
    this.run = this;
    this.questions = new OpenQuestions(settings.time(), settings.redaction()::text);
    this.cancelling = executors.cancelling();
    this.forking = executors.forking();
    this.task = dispatched.task();
    this.dispatched = dispatched;
    this.startedAt = dispatched.at();
    TimeSource clock = settings.time();
    Duration before = Duration.between(startedAt, clock.now());
    this.dispatchedNanos =
        clock.nanoTime() - (earlier == null || before.isNegative() ? 0 : before.toNanos());
    this.account =
        known == null ? ResolvedCaps.account(settings.budget(), id, task) : known.account();
    Duration active = earlier == null ? Duration.ZERO : earlier.activeTime();
    this.active = new ActiveTime(clock, active);
    this.time = new TimeAccount(settings.ledger(), id, this.active);
    this.cancellation = new Cancellation(cancelling);
    this.lastSignNanos = clock.nanoTime();
    openAccount(account, earlier, known);
    this.meter = new RunMeter(settings.models(), id, task, settings.budget(), this);
    LongSupplier activeMillis = () -> this.active.used().toMillis();
    this.record =
        earlier == null
            ? RunRecord.begin(settings.journal(), id, settings.redaction(), activeMillis)
            : earlier;
    record.goesOn(activeMillis);
    this.steps = record.steps();
    this.events = new RunEvents(id, settings, true, steps::isToldAgain);
    this.earlier = EarlierConversations.in(steps, meter);
    this.cutReviews = new CutReviews(steps);
    this.softLimits =
        new SoftLimits(this, known == null ? account.caps() : RecordedAccount.caps(record));
  }

  /** The time of a run that goes on is booked once the ledger knows its attempts. */
  private void openAccount(
      Account own, @Nullable RunRecord earlier, @Nullable RecordedAccount known) {
    if (earlier == null || known == null || earlier.humanDecisions().isEmpty()) {
      settings.ledger().open(own);
    } else {
      known.openAmended(settings.ledger());
    }
    if (earlier == null) {
      time.book();
    }
  }

  /** What surrounds a run that is only told again: nobody hears of it, and nothing is booked. */
  RunContext(EngineSettings settings, RunRecord record) {
    this.settings = settings;
    this.id = record.dispatched().run();
    this.branch = id;
    this.run = this;
    this.questions = new OpenQuestions(settings.time(), settings.redaction()::text);
    this.cancelling = Runnable::run;
    this.forking = Runnable::run;
    this.task = record.dispatched().task();
    this.dispatched = record.dispatched();
    this.record = record;
    this.startedAt = record.dispatched().at();
    this.dispatchedNanos = settings.time().nanoTime();
    this.account = null;
    this.active = new ActiveTime(settings.time());
    this.time = new TimeAccount(null, id, active);
    this.cancellation = new Cancellation(cancelling);
    this.meter = new RunMeter(settings.models(), id, task, settings.budget(), this);
    this.steps = record.steps();
    this.events = new RunEvents(id, settings, false, () -> true);
    this.earlier = EarlierConversations.in(steps, meter);
    this.cutReviews = new CutReviews(steps);
    this.softLimits = new SoftLimits(this, RecordedAccount.caps(record));
  }

  private RunContext(RunContext run, WorkspacePlan plan) {
    String name = plan.fork();
    this.settings = run.settings;
    this.id = run.id;
    this.branch = plan.run();
    this.run = run;
    this.questions = run.questions;
    this.cancelling = run.cancelling;
    this.forking = run.forking;
    this.task = run.task;
    this.dispatched = run.dispatched;
    this.record = run.record;
    this.startedAt = run.startedAt;
    this.dispatchedNanos = run.dispatchedNanos;
    this.account = run.account;
    this.active = run.active;
    this.time = run.time;
    this.cancellation = new Cancellation(cancelling);
    this.lastSignNanos = settings.time().nanoTime();
    this.meter = run.meter.fork(name, this);
    this.steps = run.steps.fork(name);
    this.events = run.events.fork(name, steps::isToldAgain);
    this.earlier = EarlierConversations.in(steps, meter);
    this.cutReviews = run.cutReviews.fork(name, steps);
    this.softLimits = run.softLimits.in(this);
  }

  /** What surrounds another branch of this run; it is stopped with the run. */
  RunContext fork(WorkspacePlan plan) {
    RunContext fork = new RunContext(this, plan);
    forks.add(fork);
    cancellation.onCancel(
        () -> {
          RunStoppedException cause = Objects.requireNonNull(cancellation.cause());
          fork.cancellation.cancel(cause.reason(), String.valueOf(cause.getMessage()));
        });
    return fork;
  }

  /** Does something on a thread of the engine that counts as one of the run's. */
  void execute(Runnable body) {
    forking.execute(
        () -> {
          Thread thread = Thread.currentThread();
          run.forkThreads.add(thread);
          active.begin();
          try {
            body.run();
          } finally {
            active.end();
            run.forkThreads.remove(thread);
          }
        });
  }

  /** Tells whether this thread works in a fork. */
  boolean isForkThread(Thread thread) {
    return forkThreads.contains(thread);
  }

  /** Where to log what befalls this run; nowhere on a replay, of which nobody hears. */
  Logger logger(Logger logger) {
    return steps.isToldAgain() ? NOPLogger.NOP_LOGGER : logger;
  }

  RunState state() {
    return run.state;
  }

  void enter(RunState next) {
    touch();
    if (run.state != next) {
      run.state = next;
      events.emit("run.state", RunEvents.attributes("state", next.name()));
    }
  }

  /**
   * Records what the run starts from and who pays for it, once, before its first step; whoever is
   * second waits until it is on the disk.
   */
  void recordDispatch() {
    synchronized (dispatching) {
      if (isDispatchRecorded) {
        return;
      }
      isDispatchRecorded = true;
      record.dispatched(dispatched);
      if (account != null && !RecordedAccount.isIn(record)) {
        record.note(RecordedAccount.OPENED, account);
      }
      record.force();
    }
  }

  /** Raises the typed end if the run was told to stop. */
  void throwIfStopped() {
    steps.stopPoint(cancellation::throwIfCancelled);
  }

  /**
   * Does what a user's own step does once, unless the run was told to stop.
   *
   * @param scope which keeps its name apart from those of other steps
   */
  String ownStep(String scope, String name, RunScope.Step body) throws InterruptedException {
    Steps.Body<String> checked = ownBody(name, body);
    return steps.onceForced(scope + name, String.class, checked);
  }

  /** Does a user's own step that must not be done twice, as {@link #ownStep}. */
  String ownStepOnce(String scope, String name, RunScope.Step body) throws InterruptedException {
    Steps.Body<String> checked = ownBody(name, body);
    return steps.atMostOnce(scope + name, String.class, checked);
  }

  private Steps.Body<String> ownBody(String name, RunScope.Step body) {
    Require.nonNull(name, "name");
    Require.nonNull(body, "body");
    throwIfStopped();
    return () ->
        Objects.requireNonNull(
            body.run(),
            () -> "step '" + VisibleText.name(name) + "' returned null; return a small text");
  }

  /** How long a model call, of a fork too, gives no sign of life; zero while none is in flight. */
  Duration idleFor() {
    Duration own =
        callsInFlight.get() == 0
            ? Duration.ZERO
            : Duration.ofNanos(settings.time().nanoTime() - lastSignNanos);
    return forks.stream()
        .map(RunContext::idleFor)
        .reduce(own, (one, other) -> one.compareTo(other) >= 0 ? one : other);
  }

  @Override
  public TimeAccount timeAccount() {
    return time;
  }

  @Override
  public void callStarted(AgentRole role) {
    touch();
    active.callStarted(role);
    callsInFlight.incrementAndGet();
  }

  @Override
  public void callEnded(AgentRole role) {
    callsInFlight.decrementAndGet();
    active.callEnded(role);
  }

  @Override
  public void emit(String name, Supplier<Map<String, Object>> attributes) {
    events.emit(name, attributes);
  }

  @Override
  public void note(String key, Object value) {
    record.note(key, value);
  }

  /** How long ago it was dispatched, whatever the clock on the wall was set to meanwhile. */
  Duration sinceDispatch() {
    return Duration.ofNanos(settings.time().nanoTime() - dispatchedNanos);
  }

  @Override
  public void forceRecord() {
    record.force();
  }

  @Override
  public void requireRecord() {
    record.requireKept();
  }

  @Override
  public Cancellation cancellation() {
    return cancellation;
  }

  @Override
  public void touch() {
    lastSignNanos = settings.time().nanoTime();
  }

  /** Says whether a human may still decide about the run, which spends from its account then. */
  void waits(boolean forHuman) {
    waitsForHuman = forHuman && record.takesNotes();
  }

  /**
   * Books nothing more, unless another process or a human may go on with the run: a ledger that
   * forgot its attempts would be told them again, and count them twice. A ledger that fails here
   * must not change how the run ended.
   */
  void closeAccount() {
    if (waitsForHuman || record.mayGoOn(ReportAssembler.ENDED)) {
      return;
    }
    try {
      settings.ledger().close(id);
    } catch (RuntimeException | Error notClosed) {
      LOG.warn("the account of run {} could not be closed", id, notClosed);
    }
  }
}
