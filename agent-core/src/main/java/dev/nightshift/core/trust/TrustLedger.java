package dev.nightshift.core.trust;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.report.ReviewTime;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.task.TaskKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of the runs of one project that were delivered by {@link TrustedDelivery}, and what
 * trust that earned. What humans decided is read from the records of the runs, each time that
 * somebody asks, and kept here once it is final, so that it outlives them.
 *
 * <p><b>Source:</b> the entries are in {@code trust/trust.log} of the state directory, in the form
 * of {@code docs/journal-format.md}. <b>Threads:</b> safe for concurrent use, by several processes
 * too. <b>Cost:</b> each question reads the log, and the journal of each run that waits for a
 * human.
 */
public final class TrustLedger {
  private final TrustLog log;
  private final Function<RunId, Optional<RecordedRun>> runs;
  private final Reverts reverts;
  private final TimeSource time;

  private TrustLedger(
      TrustLog log, Function<RunId, Optional<RecordedRun>> runs, Reverts reverts, TimeSource time) {
    this.log = log;
    this.runs = runs;
    this.reverts = reverts;
    this.time = time;
  }

  /**
   * Opens the ledger of a state directory; {@code StateDirectory.trust} does so with its runs.
   *
   * @param state the state directory, which need not be there yet
   * @param runs finds a run by what is recorded of it
   * @return a ledger that hears of no reverts
   */
  public static TrustLedger in(Path state, Function<RunId, Optional<RecordedRun>> runs) {
    Require.nonNull(state, "state");
    Require.nonNull(runs, "runs");
    return new TrustLedger(
        new TrustLog(state.toAbsolutePath().normalize().resolve("trust")),
        runs,
        Reverts.unknown(),
        TimeSource.system());
  }

  /**
   * Returns this ledger with something that finds out which runs were taken back.
   *
   * @param newReverts asked before it is said how things stand
   * @return a view of the same entries
   */
  public TrustLedger withReverts(Reverts newReverts) {
    return new TrustLedger(log, runs, Require.nonNull(newReverts, "newReverts"), time);
  }

  /**
   * Returns this ledger with another clock.
   *
   * @param newTime says when a revert was found and when trust was set back
   * @return a view of the same entries
   */
  public TrustLedger withTime(TimeSource newTime) {
    return new TrustLedger(log, runs, reverts, Require.nonNull(newTime, "newTime"));
  }

  /**
   * Returns all that is known, after a look at what humans decided and what was taken back since.
   *
   * @return oldest first, as they were entered
   * @throws dev.nightshift.core.base.WorkspaceException if they cannot be read or kept
   */
  public List<TrustEntry> entries() {
    List<TrustEntry> known = log.read();
    List<TrustEntry> found = new ArrayList<>();
    Map<RunId, TrustEntry> last = lastByRun(known);
    for (TrustEntry entry : last.values()) {
      if (entry.outcome().isOpen()) {
        TrustEntry said = said(entry, Require.nonNull(entry.run(), "run"));
        if (said != null) {
          found.add(said);
        }
      }
    }
    found.forEach(entry -> last.put(Require.nonNull(entry.run(), "run"), entry));
    Set<RunId> landed =
        last.values().stream()
            .filter(
                entry ->
                    entry.outcome() == TrustOutcome.CLEAN || entry.outcome() == TrustOutcome.LANDED)
            .map(TrustEntry::run)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Set<RunId> reverted = landed.isEmpty() ? Set.of() : reverts.among(landed);
    landed.stream()
        .filter(reverted::contains)
        .map(
            run ->
                new TrustEntry(
                    Require.nonNull(last.get(run), "entry").key(),
                    run,
                    TrustOutcome.REVERTED,
                    time.now(),
                    "it was taken back on its target"))
        .forEach(found::add);
    return found.isEmpty() ? known : log.update(found);
  }

  /**
   * Returns how things stand for all that is known.
   *
   * @return one for each key, in the order in which they were entered first
   * @throws dev.nightshift.core.base.WorkspaceException as {@link #entries}
   */
  public List<Standing> standings() {
    List<TrustEntry> all = entries();
    return all.stream()
        .map(TrustEntry::key)
        .distinct()
        .map(key -> standing(key, all, time(key, all)))
        .toList();
  }

