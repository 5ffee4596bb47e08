package dev.nightshift.core.ledger;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.ledger.LedgerException.Kind;
import dev.nightshift.core.ledger.LedgerRecord.Began;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in whose windows a ledger counts: days only go forward. Safe for concurrent use. */
final class LedgerCalendar {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerCalendar.class);
  private final ZoneId zone;
  private final TimeSource time;
  private volatile LocalDate toldOf = LocalDate.MIN;

  LedgerCalendar(ZoneId zone, TimeSource time) {
    this.zone = zone;
    this.time = time;
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
    LocalDate now = LocalDate.ofInstant(time.now(), zone);
    LocalDate latest = state.counters().today();
    if (!now.isBefore(latest)) {
      return now;
    }
    if (!latest.equals(toldOf)) {
      toldOf = latest;
      ahead(now, latest).ifPresent(LOG::warn);
    }
    return latest;
  }

  /** What is said where the ledger is ahead of the clock by more than a midnight. */
  static Optional<String> ahead(LocalDate now, LocalDate latest) {
    return latest.isAfter(now.plusDays(1))
        ? Optional.of(
            "the clock says "
                + now
                + ", and the ledger counts in the windows of "
                + latest
                + " already, which a clock said before: what is spent counts there, and no cap of a"
                + " day or a month begins anew until then; correct the clock that is wrong, and if"
                + " that was the one before, move the ledger away to begin a new one")
        : Optional.empty();
  }
}
