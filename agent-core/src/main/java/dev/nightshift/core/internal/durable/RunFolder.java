package dev.nightshift.core.internal.durable;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What stands beside the journal of a run in a state directory: who writes it, and whether somebody
 * asked for its end. Safe for concurrent use, by several processes too.
 */
public final class RunFolder {
  /** Below the directory that a journal is kept in. */
  public static final String RUNS = "runs";

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
      return ProcessLock.holder(folder.resolve("lock"));
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

  private Path stop() {
    return folder.resolve("stop");
  }
}
