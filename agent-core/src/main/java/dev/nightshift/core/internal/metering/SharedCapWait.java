package dev.nightshift.core.internal.metering;

import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetShortfall;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.CallEstimate;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The wait of one call for what open calls of others hold of a cap that its run shares with them.
 * It holds nothing itself meanwhile, neither money nor its turn at the provider, so that no two
 * calls wait for each other. Used by one thread.
 */
final class SharedCapWait implements AutoCloseable {
  /**
   * So long nothing may change of what is left and held: longer than any call is open that gives
   * signs of life, so what is held then is held by a process that stands still.
   */
  static final Duration PATIENCE = Duration.ofMinutes(30);

  private final RunMeter meter;
  private final ResolvedModel seat;
  private final CallEstimate call;
  private CapQueue.@Nullable Place place;
  private Duration longest = Duration.ZERO;
  private long began;
  private long changed;
  private Held last = new Held(0, 0);

  SharedCapWait(RunMeter meter, ResolvedModel seat, CallEstimate call) {
    this.meter = meter;
    this.seat = seat;
    this.call = call;
  }

  private record Held(long left, long held) {}

  /**
   * Waits until the call may fit, or no wait can help any more.
   *
   * @throws BudgetExhaustedException if no wait can help, or the call has waited long enough
   */
  void after(BudgetExhaustedException refused) throws InterruptedException {
    BudgetShortfall lacking = refused.shortfall().orElse(null);
    if (lacking == null || !lacking.mayFitLater()) {
      throw place == null ? refused : afterAll(refused);
    }
    CapQueue.Place mine = place == null ? begin(lacking) : place;
    if (isOver(lacking)) {
      throw afterAll(refused);
    }
    mine.passOn();
    ActiveTime active = meter.signals().timeAccount().active();
    Waiter.await(meter.signals().cancellation(), () -> active.waiting(() -> untilItMayFit(mine)));
  }

  private CapQueue.Place begin(BudgetShortfall lacking) {
    CapQueue.Place mine = meter.access().capQueue().join();
    place = mine;
    began = now();
    // Its own time does not pass while it waits, so what is left of that is a bound of its own.
    longest = meter.signals().timeAccount().left();
    meter.signals().note(RunSignals.WAITS, told(lacking));
    CallEvents.waiting(meter.signals(), call, lacking);
    return mine;
  }

  private static String told(BudgetShortfall lacking) {
    BudgetUnit unit = lacking.cap().unit();
    return "its next call waits for "
        + unit.toDisplay(lacking.missing())
        + " of the "
        + unit.toDisplay(lacking.held())
        + " that are set aside for open calls in the cap of "
        + lacking.cap().toDisplay();
  }

  /** Returns what a wait returns; whether the call fits is for the ledger to say. */
  private boolean untilItMayFit(CapQueue.Place mine) throws InterruptedException {
    while (true) {
      mine.rest();
      meter.throwIfStopped();
      Optional<BudgetShortfall> lacking =
          meter
              .access()
              .ledger()
              .shortfall(
                  meter.run(),
                  call,
                  meter.access().price(seat, meter.access().time().now()),
                  ModelCaller.leastOutput(call));
      if (lacking.filter(BudgetShortfall::mayFitLater).isEmpty() || isOver(lacking.get())) {
        return true;
      }
      mine.passOn();
    }
  }

  private boolean isOver(BudgetShortfall lacking) {
    long now = now();
    Held held = new Held(lacking.left(), lacking.held());
    changed = held.equals(last) ? changed : now;
    last = held;
    return now - changed >= PATIENCE.toNanos() || waited().compareTo(longest) >= 0;
  }

  private Duration waited() {
    return Duration.ofNanos(now() - began);
  }

  private long now() {
    return meter.access().time().nanoTime();
  }

  private BudgetExhaustedException afterAll(BudgetExhaustedException refused) {
    String message =
        refused.getMessage()
            + "; it waited "
            + BudgetUnit.TIME_MILLIS.toDisplay(waited().toMillis())
            + " for what open calls of others held";
    return refused
        .shortfall()
        .map(lacking -> new BudgetExhaustedException(message, lacking))
        .orElseGet(() -> new BudgetExhaustedException(message));
  }

  /** Leaves the queue, whatever became of the call. */
  @Override
  public void close() {
    CapQueue.Place mine = place;
    if (mine != null) {
      place = null;
      mine.close();
      meter.signals().note(RunSignals.WAITS, "");
      CallEvents.waited(meter.signals(), call, waited());
    }
  }
}
