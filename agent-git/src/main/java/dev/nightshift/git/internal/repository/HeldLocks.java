package dev.nightshift.git.internal.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The lock file of the user's repository that a run is about to take, written down before, so that
 * one it leaves when it is killed can be told from everybody else's. Used by one thread.
 */
public final class HeldLocks {
  private static final String TEXT = "locks";
  private final RunRefs refs;

  public HeldLocks(RunRefs refs) {
    this.refs = refs;
  }

  /**
   * Writes down that a lock will be taken.
   *
   * @param content what only this run would write there
   */
  public void announce(Path lock, String content) throws IOException {
    if (refs.exists()) {
      // Of a run that is closed already nothing is found later.
      refs.setText(TEXT, content + " " + lock + "\n");
    }
  }

  /** Strikes it out, now that it was released. */
  public void released() throws IOException {
    refs.removeText(TEXT);
  }

  /** Removes the locks that a dead run left; returns one sentence for each that was found. */
  public static List<String> clear(RunRefs refs, boolean dryRun) throws IOException {
    List<String> notes = new ArrayList<>();
    for (String line : refs.lines(TEXT)) {
      String mark = line.substring(0, Math.max(0, line.indexOf(' ')));
      try {
        Path lock = Path.of(line.substring(line.indexOf(' ') + 1));
        if (!lock.isAbsolute()) {
          throw new InvalidPathException(line, "no lock is named");
        }
        if (!mark.isEmpty() && mark.equals(content(lock))) {
          if (!dryRun) {
            Files.deleteIfExists(lock);
          }
          notes.add("its lock " + lock + (dryRun ? " would be removed" : " was removed"));
        } else if (Files.exists(lock)) {
          notes.add(describe(lock));
        }
      } catch (NoSuchFileException released) {
        // The lock did not outlive the run.
      } catch (InvalidPathException odd) {
        notes.add(
            "a line of "
                + refs.directory().resolve(TEXT)
                + " names no lock; if git complains about one, look who holds it");
      }
    }
    return notes;
  }

  /** Says of a lock that is nobody's we know how to get rid of it. */
  public static String describe(Path lock) {
    String since;
    try {
      since = " since " + Files.getLastModifiedTime(lock);
    } catch (IOException releasedOrForeign) {
      since = "";
    }
    return lock
        + " is held"
        + since
        + "; if no git process runs there, remove it: rm '"
        + lock
        + "'";
  }

  private static String content(Path lock) throws IOException {
    return Files.size(lock) > 100
        ? ""
        : Files.readString(lock, StandardCharsets.ISO_8859_1).strip();
  }
}
