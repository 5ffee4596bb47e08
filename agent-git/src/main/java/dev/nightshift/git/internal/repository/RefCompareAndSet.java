package dev.nightshift.git.internal.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.RefDirectory;
import org.eclipse.jgit.internal.storage.file.ReflogWriter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.util.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * Compare-and-set of branches, as git does it: under the lock file of the branch. JGit makes that
 * file empty and fills it later, so that one which a kill leaves says nothing; here {@link
 * HeldLocks} makes it. For about two seconds a lock of somebody else is waited for, as long as the
 * branch still has the expected value. Used by one thread.
 */
public final class RefCompareAndSet {
  private static final int MAX_TRIES = 40;
  private static final long MAX_PAUSE_MILLIS = 100;
  private final Repository repository;
  private final HeldLocks locks;
  private final PersonIdent who;

  /**
   * Sets branches of a repository.
   *
   * @param locks how the run that sets them takes locks
   * @param who the name in the log of a branch, if it has one
   */
  public RefCompareAndSet(Repository repository, HeldLocks locks, PersonIdent who) {
    this.repository = repository;
    this.locks = locks;
    this.who = who;
  }

  /** How a compare-and-set ended. */
  public enum Result {
    /** The ref has the new value. */
    MOVED,
    /**
     * The ref has another value than expected, is an alias, or cannot be made beside one that is
     * named as its directory or below it; nothing changed.
     */
    OTHER_VALUE,
    /** The lock file is held all the time; nothing changed. */
    LOCKED
  }

  /**
   * Sets a branch if it has the expected value.
   *
   * @param expected the value to replace, the zero id if the ref must not exist
   * @param value an object of the repository
   */
  public Result set(String ref, ObjectId expected, ObjectId value) throws IOException {
    if (!repository.getObjectDatabase().has(value)) {
      throw new MissingObjectException(value, Constants.TYPE_COMMIT);
    }
    locks.announce(ref, value.name());
    try {
      for (int tries = 1; ; tries++) {
        if (locks.take(ref, value.name())) {
          return moved(ref, expected, value);
        }
        if (!isStill(ref, expected)) {
          return Result.OTHER_VALUE;
        }
        if (tries == MAX_TRIES) {
          return Result.LOCKED;
        }
        pause(tries);
      }
    } finally {
      locks.released();
    }
  }

  private Result moved(String ref, ObjectId expected, ObjectId value) throws IOException {
    Path lock = locks.lockOf(ref);
    boolean moved = false;
    try {
      if (!isStill(ref, expected)) {
        return Result.OTHER_VALUE;
      }
      if (repository.getRefDatabase() instanceof RefDirectory refs) {
        new ReflogWriter(refs).log(ref, expected, value, who, "nightshift");
      }
      Path file = lock.resolveSibling(ref.substring(ref.lastIndexOf('/') + 1));
      // Git leaves empty directories where branches were; JGit removes one that is in the way.
      FileUtils.rename(lock.toFile(), file.toFile(), StandardCopyOption.ATOMIC_MOVE);
      moved = true;
      return Result.MOVED;
    } finally {
      if (!moved) {
        Files.deleteIfExists(lock);
      }
    }
  }

  private boolean isStill(String ref, ObjectId expected) throws IOException {
    @Nullable Ref found = find(repository, ref);
    if (found != null && found.isSymbolic()) {
      return false;
    }
    return value(repository, ref).equals(expected)
        && (found != null || !repository.getRefDatabase().isNameConflicting(ref));
  }

  /** Returns the value of a ref, the zero id if it does not exist. */
  public static ObjectId value(Repository repository, String ref) throws IOException {
    @Nullable Ref found = find(repository, ref);
    @Nullable ObjectId id = found == null ? null : found.getObjectId();
    return id == null ? ObjectId.zeroId() : id;
  }

  /**
   * Returns a ref, null if it does not exist. Git packs one by writing {@code packed-refs}, then
   * deleting its file: a look that read the packed refs before and the file after finds it nowhere,
   * the next one finds it.
   */
  static @Nullable Ref find(Repository repository, String ref) throws IOException {
    @Nullable Ref found = repository.exactRef(ref);
    return found == null ? repository.exactRef(ref) : found;
  }

  private static void pause(int tries) {
    long most = Math.min(MAX_PAUSE_MILLIS, 2L << Math.min(tries, 10));
    long millis = ThreadLocalRandom.current().nextLong(1, most + 1);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
