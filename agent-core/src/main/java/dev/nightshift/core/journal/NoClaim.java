package dev.nightshift.core.journal;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import org.jspecify.annotations.Nullable;

/** Keeps no keys. */
enum NoClaim implements KeyClaim {
  INSTANCE;

  @Override
  public @Nullable RunId run() {
    return null;
  }

  @Override
  public void give(RunId run) {
    Require.nonNull(run, "run");
  }

  @Override
  public void close() {}
}
