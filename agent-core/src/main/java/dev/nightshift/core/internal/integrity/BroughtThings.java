package dev.nightshift.core.internal.integrity;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.integrity.Dependencies.Dependency;
import dev.nightshift.core.internal.text.BoundedText;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.TreeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a change brings that is no text to be reviewed: dependencies, outputs, large files,
 * programs.
 */
public final class BroughtThings {
  private static final long LARGE_BYTES = 1_000_000;
  private static final int MAX_NOTES = 30;
  private static final int MAX_CHARS = 200;
  private static final String EXECUTABLE = "100755";
  private final TreeView before;
  private final TreeView after;
  private final List<Brought> found = new ArrayList<>();

  private BroughtThings(TreeView before, TreeView after) {
    this.before = before;
    this.after = after;
  }

  /** What the files of a change bring, at most 30 things. */
  public static List<Brought> of(List<ChangedFile> files, TreeView before, TreeView after) {
    BroughtThings things = new BroughtThings(before, after);
    for (ChangedFile file : files) {
      if (file.kind() != ChangedFile.Kind.DELETED && things.found.size() < MAX_NOTES) {
        things.look(file);
      }
    }
    return things.found.stream().limit(MAX_NOTES).toList();
  }

  private void look(ChangedFile file) {
    if (FileKind.of(file.path()).contains(FileKind.MANIFEST)) {
      dependencies(file);
    }
    boolean isNew = file.kind() == ChangedFile.Kind.ADDED;
    if (isNew && isOutput(file.path())) {
      add("Output of a build", file.path(), "is what a build or a tool writes");
    }
    if (isNew || file.binary()) {
      size(file);
    }
    ChangedFile.Modes modes = file.modes();
    if (modes.after().equals(EXECUTABLE) && !modes.before().equals(EXECUTABLE)) {
      add("Executable", file.path(), "can be executed now");
    }
  }

  /** A package of sources may be called as outputs are. */
  private static boolean isOutput(String path) {
    return FileKind.of(path).contains(FileKind.OUTPUT)
        && !path.startsWith("src/")
        && !path.contains("/src/");
  }

  private void size(ChangedFile file) {
    if (file.modes().after().startsWith("1600") || file.modes().after().startsWith("1200")) {
      return;
    }
    try {
      long bytes = after.read(file.path()).bytes().length;
      if (bytes > LARGE_BYTES) {
        add("Large file", file.path(), "has " + bytes + " bytes");
      }
    } catch (WorkspaceException tooLarge) {
      if (tooLarge.kind() == WorkspaceException.Kind.TOO_LARGE) {
        add("Large file", file.path(), "has more than 10 MB");
      }
    }
  }

  private void dependencies(ChangedFile file) {
    BothTexts texts = BothTexts.of(file, before, after);
    Map<String, Dependency> known = Dependencies.of(file.path(), texts.before());
    Dependencies.of(file.path(), texts.after())
        .forEach(
            (name, dependency) -> {
              Dependency earlier = known.get(name);
              String place = file.path() + ":" + dependency.line();
              if (earlier == null) {
                add("New dependency", place, named(name, dependency));
              } else if (!earlier.version().equals(dependency.version())) {
                String was = earlier.version().isEmpty() ? "(none)" : earlier.version();
                add("Dependency", place, named(name, dependency) + ", it was " + was);
              }
            });
  }

  private static String named(String name, Dependency dependency) {
    String version =
        dependency.version().isEmpty() ? "of a version given elsewhere" : dependency.version();
    return name + " " + version + ", from " + dependency.source();
  }

  private void add(String title, String place, String what) {
    found.add(new Brought(title, BoundedText.oneLine(place + " " + what, MAX_CHARS)));
  }

  /**
   * One thing.
   *
   * @param title its kind
   * @param text where and what it is, one line
   */
  public record Brought(String title, String text) {}
}
