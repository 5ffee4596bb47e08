package dev.nightshift.core.ledger;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.internal.durable.ProcessLock;
import dev.nightshift.core.ledger.LedgerRecord.Estimated;
import dev.nightshift.core.ledger.LedgerRecord.Joined;
import dev.nightshift.core.ledger.LedgerRecord.Lapsed;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that share a ledger. What one of them that died had set aside is charged: its calls
 * may have been answered and billed. What it had not sent yet is given back, because a call is sent
 * only when it is on the disk that it will be. So is the active time that it set aside: what it
 * used of that, the journal of the run may still tell.
 */
final class Writers {
  private static final Logger LOG = LoggerFactory.getLogger(Writers.class);
  private static final long BETWEEN_LOOKS = Duration.ofSeconds(1).toNanos();
  private final @Nullable LedgerStore store;
  private final long self;
  private final AtomicLong lastLook = new AtomicLong(Long.MIN_VALUE);

  private Writers(@Nullable LedgerStore store, long self) {
    this.store = store;
    this.self = self;
  }

  /** The only process there is. */
  static Writers alone() {
    return new Writers(null, 0);
  }

  /** Joins those that share a store. */
  static Writers join(LedgerStore store, Books books) {
    long self =
        books.bookForced(
            (state, booked) -> {
              long next = state.lastWriter() + 1;
              store.claim(next);
              booked.accept(new Joined(next, ProcessLock.self()));
              return next;
            });
    return new Writers(store, self);
  }

  /** The number of this process. */
  long self() {
    return self;
  }

  /** As {@link #chargeTheDead}, unless somebody looked just now. */
  boolean chargeTheDeadNowAndThen(Books books, TimeSource time) {
    if (store == null) {
      return false;
    }
    long now = time.nanoTime();
    long last = lastLook.get();
    boolean isDue = last == Long.MIN_VALUE || now - last >= BETWEEN_LOOKS;
    return isDue && lastLook.compareAndSet(last, now) && chargeTheDead(books);
  }

  /** Closes what processes that died had open; tells whether there was anything. */
  boolean chargeTheDead(Books books) {
    return store != null && books.bookForced(this::chargeTheDead);
  }

  /** The same as part of a decision; it is on the disk with whatever is forced next. */
  boolean chargeTheDead(LedgerState state, Consumer<LedgerRecord> booked) {
    LedgerStore shared = store;
    if (shared == null) {
      return false;
    }
    Map<Long, Boolean> alive = new HashMap<>(Map.of(self, true));
    List<Hold> left = new ArrayList<>();
    for (Hold hold : state.holds()) {
      if (!alive.computeIfAbsent(hold.reserved.writer(), shared::isAlive)) {
        left.add(hold);
      }
    }
    for (Hold hold : left) {
      booked.accept(end(hold, state.process(hold.reserved.writer())));
    }
    boolean isGivenBack = false;
    for (RunAccount account : state.accounts()) {
      AccountTime time = account.time;
      if (time.held() > 0 && !alive.computeIfAbsent(time.writer(), shared::isAlive)) {
        booked.accept(account.timeGivenBack(state.counters().today(), self));
        isGivenBack = true;
      }
    }
    return !left.isEmpty() || isGivenBack;
  }

  private static LedgerRecord end(Hold hold, String process) {
    if (!hold.isDispatched) {
      LOG.info("attempt {} was never sent before {} ended", hold.key(), process);
      return new Lapsed(hold.key(), process + " ended before the call was sent");
    }
    LOG.warn(
        "attempt {} is charged {}, the most it can have cost, because {} ended while it was under"
            + " way",
        hold.key(),
        hold.reservation().hold(),
        process);
    CallEstimate call = hold.reservation().call();
    TokenUsage most =
        TokenUsage.builder()
            .input(call.inputUpperBound())
            .output(call.maxOutputTokens())
            .estimated(true)
            .build();
    return new Estimated(
        hold.key(),
        hold.reservation().hold(),
        most,
        "",
        process + " ended while the call was under way");
  }
}
