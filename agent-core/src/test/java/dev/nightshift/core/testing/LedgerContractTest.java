package dev.nightshift.core.testing;

import dev.nightshift.core.budget.BudgetLedger;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class LedgerContractTest {
  static Set<String> rules() {
    return LedgerContract.rules().keySet();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void isKeptByTheLedgerInMemory(String rule) throws Exception {
    LedgerContract.rules().get(rule).check(BudgetLedger.inMemory(ManualTime.create()));
  }
}
