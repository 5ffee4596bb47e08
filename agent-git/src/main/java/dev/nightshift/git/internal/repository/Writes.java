package dev.nightshift.git.internal.repository;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.git.internal.disk.EscapedPath;
import dev.nightshift.git.internal.objects.Uninterrupted;
import java.io.IOException;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the file tools of a run wrote, and where git would not take it. Used by one thread. */
public final class Writes {
  private final NavigableSet<String> paths = new TreeSet<>();
  private final RunRefs refs;
  private final Predicate<String> isBelowSubmodule;

  /**
   * Creates an empty record.
   *
   * @param refs of the run, where whoever salvages it finds the paths
   * @param isBelowSubmodule tells whether a path lies in a submodule
   */
  public Writes(RunRefs refs, Predicate<String> isBelowSubmodule) {
    this.refs = refs;
    this.isBelowSubmodule = isBelowSubmodule;
  }

  /** Returns the record of a run that nobody works on. */
  public static Writes of(RunRefs refs) throws IOException {
    Writes writes = new Writes(refs, path -> false);
    for (String line : refs.lines(RunRefs.WRITTEN)) {
      writes.paths.add(EscapedPath.read(line));
    }
    return writes;
  }

  /** Refuses a path whose files belong to another repository. */
  public void check(String path) {
    if (isBelowSubmodule.test(path)) {
      throw new WorkspaceException(
          WorkspaceException.Kind.PATH_REFUSED,
          "path '"
              + VisibleText.name(path)
              + "' is refused: it lies in a submodule, whose files belong to another repository;"
              + " use a path outside of it");
    }
  }

  public void wrote(String path) {
    if (paths.add(path)) {
      save();
    }
  }

  public void deleted(String path) {
    if (paths.remove(path)) {
      save();
    }
  }

  private void save() {
    String text = paths.stream().map(EscapedPath::of).collect(Collectors.joining("\n"));
    Uninterrupted.run("noting what was written", () -> refs.setText(RunRefs.WRITTEN, text));
  }

  /** Returns the paths that were written and not deleted by a tool. */
  public NavigableSet<String> paths() {
    return Collections.unmodifiableNavigableSet(paths);
  }
}
