package dev.nightshift.core.simulation;

import dev.nightshift.core.testing.JournalContract;
import dev.nightshift.core.testing.LedgerStoreContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A disk that does not fail keeps what each journal and each store keeps. */
class DiskTest {
  private final Schedule schedule = new Schedule(1);

  private Life process() {
    return new Life(schedule, "process", -1);
  }

  @TestFactory
  Stream<DynamicTest> itsJournalKeepsTheContract() {
    return JournalContract.rules().entrySet().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.getKey(),
                    () -> rule.getValue().check(new Disk(schedule).journal(process()))));
  }

  @TestFactory
  Stream<DynamicTest> itsStoresKeepTheContract() {
    return LedgerStoreContract.rules().entrySet().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.getKey(),
                    () -> {
                      Disk disk = new Disk(schedule);
                      rule.getValue().check(() -> disk.store(process()));
                    }));
  }
}
