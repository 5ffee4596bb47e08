package dev.nightshift.git.internal.repository;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * One compare-and-set of a ref. JGit tries a ref's lock file once; this tries for about two
 * seconds, as long as the ref still has the expected value.
 */
public final class RefCompareAndSet {
  private static final int MAX_TRIES = 40;
  private static final long MAX_PAUSE_MILLIS = 100;

  private RefCompareAndSet() {}

  /** How a compare-and-set ended. */
  public enum Result {
    /** The ref has the new value. */
    MOVED,
    /** The ref has another value than expected; nothing changed. */
    OTHER_VALUE,
    /** The lock file is held all the time; nothing changed. */
    LOCKED
  }

  /**
   * Sets a ref if it has the expected value.
   *
   * @param expected the value to replace, the zero id if the ref must not exist
   */
  public static Result set(
      Repository repository, String ref, ObjectId expected, ObjectId value, PersonIdent who)
      throws IOException {
    for (int tries = 1; ; tries++) {
      RefUpdate update = repository.updateRef(ref);
      update.setExpectedOldObjectId(expected);
      update.setNewObjectId(value);
      update.setForceUpdate(true);
      update.setRefLogIdent(who);
      update.setRefLogMessage("nightshift", false);
      RefUpdate.Result result = forced(update);
      switch (result) {
        case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {
          return Result.MOVED;
        }
        case LOCK_FAILURE -> {
          if (!value(repository, ref).equals(expected)) {
            return Result.OTHER_VALUE;
          }
          if (tries == MAX_TRIES) {
            return Result.LOCKED;
          }
          pause(tries);
        }
        default -> throw new IOException("setting " + ref + " to " + value.name() + ": " + result);
      }
    }
  }

  /** Tries once; the end of another run may remove the empty directory the lock file goes to. */
  private static RefUpdate.Result forced(RefUpdate update) throws IOException {
    try {
      return update.forceUpdate();
    } catch (NoSuchFileException removedMeanwhile) {
      return RefUpdate.Result.LOCK_FAILURE;
    }
  }

  /** Returns the value of a ref, the zero id if it does not exist. */
  public static ObjectId value(Repository repository, String ref) throws IOException {
    @Nullable Ref found = repository.exactRef(ref);
    @Nullable ObjectId id = found == null ? null : found.getObjectId();
    return id == null ? ObjectId.zeroId() : id;
  }

  private static void pause(int tries) {
    long most = Math.min(MAX_PAUSE_MILLIS, 2L << Math.min(tries, 10));
    long millis = ThreadLocalRandom.current().nextLong(1, most + 1);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
