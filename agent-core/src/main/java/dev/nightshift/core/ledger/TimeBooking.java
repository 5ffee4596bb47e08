package dev.nightshift.core.ledger;

import dev.nightshift.core.base.Require;
import java.time.Duration;
import java.util.List;

/**
 * What came of booking the active time of a run.
 *
 * @param total what is booked for it now; more than was told if the ledger knew of more
 * @param setAside how much longer it may be active before it books again, at least zero; nobody
 *     else is given that time. Zero as well if no cap on time is shared with others
 * @param left for each cap on time of the run, in the order of the caps, {@code setAside} included;
 *     for a cap of roles one for each role that was told of or booked before
 */
public record TimeBooking(WorkedTime total, Duration setAside, List<TimeLeft> left) {
  /** Copies the list, refuses nulls. */
  public TimeBooking {
    Require.nonNull(total, "total");
    Require.nonNull(setAside, "setAside");
    left = Require.elements(left, "left");
  }
}
