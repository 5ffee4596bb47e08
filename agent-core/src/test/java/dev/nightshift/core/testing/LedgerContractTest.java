package dev.nightshift.core.testing;

import dev.nightshift.core.ledger.BudgetLedger;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class LedgerContractTest {
  @TempDir private Path directory;

  static Set<String> rules() {
    return LedgerContract.rules().keySet();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void isKeptByTheLedgerInMemory(String rule) throws Exception {
    LedgerContract.rules().get(rule).check(BudgetLedger.inMemory(ManualTime.create()));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void isKeptByTheLedgerOfADirectory(String rule) throws Exception {
    try (BudgetLedger ledger =
        BudgetLedger.directory(directory, ZoneOffset.UTC, ManualTime.create())) {
      LedgerContract.rules().get(rule).check(ledger);
    }
  }
}
