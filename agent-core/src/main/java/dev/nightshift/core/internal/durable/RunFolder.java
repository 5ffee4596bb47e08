package dev.nightshift.core.internal.durable;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands beside the journal of a run in a state directory: who writes it, whether somebody
 * asked for its end, and of which end all have heard. Safe for concurrent use, by several processes
 * too.
 */
public final class RunFolder {
  /** Below the directory that a journal is kept in. */
  public static final String RUNS = "runs";

  private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);
  private static final String OPENED = "opened";
  private static final String TOLD = "told";
  private static final String TELLING = "telling";
  private static final int MOST_READ = 4_096;
  private final Path folder;

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /** The folder of a run in a state directory; it need not be there. */
  public static RunFolder of(Path state, RunId run) {
    return new RunFolder(state.resolve(RUNS).resolve(run.value()));
  }

  /** Who writes the run just now, a phrase with the id of the process; empty if nobody does. */
  public String holder() {
    try {
      return ProcessLock.holder(lock());
    } catch (IOException unreadable) {
      return "";
    }
  }

  /** Asks the process that has the run, or the next one that does, to stop it. */
  public void askToStop(String why) {
    try {
      DurableFiles.writeWhole(stop(), why.getBytes(UTF_8));
    } catch (IOException notWritten) {
      throw new WorkspaceException(
          WorkspaceException.Kind.IO,
          "the wish to stop the run cannot be written to " + stop() + ": " + notWritten,
          notWritten);
    }
  }

  /** Why somebody asked for the end of the run; empty if nobody did. */
  public String whyStopped() {
    if (!Files.exists(stop())) {
      return "";
    }
    try (FileInputStream in = new FileInputStream(stop().toFile())) {
      return new String(in.readNBytes(MOST_READ), UTF_8).strip();
    } catch (IOException unreadable) {
      return "somebody asked for its end";
    }
  }

  /** Takes back what was asked, because a human decided that the run is to go on. */
  public void forgetStop() {
    try {
      Files.deleteIfExists(stop());
    } catch (IOException notRemoved) {
      throw new WorkspaceException(
          WorkspaceException.Kind.IO,
          "the earlier wish to stop the run, "
              + stop()
              + ", would stop it again and cannot be removed: "
              + notRemoved,
          notRemoved);
    }
  }

  /** Keeps since when a human looks at the run; an earlier look that goes on stays. */
  public void opened(Instant at) {
    try {
      if (exists() && openedAt() == null) {
        DurableFiles.writeWhole(folder.resolve(OPENED), at.toString().getBytes(UTF_8));
      }
    } catch (IOException notKept) {
      LOG.warn("that a report was opened is not kept in {}: {}", folder, notKept.toString());
    }
  }

  /** Since when a human looks at the run; null if that is not known. */
  public @Nullable Instant openedAt() {
    try {
      return Instant.parse(Files.readString(folder.resolve(OPENED)).strip());
    } catch (IOException | DateTimeParseException unknown) {
      return null;
    }
  }

  /** The look is over. */
  public void closed() {
    try {
      Files.deleteIfExists(folder.resolve(OPENED));
    } catch (IOException notRemoved) {
      LOG.warn("a look at a report will seem longer, {}: {}", folder, notRemoved.toString());
    }
  }

  /** Tells whether it is there. */
  public boolean exists() {
    return Files.isDirectory(folder);
  }

  /** The number of the last end of the run of which all have heard; 0 if there is none. */
  public int toldEnd() {
    if (!Files.exists(folder.resolve(TOLD))) {
      return 0;
    }
    try (FileInputStream in = new FileInputStream(folder.resolve(TOLD).toFile())) {
      String number = new String(in.readNBytes(MOST_READ), UTF_8).strip();
      return number.matches("[0-9]{1,9}") ? Integer.parseInt(number) : 0;
    } catch (IOException unreadable) {
      return 0;
    }
  }

  /** Becomes the one who tells of the end of the run; null if another does, or it is forgotten. */
  public @Nullable ProcessLock tryTelling() {
    try {
      return ProcessLock.tryTake(folder.resolve(TELLING));
    } catch (IOException notTaken) {
      LOG.debug("nobody else can be kept from telling of an end in {}", folder, notTaken);
      return null;
    }
  }

  /**
   * Keeps that all have heard of an end, which is not forced: at worst it is told once more.
   *
   * @param number which end; 0 for none
   * @param telling what {@link #tryTelling} gave, which this lets go of
   */
  public void told(int number, @Nullable ProcessLock telling) {
    try {
      // Nothing is made in the folder of a run that was forgotten meanwhile.
      if (number > toldEnd() && exists()) {
        DurableFiles.makeFile(folder.resolve(TOLD));
        try (FileOutputStream out = new FileOutputStream(folder.resolve(TOLD).toFile())) {
          out.write(Integer.toString(number).getBytes(UTF_8));
        }
      }
      if (telling != null) {
        Files.deleteIfExists(folder.resolve(TELLING));
      }
    } catch (IOException notKept) {
      LOG.warn("the end of a run will be told again, {}: {}", folder, notKept.toString());
    } finally {
      close(telling);
    }
  }

  private void close(@Nullable ProcessLock telling) {
    if (telling == null) {
      return;
    }
    try {
      telling.close();
    } catch (IOException notReleased) {
      LOG.warn("the lock {} could not be released", folder.resolve(TELLING), notReleased);
    }
  }

  /**
   * Removes what is kept of the run, under the lock of its journal.
   *
   * @param isToGo asked when nobody else can take the run any more
   * @return false if it is not to go; nothing is removed then
   * @throws LockHeldException if somebody has the run
   * @throws IOException if something stays; what is left is no run any more
   */
  public boolean remove(BooleanSupplier isToGo) throws IOException {
    try (ProcessLock lock = ProcessLock.tryTake(lock())) {
      if (!isToGo.getAsBoolean()) {
        return false;
      }
      LOG.debug("{} is removed under {}", folder, lock);
      // Without its log it is no run, whatever a kill leaves of the rest.
      Files.deleteIfExists(folder.resolve("journal.log"));
      removeAllBut(lock());
      Files.deleteIfExists(lock());
      Files.deleteIfExists(folder);
      return true;
    }
  }

  private void removeAllBut(Path kept) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(kept) && !path.equals(folder)) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  private Path lock() {
    return folder.resolve("lock");
  }

  private Path stop() {
    return folder.resolve("stop");
  }
}
