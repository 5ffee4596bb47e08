package dev.nightshift.git.internal.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to work on a run, held by one process and released by the kernel when that dies.
 *
 * <p>On POSIX systems any closing of the file releases the lock of the whole process: a process
 * must not try for a lock that it holds.
 */
public final class RunLock implements AutoCloseable {
  private static final String FILE = "lock";
  private final Outcome outcome;
  private final @Nullable FileChannel channel;
  private final String why;

  private RunLock(Outcome outcome, @Nullable FileChannel channel, String why) {
    this.outcome = outcome;
    this.channel = channel;
    this.why = why;
  }

  private static RunLock without(Outcome outcome) {
    return new RunLock(outcome, null, "");
  }

  /** How an attempt ended. */
  public enum Outcome {
    /** It is ours until it is closed. */
    TAKEN,
    /** Somebody has it. */
    HELD,
    /** The file system has no locks. */
    UNSUPPORTED,
    /** The file cannot be opened. */
    CLOSED
  }

  /** Tries for the lock of a record. */
  public static RunLock attempt(Path record) throws IOException {
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              record.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (NoSuchFileException removedMeanwhile) {
      throw removedMeanwhile;
    } catch (IOException denied) {
      return new RunLock(Outcome.CLOSED, null, denied + userOf(record));
    }
    try {
      if (channel.tryLock() != null) {
        return new RunLock(Outcome.TAKEN, channel, "");
      }
    } catch (OverlappingFileLockException sameJvm) {
      channel.close();
      return without(Outcome.HELD);
    } catch (IOException noLocks) {
      channel.close();
      return without(Outcome.UNSUPPORTED);
    }
    channel.close();
    return without(Outcome.HELD);
  }

  /** Returns a clause that names whose a directory is, empty if that cannot be told. */
  public static String userOf(Path record) {
    try {
      return ", in a directory of user " + Files.getOwner(record).getName();
    } catch (IOException | UnsupportedOperationException nobodyKnown) {
      return "";
    }
  }

  /** Tells whether nothing but the lock is in a record, and an owner that was not whole yet. */
  public static boolean isAlone(Path record) throws IOException {
    Path unfinished = RunOwner.in(record).unfinished();
    try (var files = Files.list(record)) {
      return files.allMatch(file -> isLock(file) || file.equals(unfinished));
    }
  }

  /** Tells whether a file of a record is its lock. */
  public static boolean isLock(Path file) {
    return file.endsWith(FILE);
  }

  public Outcome outcome() {
    return outcome;
  }

  /** Returns why it cannot be opened, empty if it can. */
  public String why() {
    return why;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
