package dev.nightshift.core.testing;

import dev.nightshift.core.ledger.ListStore;
import dev.nightshift.core.ledger.TestStores;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class LedgerStoreContractTest {
  @TempDir private Path directory;

  static Set<String> rules() {
    return LedgerStoreContract.rules().keySet();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void isKeptByTheStoreOfADirectory(String rule) throws Exception {
    LedgerStoreContract.rules().get(rule).check(() -> TestStores.in(directory));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void isKeptByAStoreInMemory(String rule) throws Exception {
    ListStore.Shared records = new ListStore.Shared();
    LedgerStoreContract.rules().get(rule).check(() -> new ListStore(records));
  }
}
