package dev.nightshift.git.internal.rules;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.workspace.LeftOut;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * A file of ignore rules or attributes. What one says that cannot be applied is not known, so what
 * it might be about is never taken.
 */
public final class RulesFile {
  /** Above this, a file of an agent could take the memory of its host. */
  static final int MAX_BYTES = 1_000_000;

  private static final List<String> NAMES = List.of(IgnoreRules.FILE, AttributeRules.FILE);

  private RulesFile() {}

  /** Tells whether a file with this path holds rules. */
  public static boolean is(String path) {
    return NAMES.contains(path.substring(path.lastIndexOf('/') + 1));
  }

  /**
   * Returns the content of a file of an agent, none if it is not regular.
   *
   * @param path what it is called
   * @throws NotTaken if it cannot be applied
   */
  static byte[] read(AgentFiles files, Path file, String path) throws IOException, NotTaken {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return new byte[0];
    }
    requireSmall(path, Files.size(file));
    try {
      return files.content(file);
    } catch (FileSystemException unreadable) {
      throw new NotTaken(
          LeftOut.Cause.UNREADABLE,
          "'" + VisibleText.name(path) + "' with its rules is not readable");
    }
  }

  /**
   * Returns the content of a file of the repository's own.
   *
   * @param name relative to the git directory
   * @throws NotTaken if it cannot be applied
   */
  static byte[] ofRepository(Path commonDir, String name) throws IOException, NotTaken {
    return ofHost(commonDir.resolve(name), name);
  }

  /**
   * Returns the content of a file of the repository's owner, none if it is not regular.
   *
   * @param name what it is called
   * @throws NotTaken if it cannot be applied
   */
  static byte[] ofHost(Path file, String name) throws IOException, NotTaken {
    if (!Files.isRegularFile(file)) {
      return new byte[0];
    }
    requireSmall(name, Files.size(file));
    try {
      return Files.readAllBytes(file);
    } catch (FileSystemException unreadable) {
      throw new NotTaken(
          LeftOut.Cause.UNREADABLE,
          "'" + VisibleText.name(name) + "' with its rules is not readable");
    }
  }

  /**
   * Checks the size of a file.
   *
   * @throws NotTaken if it is too large to be applied
   */
  public static void requireSmall(String path, long bytes) throws NotTaken {
    if (bytes > MAX_BYTES) {
      throw new NotTaken(
          LeftOut.Cause.LIMIT,
          "'"
              + VisibleText.name(path)
              + "' is larger than "
              + MAX_BYTES
              + " bytes, so its rules are not applied");
    }
  }

  /**
   * Checks that all rules can be applied that a run would start with.
   *
   * @throws WorkspaceException UNSUPPORTED, naming the file
   */
  public static void requireApplicable(Path commonDir, ObjectReader reader, RevCommit base)
      throws IOException {
    try {
      OwnConfig config = OwnConfig.read(commonDir);
      IgnoreRules.ofRepository(commonDir, config);
      AttributeRules.ofRepository(commonDir, config);
      try (TreeWalk walk = new TreeWalk(reader)) {
        walk.addTree(base.getTree());
        walk.setRecursive(true);
        while (walk.next()) {
          if (isFileOfRules(walk)) {
            requireSmall(
                walk.getPathString(),
                reader.getObjectSize(walk.getObjectId(0), Constants.OBJ_BLOB));
          }
        }
      }
    } catch (NotTaken unknown) {
      String remedy =
          unknown.kind() == LeftOut.Cause.LIMIT
              ? "shorten it, or split it over directories"
              : "put the configuration right, with a readable file at an absolute path or below ~/";
      throw new WorkspaceException(
          WorkspaceException.Kind.UNSUPPORTED, unknown.why() + "; " + remedy);
    }
  }

  private static boolean isFileOfRules(TreeWalk walk) {
    return (walk.getRawMode(0) & FileMode.TYPE_MASK) == FileMode.TYPE_FILE
        && NAMES.stream()
            .map(name -> name.getBytes(StandardCharsets.US_ASCII))
            .anyMatch(name -> walk.isPathSuffix(name, name.length))
        && is(walk.getPathString());
  }
}
