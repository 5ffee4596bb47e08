package dev.nightshift.git.internal.repository;

import dev.nightshift.core.base.RunId;
import java.io.IOException;
import java.nio.file.Path;

/** Leaves the lock of a branch as a process does that is killed before it sets the branch. */
public final class LeftLock {
  private LeftLock() {}

  public static void leave(Path commonDir, RunId run, String ref, String commit)
      throws IOException {
    HeldLocks locks = new HeldLocks(new RunRefs(commonDir, run));
    locks.announce(ref, commit);
    if (!locks.take(ref, commit)) {
      throw new IOException("somebody has the lock of " + ref);
    }
  }
}