  /**
   * Returns how things stand for one key.
   *
   * @param key the kind, risk and models
   * @return the standing, without a run if nothing is known
   * @throws dev.nightshift.core.base.WorkspaceException as {@link #entries}
   */
  public Standing standing(TrustKey key) {
    Require.nonNull(key, "key");
    List<TrustEntry> all = entries();
    return standing(key, all, time(key, all));
  }

  /**
   * Tells whether a run was entered, whatever became of it.
   *
   * @param run the run
   * @return true if it was
   * @throws dev.nightshift.core.base.WorkspaceException as {@link #entries}
   */
  public boolean knows(RunId run) {
    Require.nonNull(run, "run");
    return log.read().stream().anyMatch(entry -> run.equals(entry.run()));
  }

  /**
   * Enters a fact; one of a run and an outcome that is there already is not entered again. It is on
   * the disk when this returns.
   *
   * @param entry the fact
   * @throws dev.nightshift.core.base.WorkspaceException if it cannot be kept
   */
  public void note(TrustEntry entry) {
    log.update(List.of(Require.nonNull(entry, "entry")));
  }

  /**
   * Enters that the proposal of a run was merged elsewhere, by a pull request for example. Where a
   * human decided about it here, or it was entered so already, that counts and nothing is entered.
   *
   * @param run a run that waits
   * @param asItWas whether exactly what it proposed was merged, which is as good as an accept
   * @param why who did that, and where, in one line
   * @return whether it was entered
   * @throws dev.nightshift.core.base.WorkspaceException as {@link #entries}, and {@link #note}
   */
  public boolean merged(RunId run, boolean asItWas, String why) {
    Require.nonNull(run, "run");
    Require.nonNull(why, "why");
    TrustEntry last = lastByRun(entries()).get(run);
    if (last == null || !last.outcome().isOpen()) {
      return false;
    }
    ReviewTime reading = runs.apply(run).map(TrustLedger::time).orElse(ReviewTime.unknown());
    TrustOutcome outcome = asItWas ? TrustOutcome.CLEAN : TrustOutcome.REVISED;
    note(new TrustEntry(last.key(), run, outcome, time.now(), why, reading));
    return true;
  }

  /**
   * Sets the trust of a kind back to nothing, for every risk and all models that are known.
   *
   * @param kind the kind
   * @param why one line for the reports, not blank
   * @return how many keys were set back
   * @throws IllegalArgumentException if {@code why} is blank
   * @throws dev.nightshift.core.base.WorkspaceException if that cannot be kept
   */
  public int reset(TaskKind kind, String why) {
    Require.nonNull(kind, "kind");
    Require.nonNull(why, "why");
    if (why.isBlank()) {
      throw new IllegalArgumentException("why must not be blank; 'trust show' tells it");
    }
    List<TrustEntry> resets =
        entries().stream()
            .map(TrustEntry::key)
            .filter(key -> key.kind().equals(kind))
            .distinct()
            .map(key -> new TrustEntry(key, null, TrustOutcome.RESET, time.now(), why))
            .toList();
    if (!resets.isEmpty()) {
      log.update(resets);
    }
    return resets.size();
  }

  Instant now() {
    return time.now();
  }

  private static Map<RunId, TrustEntry> lastByRun(List<TrustEntry> entries) {
    Map<RunId, TrustEntry> last = new LinkedHashMap<>();
    for (TrustEntry entry : entries) {
      if (entry.run() != null) {
        last.put(entry.run(), entry);
      }
    }
    return last;
  }

  /**
   * What came of a run that waited; null if nothing yet. Nothing is earned by what is unreadable.
   */
  private @Nullable TrustEntry said(TrustEntry open, RunId run) {
    Optional<RecordedRun> recorded = runs.apply(run);
    return recorded.isEmpty() || recorded.get().status() == RecordedRun.Status.DAMAGED
        ? new TrustEntry(
            open.key(), run, TrustOutcome.LOST, time.now(), "its records cannot be read")
        : decided(open, recorded.get());
  }

