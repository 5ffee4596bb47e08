package dev.nightshift.core.ledger;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows what a ledger has spent, set aside and left, how fast, and when its caps will be reached.
 *
 * <p>Amounts are those of the ledger and outlive the process with it. Rates are what this monitor
 * saw in its last five minutes: the first look has none. It books nothing and is no writer of the
 * ledger, so what a process that died had set aside is shown as reserved until a ledger is opened
 * there again.
 *
 * <p><b>Threads:</b> safe for concurrent use.
 */
public final class SpendMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(SpendMonitor.class);
  private final StateSource source;
  private final TimeSource time;
  private final SpendRates rates = new SpendRates();

  private SpendMonitor(StateSource source, TimeSource time) {
    this.source = source;
    this.time = time;
  }

  /**
   * Watches a ledger of this process, and what others that share it spend.
   *
   * @param ledger one that {@link BudgetLedger} made
   * @param time the clock
   * @return the monitor
   * @throws IllegalArgumentException if the ledger is of another make; it does not say its scopes
   */
  public static SpendMonitor of(BudgetLedger ledger, TimeSource time) {
    Require.nonNull(ledger, "ledger");
    Require.nonNull(time, "time");
    if (ledger instanceof RecordedLedger recorded) {
      return new SpendMonitor(recorded, time);
    }
    throw new IllegalArgumentException(
        "a ledger of class "
            + ledger.getClass().getName()
            + " cannot be watched; watch one of BudgetLedger.inMemory, directory or over");
  }

  /**
   * Watches the ledger of a directory without opening it, also while processes spend there.
   *
   * @param directory what {@link BudgetLedger#directory(Path)} or {@code NightshiftBuilder.state}
   *     was given; one without a ledger has spent nothing
   * @param time the clock
   * @return the monitor
   */
  public static SpendMonitor directory(Path directory, TimeSource time) {
    Require.nonNull(directory, "directory");
    return new SpendMonitor(new LedgerTail(directory), Require.nonNull(time, "time"));
  }

  /**
   * Looks once.
   *
   * @return what the ledger says now
   * @throws LedgerException if its records cannot be read or are damaged
   */
  public SpendSnapshot snapshot() {
    return source.look(
        state -> new StateReading(state, time.now(), rates.at(time.nanoTime())).snapshot());
  }

  /**
   * Looks again and again, on a thread of its own that does not keep the process alive.
   *
   * @param every the time between two looks, more than zero
   * @param to is given each snapshot, the first at once; what it throws is logged and ends the
   *     looking, as does a ledger that cannot be read
   * @return ends the looking when it is closed
   */
  public AutoCloseable follow(Duration every, Consumer<SpendSnapshot> to) {
    Require.positive(every, "every");
    Require.nonNull(to, "to");
    Thread thread = new Thread(() -> look(every, to), "nightshift-spend");
    thread.setDaemon(true);
    thread.start();
    return thread::interrupt;
  }

  private void look(Duration every, Consumer<SpendSnapshot> to) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        to.accept(snapshot());
        time.sleep(every);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error failed) {
      LOG.warn("the spend is not looked at any more", failed);
    }
  }
}
