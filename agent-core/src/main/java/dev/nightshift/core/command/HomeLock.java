package dev.nightshift.core.command;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the commands of one home run one after another in this JVM, because two mounts cannot share
 * what they write. Held by one thread.
 */
final class HomeLock {
  private static final Map<Path, HomeLock> LOCKS = new HashMap<>();

  private final Path home;
  private final ReentrantLock lock = new ReentrantLock();
  private int users;

  private HomeLock(Path home) {
    this.home = home;
  }

  /** Waits for the home; {@link #release} gives it back. */
  static HomeLock acquire(Path home) throws InterruptedException {
    HomeLock shared;
    synchronized (LOCKS) {
      shared = LOCKS.computeIfAbsent(home, HomeLock::new);
      shared.users++;
    }
    try {
      shared.lock.lockInterruptibly();
    } catch (InterruptedException stopped) {
      shared.leave();
      throw stopped;
    }
    return shared;
  }

  void release() {
    lock.unlock();
    leave();
  }

  private void leave() {
    synchronized (LOCKS) {
      users--;
      if (users == 0) {
        LOCKS.remove(home);
      }
    }
  }
}
