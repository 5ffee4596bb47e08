package dev.nightshift.git.internal.rules;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Knows which filters of attributes stand for a program that git runs on a file before it stores
 * it. None is run here. The configuration is read once, when a file is met that names a filter.
 */
public final class Filters {
  /** Files that a repository tracks so are meant for the program also where it is missing. */
  private static final String LARGE_FILES = "lfs";

  private static final String POINTER = "version https://git-lfs.github.com/spec/v1\n";
  private final Path commonDir;
  private final ObjectReader reader;
  private final ObjectId baseTree;
  private boolean isRead;
  private Optional<Set<String>> defined = Optional.empty();

  /** What git would do to a file by the filter it names. */
  public enum Effect {
    /** Nothing, or nothing that would change it. */
    NONE,
    /** It would run a program, as the owner of the repository wants. */
    PROGRAM,
    /** It would run a program that only the change itself asks for. */
    PROGRAM_OF_THE_CHANGE
  }

  /**
   * Creates a reader of filters.
   *
   * @param baseTree the tree of the commit the work is based on
   */
  public Filters(Path commonDir, ObjectReader reader, ObjectId baseTree) {
    this.commonDir = commonDir;
    this.reader = reader;
    this.baseTree = baseTree;
  }

  /**
   * Returns what git would do to a file.
   *
   * @param filter the filter its attributes name, or empty
   * @param attributes those of its directory
   */
  public Effect of(String path, String filter, AttributeRules attributes, Content content)
      throws IOException {
    if (filter.isEmpty() || !runs(filter, path, attributes)) {
      return Effect.NONE;
    }
    if (filter.equals(LARGE_FILES)) {
      return content.startsWith(POINTER) ? Effect.NONE : Effect.PROGRAM;
    }
    return isOfBase(path, filter) ? Effect.PROGRAM : Effect.PROGRAM_OF_THE_CHANGE;
  }

  private boolean isOfBase(String path, String filter) throws IOException {
    try {
      return AttributeRules.ofTree(commonDir, reader, baseTree, path)
          .of(path)
          .filter()
          .equals(filter);
    } catch (LargeObjectException unknown) {
      return true;
    }
  }

  /** Tells whether the filter is a program here, or is one wherever the repository is cloned. */
  private boolean runs(String filter, String path, AttributeRules attributes) {
    return isDefined(filter)
        || (filter.equals(LARGE_FILES) && attributes.ofTrackedFiles(path).filter().equals(filter));
  }

  private boolean isDefined(String filter) {
    if (!isRead) {
      defined = read();
      isRead = true;
    }
    // Of one that is malformed it is not known what git would run.
    return defined.isEmpty() || defined.get().contains(filter);
  }

  private Optional<Set<String>> read() {
    try {
      return Optional.of(HostGitConfig.read(commonDir).filters());
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
