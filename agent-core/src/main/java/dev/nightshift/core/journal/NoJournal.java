package dev.nightshift.core.journal;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import java.util.List;

/** Forgets every record. */
enum NoJournal implements Journal, JournalWriter {
  INSTANCE;

  @Override
  public JournalWriter acquire(RunId run) {
    Require.nonNull(run, "run");
    return this;
  }

  @Override
  public List<String> read(RunId run) {
    return List.of();
  }

  @Override
  public List<RunId> runs() {
    return List.of();
  }

  @Override
  public long epoch() {
    return 1;
  }

  @Override
  public byte[] key() {
    return RunKey.random();
  }

  @Override
  public void append(String record) {}

  @Override
  public void force() {}

  @Override
  public void close() {}
}
