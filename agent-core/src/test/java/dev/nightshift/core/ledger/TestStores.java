package dev.nightshift.core.ledger;

import java.nio.file.Path;

/** The stores that only this package makes. */
public final class TestStores {
  private TestStores() {}

  /** The store of a directory. */
  public static LedgerStore in(Path directory) {
    return DirectoryStore.in(directory);
  }
}
