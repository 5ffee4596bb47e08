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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final Pattern OWNER = Pattern.compile("process ([0-9]{1,18}), since .*");

  /** So often in a row a waiting thread of this JVM goes before other processes. */
  private static final int MOST_HANDINGS = 50;

  private static final String SELF = describe(ProcessHandle.current());
  private static final Map<Path, Holders> HOLDERS = new HashMap<>();

  private final Path path;
  private final Holders holders;
  private final Held held;
  private boolean isClosed;

  private ProcessLock(Path path, Holders holders, Held held) {
    this.path = path;
    this.holders = holders;
    this.held = held;
  }

  /**
   * A file that is locked while it is open.
   *
   * @param identity by which the file system knows it; null if that has no such thing
   */
  private record Held(RandomAccessFile file, @Nullable Object identity) {
    /** Writes who has the lock; cutting a file is a force of it on some file systems. */
    void say(byte[] owner) throws IOException {
      if (file.length() > owner.length) {
        file.setLength(0);
      }
      file.seek(0);
      file.write(owner);
    }
  }

  /** Those of this JVM that have or want one lock. */
  private static final class Holders {
    final Semaphore turn = new Semaphore(1, true);
    int count;

    /** What who had the lock handed on to whose turn it is. */
    @Nullable Held handedOn;

    int handings;
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
    ProcessLock lock = inTurn(path, holders, false);
    try {
      lock.held.say(self().getBytes(UTF_8));
      return lock;
    } catch (IOException notWritten) {
      lock.close();
      throw notWritten;
    }
  }

  /**
   * Tells who has a lock, without keeping it from anybody who is alive.
   *
   * @param file which need not be there
   * @return a phrase with the id of the process; empty if nobody alive has it
   * @throws IOException if the file cannot be read
   */
  public static String holder(Path file) throws IOException {
    if (Files.notExists(file)) {
      return "";
    }
    Path path = file.toRealPath();
    Holders holders = join(path);
    if (!holders.turn.tryAcquire()) {
      leave(path, holders);
      return "this process, " + self();
    }
    if (holders.handedOn != null) {
      giveBack(path, holders);
      return "this process, " + self();
    }
    return otherHolder(path, holders);
  }

  /** Asks while nobody of this JVM has the lock, whom a look into its file would take it from. */
  private static String otherHolder(Path path, Holders holders) throws IOException {
    try {
      if (!isDead(ownerIn(path))) {
        locked(path, false).file.close();
      }
      return "";
    } catch (LockHeldException held) {
      return held.holder();
    } finally {
      giveBack(path, holders);
    }
  }

  /** Tells whether a process said that it took the lock, and is not there any more. */
  private static boolean isDead(String owner) {
    Matcher said = OWNER.matcher(owner);
    if (!said.matches()) {
      return false;
    }
    return ProcessHandle.of(Long.parseLong(said.group(1)))
        .map(process -> !owner.equals(describe(process)))
        .orElse(true);
  }

  /**
   * Waits for a lock, whatever interrupts come.
   *
   * @param file made if missing; its directory is there
   * @return the lock, to be closed soon
   * @throws IOException if the file cannot be opened, or its file system has no locks
   */
  public static ProcessLock take(Path file) throws IOException {
    return takeAgain(place(file));
  }

  /**
   * Says where a lock is for who takes it often: by this name all of this JVM know it.
   *
   * @param file made if missing; its directory is there
   * @return its path without links
   * @throws IOException if the file cannot be made
   */
  public static Path place(Path file) throws IOException {
    DurableFiles.makeFile(file);
    return file.toRealPath();
  }

  /**
   * Waits for a lock as {@link #take}, without asking again where it is.
   *
   * @param place what {@link #place} gave; made again if it is missing
   */
  public static ProcessLock takeAgain(Path place) throws IOException {
    Holders holders = join(place);
    holders.turn.acquireUninterruptibly();
    return inTurn(place, holders, true);
  }

  /** Locks the file for the one thread of this JVM whose turn it is. */
  private static ProcessLock inTurn(Path path, Holders holders, boolean waits) throws IOException {
    Held held = null;
    try {
      held = handedOn(path, holders);
      held = held == null ? locked(path, waits) : held;
      return new ProcessLock(path, holders, held);
    } finally {
      if (held == null) {
        giveBack(path, holders);
      }
    }
  }

  /** Takes what another thread of this JVM handed on, if that still is the file of this name. */
  private static @Nullable Held handedOn(Path path, Holders holders) throws IOException {
    Held held = holders.handedOn;
    holders.handedOn = null;
    if (held == null || Objects.equals(held.identity, identityOf(path))) {
      return held;
    }
    held.file.close();
    return null;
  }

  private static Held locked(Path path, boolean waits) throws IOException {
    boolean wasInterrupted = Thread.interrupted();
    try {
      while (true) {
        Object identity = identityOf(path);
        if (path.equals(identity)) {
          DurableFiles.makeFile(path);
          identity = identityOf(path);
        }
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        boolean staysOpen = false;
        try {
          if (!lock(file, waits)) {
            throw new LockHeldException(path, ownerIn(path));
          }
          // Who held it before may have removed it with its directory, and another may be there.
          if (Objects.equals(identity, identityOf(path))) {
            staysOpen = true;
            return new Held(file, identity);
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
      if (holders.turn.hasQueuedThreads() && holders.handings < MOST_HANDINGS) {
        holders.handings++;
        holders.handedOn = held;
      } else {
        holders.handings = 0;
        held.file.close();
      }
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

  /** By what the file system knows a file; its path if there is none. */
  private static @Nullable Object identityOf(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException removed) {
      return path;
    }
  }

  /** What is said of this process: its id and since when it runs. */
  public static String self() {
    return SELF;
  }

  private static String describe(ProcessHandle process) {
    Instant since = process.info().startInstant().orElse(Instant.EPOCH);
    return "process " + process.pid() + ", since " + since.truncatedTo(ChronoUnit.SECONDS);
  }

  /** What the holder wrote; a process that is not this one has it. */
  private static String ownerIn(Path path) throws IOException {
    try (FileInputStream in = new FileInputStream(path.toFile())) {
      String owner = new String(in.readNBytes(MOST_SHOWN), UTF_8);
      return owner.startsWith("process ") ? owner : "another process";
    }
  }
}
