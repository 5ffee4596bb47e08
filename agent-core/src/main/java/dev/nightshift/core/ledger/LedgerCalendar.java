package dev.nightshift.core.ledger;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.ledger.LedgerException.Kind;
import dev.nightshift.core.ledger.LedgerRecord.Began;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in whose windows a ledger counts: days only go forward. Safe for concurrent use. */
final class LedgerCalendar {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerCalendar.class);
  private static final Duration A_DAY = Duration.ofDays(1);
  private final ZoneId zone;
  private final TimeSource time;
  private final Consumer<String> warnings;
  private volatile LocalDate toldOf = LocalDate.MIN;
  private volatile @Nullable Reading last;

  LedgerCalendar(ZoneId zone, TimeSource time) {
    this(zone, time, LOG::warn);
  }

  /** A calendar whose warnings a test reads. */
  LedgerCalendar(ZoneId zone, TimeSource time, Consumer<String> warnings) {
    this.zone = zone;
    this.time = time;
    this.warnings = warnings;
  }

  /** What the clock said, and by a count that nobody can set. */
  private record Reading(Instant now, long nanos) {
    Duration aheadOf(Reading before) {
      return Duration.between(before.now, now).minusNanos(nanos - before.nanos);
    }
  }

  /**
   * The zone in which a ledger counts; a new one begins in it.
   *
   * @param wanted null for the zone in which the ledger began, UTC for a new one
   */
  static ZoneId begin(@Nullable ZoneId wanted, LedgerState state, Consumer<LedgerRecord> booked) {
    ZoneId known = state.zone();
    if (known == null) {
      ZoneId zone = wanted == null ? ZoneOffset.UTC : wanted;
      booked.accept(new Began(zone));
      return zone;
    }
    if (wanted != null && !known.normalized().equals(wanted.normalized())) {
      throw new LedgerException(
          Kind.UNSUPPORTED,
          "the ledger counts days in the zone "
              + known
              + " and cannot count them in "
              + wanted
              + "; give that zone, or begin in another directory");
    }
    return known;
  }

  /** A clock that is set back must not open a window that was already used up. */
  LocalDate today(LedgerState state) {
    Reading reading = new Reading(time.now(), time.nanoTime());
    Reading before = last;
    last = reading;
    LocalDate now = LocalDate.ofInstant(reading.now, zone);
    LocalDate latest = state.counters().today();
    if (now.isBefore(latest)) {
      warnOfTheClockBefore(now, latest);
      return latest;
    }
    if (now.isAfter(latest) && before != null && reading.aheadOf(before).compareTo(A_DAY) > 0) {
      warnings.accept(
          ("the clock went from %s to %s at once: it was set, or the computer slept; caps of a day"
                  + " or a month count from %s on now, and begin anew after that day only. If that"
                  + " clock is wrong, correct it and move the ledger away to begin a new one")
              .formatted(before.now, reading.now, now));
    }
    return now;
  }

  /** Nothing is said of a clock that is behind by one midnight, as others may well be. */
  private void warnOfTheClockBefore(LocalDate now, LocalDate latest) {
    if (latest.isAfter(now.plusDays(1)) && !latest.equals(toldOf)) {
      toldOf = latest;
      warnings.accept(
          "the clock says "
              + now
              + ", and the ledger counts in the windows of "
              + latest
              + " already, which a clock said before: what is spent counts there, and no cap of a"
              + " day or a month begins anew until then; correct the clock that is wrong, and if"
              + " that was the one before, move the ledger away to begin a new one");
    }
  }
}
