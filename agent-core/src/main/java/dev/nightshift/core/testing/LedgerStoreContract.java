package dev.nightshift.core.testing;

import static dev.nightshift.core.testing.ContractScene.equal;
import static dev.nightshift.core.testing.ContractScene.refused;
import static dev.nightshift.core.testing.ContractScene.require;

import dev.nightshift.core.ledger.LedgerStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What every implementation of {@link LedgerStore} must do, as plain checks: run each of {@link
 * #rules} on stores over the same records, which stand for as many processes. Whether a record
 * survives a kill is for each store to show; a ledger over it has to pass {@link LedgerContract} as
 * well.
 */
public final class LedgerStoreContract {
  private LedgerStoreContract() {}

  /** One check. */
  @FunctionalInterface
  public interface Rule {
    /**
     * Checks the rule.
     *
     * @param stores opens one more store over the same records, of which there are none at first
     * @throws AssertionError if it does not hold
     * @throws InterruptedException if this thread is interrupted
     */
    void check(Supplier<LedgerStore> stores) throws InterruptedException;
  }

  /**
   * Returns the checks.
   *
   * @return each by what it states, in a fixed order
   */
  public static Map<String, Rule> rules() {
    Map<String, Rule> rules = new LinkedHashMap<>();
    rules.put("a record is given to others once, in order", LedgerStoreContract::givesOnce);
    rules.put("a new store is given all records", LedgerStoreContract::startsOver);
    rules.put("nothing comes between reading and writing", LedgerStoreContract::isExclusive);
    rules.put("a writer is alive until it is closed", LedgerStoreContract::knowsTheDead);
    rules.put("a refusal appends nothing", LedgerStoreContract::passesOnWhatIsThrown);
    rules.put("an interrupt breaks nothing", LedgerStoreContract::survivesInterrupts);
    return rules;
  }

  private static void givesOnce(Supplier<LedgerStore> stores) {
    try (LedgerStore one = stores.get();
        LedgerStore two = stores.get()) {
      equal(List.of(), append(one, record(1), record(2)), "records of an empty store");
      equal(List.of(record(1), record(2)), append(two, record(3)), "records of the other");
      equal(List.of(record(3)), append(one), "records of the other");
      equal(List.of(), append(two), "records when there are no new ones");
      one.force();
      two.force();
    }
  }

  private static void startsOver(Supplier<LedgerStore> stores) {
    String text = "{\"text\":\"\u00e4 \ud83d\ude00 \\n \"}";
    try (LedgerStore one = stores.get()) {
      append(one, record(1), text);
      one.force();
    }
    try (LedgerStore next = stores.get()) {
      equal(List.of(record(1), text), append(next), "records of a closed store");
    }
  }

  private static void isExclusive(Supplier<LedgerStore> stores) throws InterruptedException {
    int updates = 50;
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try (LedgerStore one = stores.get();
        LedgerStore two = stores.get()) {
      List<Future<?>> all = new ArrayList<>();
      for (LedgerStore store : List.of(one, two)) {
        all.add(pool.submit(() -> count(store, updates)));
      }
      for (Future<?> each : all) {
        each.get();
      }
      try (LedgerStore three = stores.get()) {
        List<String> records = append(three);
        for (int i = 0; i < records.size(); i++) {
          equal(record(i + 1), records.get(i), "record " + i + " of two writers");
        }
        equal(2 * updates, records.size(), "records of two writers");
      }
    } catch (ExecutionException failed) {
      throw new AssertionError("an update failed", failed.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private static void count(LedgerStore store, int updates) {
    int[] last = {0};
    for (int i = 0; i < updates; i++) {
      store.update(
          new LedgerStore.Update() {
            @Override
            public void read(String record) {
              last[0]++;
            }

            @Override
            public void write(Consumer<String> append) {
              last[0]++;
              append.accept(record(last[0]));
            }
          });
    }
  }

  private static void knowsTheDead(Supplier<LedgerStore> stores) {
    try (LedgerStore looks = stores.get()) {
      LedgerStore writer = stores.get();
      during(writer, () -> writer.claim(7));
      during(looks, () -> require(looks.isAlive(7), "a writer must be alive until it is closed"));
      writer.close();
      during(looks, () -> require(!looks.isAlive(7), "a closed writer must not be alive"));
      during(looks, () -> require(!looks.isAlive(7), "who is not alive must stay so"));
    }
  }

  private static void passesOnWhatIsThrown(Supplier<LedgerStore> stores) {
    try (LedgerStore one = stores.get();
        LedgerStore two = stores.get()) {
      String said =
          refused(
              IllegalStateException.class,
              "an update that throws",
              () ->
                  during(
                      one,
                      () -> {
                        throw new IllegalStateException("not now");
                      }));
      equal("not now", said, "what an update threw");
      equal(List.of(), append(two), "records after that");
    }
  }

  private static void survivesInterrupts(Supplier<LedgerStore> stores) {
    try (LedgerStore one = stores.get();
        LedgerStore two = stores.get()) {
      Thread.currentThread().interrupt();
      append(one, record(1));
      one.force();
      require(Thread.interrupted(), "the thread must stay interrupted");
      equal(List.of(record(1)), append(two, record(2)), "records of an interrupted thread");
      equal(List.of(record(2)), append(one), "records after an interrupt");
    } finally {
      Thread.interrupted();
    }
  }

  private static List<String> append(LedgerStore store, String... records) {
    List<String> read = new ArrayList<>();
    store.update(
        new LedgerStore.Update() {
          @Override
          public void read(String record) {
            read.add(record);
          }

          @Override
          public void write(Consumer<String> append) {
            List.of(records).forEach(append);
          }
        });
    return read;
  }

  private static void during(LedgerStore store, Runnable work) {
    store.update(
        new LedgerStore.Update() {
          @Override
          public void read(String record) {}

          @Override
          public void write(Consumer<String> append) {
            work.run();
          }
        });
  }

  private static String record(int number) {
    return "{\"n\":" + number + "}";
  }
}
