package dev.nightshift.examples.cli;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.ledger.RunUse;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.run.RecordedRun;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One run as a line of a table.
 *
 * @param name the id of its task, or of the run
 * @param state one word
 * @param branch for its work; may be empty
 * @param model asked last; may be empty
 * @param elapsed since its dispatch
 * @param usage its tokens
 * @param money what it spent; of one that no process has with what is set aside for it
 * @param cap the money it may spend; zero if there is no cap
 * @param perMinute money a minute, without bounds: as it was seen, else on average while it was
 *     active; zero unless a process has it
 * @param isAtWork whether a process has it
 */
record RunLine(
    String name,
    String state,
    String branch,
    String model,
    Duration elapsed,
    TokenUsage usage,
    Money money,
    Money cap,
    Money perMinute,
    boolean isAtWork) {

  /** A run that has an account, as its record and the ledger tell of it. */
  static RunLine of(RecordedRun run, RunUse use, Instant now) {
    RecordedRun.Origin origin = run.origin();
    Duration elapsed =
        origin == null
            ? Duration.ZERO
            : Duration.between(origin.at(), now).truncatedTo(ChronoUnit.SECONDS);
    String key = run.dispatchKey();
    boolean isAtWork = run.status() == RecordedRun.Status.AT_WORK;
    return new RunLine(
        key.isEmpty() ? run.id().value() : key,
        RunTable.state(run),
        run.progress().branch(),
        use.model() == null ? "" : use.model().toString(),
        elapsed.isNegative() ? Duration.ZERO : elapsed,
        use.spend().spent().usage(),
        isAtWork ? use.spend().spent().cost() : use.spend().charged(),
        RunTable.moneyCap(use.spend()),
        isAtWork ? perMinute(run, use) : Money.zero(),
        isAtWork);
  }

  private static Money perMinute(RecordedRun run, RunUse use) {
    Money seen = use.perMinute();
    long known = use.spend().spent().cost().nanos() - use.spend().unresolved().nanos();
    long seconds = Math.max(1, run.progress().active().toSeconds());
    return seen == null ? Money.ofNanos(known * 60 / seconds) : seen;
  }
}