  /** What a human decided about a run that waited, or null. */
  private static @Nullable TrustEntry decided(TrustEntry open, RecordedRun run) {
    List<HumanDecision> said = run.end().decisions();
    HumanDecision rejected = last(said, HumanDecision.Kind.REJECTED);
    if (rejected != null) {
      return entry(
          open, run, TrustOutcome.REJECTED, rejected, rejected.reason() + " " + rejected.text());
    }
    HumanDecision revised = last(said, HumanDecision.Kind.REVISED);
    if (revised != null) {
      return entry(open, run, TrustOutcome.REVISED, revised, revised.text());
    }
    HumanDecision accepted = last(said, HumanDecision.Kind.ACCEPTED);
    if (accepted == null || !EndReason.MERGED.equals(run.end().reason())) {
      return null;
    }
    return accepted.text().isBlank()
        ? entry(open, run, TrustOutcome.CLEAN, accepted, "")
        : entry(
            open, run, TrustOutcome.REVISED, accepted, "accepted, and missed: " + accepted.text());
  }

  private static @Nullable HumanDecision last(List<HumanDecision> said, HumanDecision.Kind kind) {
    return said.stream()
        .filter(decision -> decision.kind() == kind)
        .reduce((before, after) -> after)
        .orElse(null);
  }

  private static TrustEntry entry(
      TrustEntry open, RecordedRun run, TrustOutcome outcome, HumanDecision decision, String why) {
    return new TrustEntry(open.key(), open.run(), outcome, decision.at(), why, time(run));
  }

  /** Who sent a run back may have looked at it again since that was entered. */
  private ReviewTime time(TrustKey key, List<TrustEntry> all) {
    List<TrustEntry> own = all.stream().filter(entry -> entry.key().equals(key)).toList();
    return lastByRun(own).values().stream()
        .map(last -> last.outcome() == TrustOutcome.REVISED ? timeOf(last) : timed(last, own))
        .reduce(ReviewTime.unknown(), ReviewTime::plus);
  }

  private ReviewTime timeOf(TrustEntry revised) {
    return runs.apply(Require.nonNull(revised.run(), "run"))
        .map(TrustLedger::time)
        .filter(time -> time.runs() > 0)
        .orElse(revised.time());
  }

  /** An entry that only tells of a revert has no time of its own. */
  private static ReviewTime timed(TrustEntry last, List<TrustEntry> own) {
    return own.stream()
        .filter(entry -> Objects.equals(entry.run(), last.run()))
        .map(TrustEntry::time)
        .filter(time -> time.runs() > 0)
        .reduce((before, after) -> after)
        .orElse(ReviewTime.unknown());
  }

  private static ReviewTime time(RecordedRun run) {
    RecordedRun.Origin origin = run.origin();
    return origin == null
        ? ReviewTime.unknown()
        : ReviewTime.of(origin.task(), run.end().decisions());
  }

  private static Standing standing(TrustKey key, List<TrustEntry> all, ReviewTime time) {
    List<TrustEntry> own = all.stream().filter(entry -> entry.key().equals(key)).toList();
    Map<TrustOutcome, Long> runs =
        lastByRun(own).values().stream()
            .collect(Collectors.groupingBy(TrustEntry::outcome, Collectors.counting()));
    // What humans said may be entered long after; of one instant the bad comes last.
    List<TrustEntry> inTime =
        own.stream()
            .sorted(
                Comparator.comparing(TrustEntry::at)
                    .thenComparing(entry -> entry.outcome().isBad()))
            .toList();
    int streak = 0;
    String setBack = "";
    for (TrustEntry entry : inTime) {
      if (entry.outcome() == TrustOutcome.CLEAN) {
        streak++;
      } else if (entry.outcome().isBad()) {
        streak = 0;
        setBack = told(entry);
      }
    }
    int bad =
        runs.entrySet().stream()
            .filter(counted -> counted.getKey().isBad())
            .mapToInt(counted -> counted.getValue().intValue())
            .sum();
    return new Standing(
        key,
        count(runs, TrustOutcome.CLEAN),
        bad,
        count(runs, TrustOutcome.PROPOSED),
        count(runs, TrustOutcome.LANDED),
        streak,
        setBack,
        time);
  }

  private static int count(Map<TrustOutcome, Long> runs, TrustOutcome outcome) {
    return runs.getOrDefault(outcome, 0L).intValue();
  }

  private static String told(TrustEntry entry) {
    return (entry.run() == null ? "" : "run " + entry.run() + " ")
        + entry.outcome()
        + (entry.why().isEmpty() ? "" : " (" + entry.why() + ")");
  }
}
