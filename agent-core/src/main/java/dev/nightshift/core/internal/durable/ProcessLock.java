package dev.nightshift.core.internal.durable;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A lock that one holder of all processes of this machine has, be they threads of one JVM or not.
 * The kernel releases it when its process dies, so nothing that is left behind ever matters; the
 * file itself stays for the next one and must not be removed but by who holds the lock.
 *
 * <p>The locks of a file belong to the whole JVM, and closing the file by whatever way releases
 * them. So each lock file is open at most once in a JVM, which a registry by the real path sees to,
 * and its bytes are not read while this JVM holds it. <b>Threads:</b> safe for concurrent use; a
 * lock may be closed by another thread than took it. Take one lock at a time where you wait.
 */
public final class ProcessLock implements AutoCloseable {
  /** Behind all bytes, so that those of the owner can be read where locks keep readers off. */
  private static final long PLACE = Long.MAX_VALUE - 1;

  private static final int MOST_SHOWN = 100;
  private static final Map<Path, Holders> HOLDERS = new HashMap<>();

  private final Path path;
  private final Holders holders;
  private final RandomAccessFile file;
  private boolean isClosed;

  private ProcessLock(Path path, Holders holders, RandomAccessFile file) {
    this.path = path;
    this.holders = holders;
    this.file = file;
  }

  /** Those of this JVM that have or want one lock. */
  private static final class Holders {
    final Semaphore turn = new Semaphore(1, true);
    int count;
  }

  /**
   * Takes a lock that nobody has, and says in its file which process did.
   *
   * @param file made if missing; its directory is there
   * @return the lock, to be closed
   * @throws LockHeldException if somebody alive has it
   * @throws IOException if the file cannot be opened, or its file system has no locks
   */
  public static ProcessLock tryTake(Path file) throws IOException {
    DurableFiles.makeFile(file);
    Path path = file.toRealPath();
    Holders holders = join(path);
    if (!holders.turn.tryAcquire()) {
      leave(path, holders);
      throw new LockHeldException(file, "this process, " + self());
    }
    RandomAccessFile held = null;
    try {
      held = locked(path, false);
      if (held == null) {
        throw new LockHeldException(file, ownerIn(path));
      }
      held.setLength(0);
      held.write(self().getBytes(UTF_8));
      return new ProcessLock(path, holders, held);
    } finally {
      if (held == null) {
        giveBack(path, holders);
      }
    }
  }

  /**
   * Waits for a lock, whatever interrupts come.
   *
   * @param file made if missing; its directory is there
   * @return the lock, to be closed soon
   * @throws IOException if the file cannot be opened, or its file system has no locks
   */
  public static ProcessLock take(Path file) throws IOException {
    DurableFiles.makeFile(file);
    Path path = file.toRealPath();
    Holders holders = join(path);
    holders.turn.acquireUninterruptibly();
    RandomAccessFile held = null;
    try {
      held = Objects.requireNonNull(locked(path, true), "a lock that was waited for");
      return new ProcessLock(path, holders, held);
    } finally {
      if (held == null) {
        giveBack(path, holders);
      }
    }
  }

  /**
   * Called by the one thread of this JVM whose turn it is; null if another process has the lock.
   */
  private static @Nullable RandomAccessFile locked(Path path, boolean waits) throws IOException {
    boolean wasInterrupted = Thread.interrupted();
    try {
      while (true) {
        DurableFiles.makeFile(path);
        Object identity = identityOf(path);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        boolean staysOpen = false;
        try {
          if (!lock(file, waits)) {
            return null;
          }
          // Who held it before may have removed it with its directory, and another may be there.
          if (Objects.equals(identity, identityOf(path))) {
            staysOpen = true;
            return file;
          }
        } catch (FileLockInterruptionException closed) {
          // Nobody else in this JVM uses the file, so it may be opened again.
          wasInterrupted |= Thread.interrupted();
        } catch (OverlappingFileLockException otherCopy) {
          // Another class loader's copy of this class would lose the lock if this were closed.
          staysOpen = true;
          throw new LockHeldException(path, "this process, in another class loader");
        } finally {
          if (!staysOpen) {
            file.close();
          }
        }
      }
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean lock(RandomAccessFile file, boolean waits) throws IOException {
    @Nullable FileLock lock =
        waits
            ? file.getChannel().lock(PLACE, 1, false)
            : file.getChannel().tryLock(PLACE, 1, false);
    return lock != null;
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      if (isClosed) {
        return;
      }
      isClosed = true;
    }
    try {
      file.close();
    } finally {
      giveBack(path, holders);
    }
  }

  private static void giveBack(Path path, Holders holders) {
    holders.turn.release();
    leave(path, holders);
  }

  private static Holders join(Path path) {
    synchronized (HOLDERS) {
      Holders holders = HOLDERS.computeIfAbsent(path, none -> new Holders());
      holders.count++;
      return holders;
    }
  }

  private static void leave(Path path, Holders holders) {
    synchronized (HOLDERS) {
      holders.count--;
      if (holders.count == 0) {
        HOLDERS.remove(path);
      }
    }
  }

  private static @Nullable Object identityOf(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException removed) {
      return path;
    }
  }

  /** What is said of this process: its id and since when it runs. */
  public static String self() {
    ProcessHandle self = ProcessHandle.current();
    Instant since = self.info().startInstant().orElse(Instant.EPOCH);
    return "process " + self.pid() + ", since " + since.truncatedTo(ChronoUnit.SECONDS);
  }

  /** What the holder wrote; a process that is not this one has it. */
  private static String ownerIn(Path path) throws IOException {
    try (FileInputStream in = new FileInputStream(path.toFile())) {
      String owner = new String(in.readNBytes(MOST_SHOWN), UTF_8);
      return owner.startsWith("process ") ? owner : "another process";
    }
  }
}
