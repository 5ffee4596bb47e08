package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.journal.Dispatched;
import dev.nightshift.core.internal.journal.RunRecord;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.journal.CorruptJournalException;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.KeyClaim;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.run.AlreadyDispatchedException;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunRefusedException;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts, finds and stops the runs of one host. Safe for concurrent use. */
public final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** How long a caller waits for runs that were told to end. */
  public static final Duration CLOSE_TIMEOUT = Duration.ofMinutes(1);

  private static final int SHOWN = 10;
  private final EngineSettings settings;
  private final EngineThreads threads;
  private final RunRegistry runs;
  private final RunQueue queue;
  private final SecureRandom random = new SecureRandom();
  private boolean isClosing;
  private long closingSince;

  /** Starts one thread, which watches the runs. */
  public Engine(EngineSettings settings) {
    this.settings = settings;
    this.threads = settings.threads();
    this.runs = new RunRegistry(settings.keptEndedRuns());
    this.queue = new RunQueue(settings.maxConcurrentRuns(), settings.time(), threads::execute);
    new Watchdog(settings, runs).watch(threads);
    Journal journal = settings.journal();
    if (journal != Journal.none()) {
      settings.workspaces().spare(run -> Recovery.isUnfinished(journal, run));
    }
  }

  /** What all runs share. */
  public EngineSettings settings() {
    return settings;
  }

  /** The run this task started earlier, or starts now. */
  public Run dispatch(Task task, String pipelineName, Pipeline pipeline) {
    Run earlier = runs.dispatchedAs(task.dispatchKey());
    if (earlier != null) {
      return earlier;
    }
    runs.requireOpen("task '" + VisibleText.name(task.title()) + "' cannot be dispatched");
    // Before its own key is claimed: who waits for a second lock may wait for ever.
    Map<String, EndReason> ends = earlierEnds(task);
    Function<RunId, Run> start = id -> start(id, new Ordered(task, pipelineName, pipeline), ends);
    boolean isTakenUp = !pipelineName.isEmpty() && !task.dispatchKey().isEmpty();
    if (isTakenUp) {
      return startOnce(task, start);
    }
    settings.workspaces().checkTarget(task);
    return start.apply(newId());
  }

  /** What is to be done, and how. */
  private record Ordered(Task task, String pipelineName, Pipeline pipeline) {}

  /** Nobody else in any process starts a run under the key meanwhile. */
  private Run startOnce(Task task, Function<RunId, Run> start) {
    String key = task.dispatchKey();
    try (KeyClaim claim = settings.journal().claim(key)) {
      Run earlier = runs.dispatchedAs(key);
      if (earlier != null) {
        return earlier;
      }
      RunId known = claim.run();
      if (known != null && hasRecords(known)) {
        throw new AlreadyDispatchedException(key, known);
      }
      // Only of who will start: what ended stays told when its branches are gone.
      settings.workspaces().checkTarget(task);
      RunId id = newId();
      claim.give(id);
      return start.apply(id);
    }
  }

  private boolean hasRecords(RunId run) {
    try {
      return !settings.journal().read(run).isEmpty();
    } catch (CorruptJournalException damaged) {
      return true;
    }
  }

  private RunId newId() {
    return RunId.create(settings.time().now(), random.nextLong());
  }

  /** How tasks ended that this engine has no run of, by their keys. */
  private Map<String, EndReason> earlierEnds(Task task) {
    Map<String, EndReason> ends = new HashMap<>();
    for (String key : task.after()) {
      EndReason end = runs.isBlocker(key) ? null : earlierEnd(key);
      if (end != null) {
        ends.put(key, end);
      }
    }
    return ends;
  }

  private @Nullable EndReason earlierEnd(String key) {
    EarlierRun run = FurtherKeys.deciding(key, this::earlierRun, EarlierRun::isReached);
    return run == null ? null : run.end();
  }

  /** The run of a key; null if no run was ever given it. */
  private @Nullable EarlierRun earlierRun(String key) {
    RunId run;
    try (KeyClaim claim = settings.journal().claim(key)) {
      run = claim.run();
    }
    return run == null
        ? null
        : new EarlierRun(recordedRun(run).map(known -> known.end().reason()).orElse(null));
  }

  /** A run that only the journal knows; without an end it has none, or was forgotten. */
  private record EarlierRun(@Nullable EndReason end) {
    boolean isReached() {
      return end != null && RunQueue.isReached(end);
    }
  }

  /**
   * Tells a recorded run again, without a role, a gate, a model or a repository.
   *
   * @throws IllegalArgumentException if the journal holds no whole record of the run; if it lacks a
   *     step, an {@link dev.nightshift.core.internal.journal.UnrecordedStepException}
   */
  public RunResult replay(RunId run, Function<String, Pipeline> named) {
    List<String> lines = settings.journal().read(run);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException(
          "the journal holds no record of run " + run + "; it has those of " + recorded());
    }
    RunRecord record = RunRecord.of(run, lines, settings.redaction());
    Pipeline pipeline = named.apply(record.dispatched().pipeline());
    RunResult result = new RunBody(new RunContext(settings, record), pipeline).run();
    record.requireWhole();
    return result;
  }

  /** Goes on with the runs that processes left unfinished, or says of each why it cannot. */
  public List<RecoveredRun> recover(Map<String, Pipeline> pipelines) {
    // None begins before all were looked at, so that no work of theirs holds that up.
    List<Runnable> begins = new ArrayList<>();
    List<RunId> untold = new ArrayList<>();
    try {
      return recovery(pipelines, begins::add, untold).run(run -> runs.find(run) != null);
    } finally {
      begins.forEach(Runnable::run);
      untold.forEach(this::tellEnd);
    }
  }

  /** What the journal tells of all its runs. */
  public List<RecordedRun> recordedRuns() {
    return new RecordedRuns(settings.journal(), run -> "").all();
  }

  /** What the journal tells of one run; empty if it has no records. */
  public Optional<RecordedRun> recordedRun(RunId run) {
    return new RecordedRuns(settings.journal(), id -> "").find(run);
  }

  /** The branch on which work of a run is; empty if there is none. */
  public String publishedBranch(RunId run) {
    return new RecordedRuns(settings.journal(), id -> "").publishedBranch(run);
  }

  /** Goes on with one of them; null if it has an end, or no records. */
  public @Nullable RecoveredRun recover(RunId run, Map<String, Pipeline> pipelines) {
    List<RunId> untold = new ArrayList<>();
    RecoveredRun found = recovery(pipelines, Runnable::run, untold).one(run);
    untold.forEach(this::tellEnd);
    return found;
  }

  private void tellEnd(RunId run) {
    try {
      EndTelling.again(settings, run);
    } catch (RuntimeException notTold) {
      LOG.warn("the end of run {} could not be told", run, notTold);
    }
  }

  private Recovery recovery(
      Map<String, Pipeline> pipelines, Consumer<Runnable> begins, List<RunId> untold) {
    return new Recovery(
        settings,
        pipelines::containsKey,
        record ->
            resume(
                record,
                Objects.requireNonNull(pipelines.get(record.dispatched().pipeline())),
                begins),
        untold::add);
  }

  /**
   * Takes what a human decides about a run that has ended, and lets it go on.
   *
   * @throws RunRefusedException if the run is in no state for it; nothing is changed
   */
  public Run decide(RunId run, HumanDecision decision, Map<String, Pipeline> pipelines) {
    runs.requireOpen("nothing can be decided about run " + run);
    RunExecution working = runs.activeRun(run);
    if (working != null) {
      throw new RunRefusedException(
          run,
          decision.kind().name().toLowerCase(Locale.ROOT),
          "is at work, " + working.state(),
          "wait for its end, or cancel it");
    }
    return new Decisions(settings, pipelines, run, decision.kind()).take(decision, this::goOn);
  }

  private Run goOn(RunRecord record, Pipeline pipeline) {
    boolean isAdmitted = false;
    try {
      RunContext context = RunContext.resumed(settings, record, threads);
      RunExecution again = new RunExecution(context, pipeline, threads, runs, queue);
      Run run = runs.readmit(again, queue::offer);
      isAdmitted = true;
      return run;
    } finally {
      if (!isAdmitted) {
        record.end();
      }
    }
  }

  private Run resume(RunRecord record, Pipeline pipeline, Consumer<Runnable> begins) {
    RunContext context = RunContext.resumed(settings, record, threads);
    RunExecution resumed = new RunExecution(context, pipeline, threads, runs, queue);
    Run admitted = null;
    try {
      admitted =
          runs.admit(
              resumed,
              endsBefore(record),
              (run, blockers) -> begins.accept(() -> queue.offer(run, blockers)));
      return admitted;
    } finally {
      if (admitted != resumed.handle()) {
        resumed.discard();
      }
    }
  }

  /** What it had to wait for is on the target if it has begun, whatever became of that since. */
  private Map<String, EndReason> endsBefore(RunRecord record) {
    Task task = record.dispatched().task();
    return record.hasPlan()
        ? task.after().stream()
            .distinct()
            .collect(Collectors.toMap(key -> key, key -> EndReason.MERGED))
        : earlierEnds(task);
  }

  private String recorded() {
    List<RunId> runs = settings.journal().runs();
    return runs.size() <= SHOWN ? runs.toString() : runs.subList(0, SHOWN) + " and others";
  }

  /** A run that is known, or null. */
  public @Nullable Run find(RunId id) {
    return runs.find(id);
  }

  /** All runs that are known, in the order of dispatch. */
  public List<Run> runs() {
    return runs.all();
  }

  /** Accepts no more tasks; true if all runs ended in time. */
  public boolean shutdown(Duration timeout) throws InterruptedException {
    runs.close();
    return runs.awaitNoneActive(timeout);
  }

  /**
   * Stops all runs, and waits unless this thread is one of them. What another process can go on
   * with is left to it; who waits for another run comes before that one, of which it must not hear.
   */
  public void close() {
    Duration timeout = timeoutLeft(settings.time().nanoTime());
    runs.close();
    List<RunExecution> toStop = new ArrayList<>(runs.active());
    Collections.reverse(toStop);
    toStop.forEach(run -> run.leave("the engine was closed"));
    if (toStop.stream().noneMatch(RunExecution::isOnThisThread)) {
      awaitTheEnds(timeout);
    }
    threads.close();
    if (settings.isLedgerOwned()) {
      runs.whenNoneIsActive(settings.ledger()::close);
    }
    List<RunId> working = runs.active().stream().map(run -> run.handle().id()).toList();
    if (!working.isEmpty()) {
      LOG.warn("the engine is closed, but runs {} have not ended yet", working);
    }
  }

  private synchronized Duration timeoutLeft(long now) {
    if (!isClosing) {
      isClosing = true;
      closingSince = now;
    }
    return CLOSE_TIMEOUT.minusNanos(now - closingSince);
  }

  private void awaitTheEnds(Duration timeout) {
    try {
      runs.awaitNoneActive(timeout);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Run start(RunId id, Ordered ordered, Map<String, EndReason> ends) {
    Dispatched dispatched =
        new Dispatched(
            id,
            ordered.pipelineName(),
            ordered.task(),
            settings.time().now(),
            settings.knownFlakyTests());
    RunContext context = new RunContext(settings, dispatched, threads);
    RunExecution fresh = new RunExecution(context, ordered.pipeline(), threads, runs, queue);
    Run admitted = null;
    try {
      admitted = runs.admit(fresh, ends, queue::offer);
      if (admitted == fresh.handle()) {
        // Who was told that it is dispatched finds it after a kill, also if it waits for a thread.
        context.recordDispatch();
      }
      return admitted;
    } finally {
      if (admitted != fresh.handle()) {
        fresh.discard();
      }
    }
  }
}
