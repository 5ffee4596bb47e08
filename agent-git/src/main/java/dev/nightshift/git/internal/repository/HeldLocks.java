package dev.nightshift.git.internal.repository;

import dev.nightshift.core.internal.text.ShellWord;
import dev.nightshift.git.internal.disk.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The lock file of the user's repository that a run takes. It is written down before, and is a hard
 * link to a file of the run's record: it is there whole or not at all, and one that is left by a
 * kill is told from everybody else's whatever that holds. Used by one thread.
 */
public final class HeldLocks {
  private static final String TEXT = "locks";
  private static final String CONTENT = "lock-content";
  private static final String SUFFIX = ".lock";
  private final RunRefs refs;
  private final Linking linking;

  public HeldLocks(RunRefs refs) {
    this(refs, Files::createLink);
  }

  HeldLocks(RunRefs refs, Linking linking) {
    this.refs = refs;
    this.linking = linking;
  }

  /** How a file gets a second name; as {@link Files#createLink}. */
  @FunctionalInterface
  interface Linking {
    void link(Path name, Path existing) throws IOException;
  }

  /**
   * Writes down that the lock of a ref will be taken.
   *
   * @param content what only this run would write there
   */
  void announce(String ref, String content) throws IOException {
    if (refs.exists()) {
      // Of a run that is closed already nothing is found later.
      contentOf(refs).write(content + "\n");
      refs.setText(TEXT, content + " " + ref + SUFFIX + "\n");
    }
  }

  /**
   * Tries once to make an announced lock.
   *
   * @param content what was announced
   * @return whether it is there now; not if somebody has it, or its directory is gone or a file
   */
  boolean take(String ref, String content) throws IOException {
    Path lock = lockOf(ref);
    try {
      Files.createDirectories(lock.resolveSibling(""));
      if (!isLinked(lock)) {
        WholeFile.create(lock, content + "\n");
      }
      return true;
    } catch (FileAlreadyExistsException | NoSuchFileException heldOrDirectoryRemoved) {
      return false;
    }
  }

  private boolean isLinked(Path lock) throws IOException {
    Path content = contentOf(refs).path();
    if (!Files.exists(content)) {
      return false;
    }
    try {
      linking.link(lock, content);
      return true;
    } catch (FileAlreadyExistsException | NoSuchFileException notTaken) {
      throw notTaken;
    } catch (UnsupportedOperationException | FileSystemException noHardLinks) {
      // From now on it is known by what it holds.
      Files.deleteIfExists(content);
      return false;
    }
  }

  /** Returns the lock file of a ref, whoever takes it. */
  public Path lockOf(String ref) {
    return refs.commonDir().resolve(ref + SUFFIX);
  }

  /** Strikes it out, now that it was released. */
  void released() throws IOException {
    refs.removeText(TEXT);
    refs.removeText(CONTENT);
  }

  private static WholeFile contentOf(RunRefs refs) {
    return new WholeFile(refs.directory().resolve(CONTENT));
  }

  /** Removes the locks that a dead run left; returns one sentence for each that was found. */
  public static List<String> clear(RunRefs refs, boolean dryRun) throws IOException {
    List<String> notes = new ArrayList<>();
    for (String line : refs.lines(TEXT)) {
      String mark = markIn(line);
      try {
        Path lock = lockIn(refs, line);
        if (isOwn(refs, lock, mark)) {
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
    if (!dryRun) {
      new HeldLocks(refs).released();
    }
    return notes;
  }

  /** Returns what tells the lock of a line from that of somebody else. */
  private static String markIn(String line) {
    return line.substring(0, Math.max(0, line.indexOf(' ')));
  }

  /** Returns the lock that a line names; an earlier version wrote absolute paths. */
  private static Path lockIn(RunRefs refs, String line) {
    String name = line.substring(line.indexOf(' ') + 1);
    if (!name.endsWith(SUFFIX)) {
      throw new InvalidPathException(line, "no lock is named");
    }
    return refs.commonDir().resolve(name);
  }

  /** Tells whether the lock of a ref is in nobody's way: there is none, or it would be cleared. */
  boolean isFree(String ref) throws IOException {
    Path lock = lockOf(ref);
    for (String line : refs.lines(TEXT)) {
      String mark = markIn(line);
      if (line.endsWith(" " + ref + SUFFIX) && Files.exists(lock)) {
        return isOwn(refs, lock, mark);
      }
    }
    return !Files.exists(lock);
  }

  /** Tells whether only the run can have made a lock. */
  private static boolean isOwn(RunRefs refs, Path lock, String mark) throws IOException {
    Path content = contentOf(refs).path();
    return Files.exists(content)
        ? Files.isSameFile(content, lock)
        : !mark.isEmpty() && mark.equals(content(lock));
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
        + "; if no git process runs there, remove it: rm "
        + ShellWord.of(lock.toString());
  }

  private static String content(Path lock) throws IOException {
    return Files.size(lock) > 100
        ? ""
        : Files.readString(lock, StandardCharsets.ISO_8859_1).strip();
  }
}
