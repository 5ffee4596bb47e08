package dev.nightshift.core.setup;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.base.WorkspaceException.Kind;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.tree.WorkspacePaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory that a set-up keeps.
 *
 * @param name as the host named it
 * @param isInHome whether it is below the home of commands, not in the workspace
 * @param path relative to that
 */
record KeptDirectory(String name, boolean isInHome, Path path) {
  private static final String HOME = "~/";

  static KeptDirectory of(String name) {
    boolean isInHome = name.startsWith(HOME);
    String relative = isInHome ? name.substring(HOME.length()) : name;
    return new KeptDirectory(name, isInHome, Path.of(WorkspacePaths.written(relative)));
  }

  Path in(Path workspace, Path home) {
    return (isInHome ? home : workspace).resolve(path);
  }

  /** Tells whether build tools read it as a cache, wherever it is. */
  boolean isCache() {
    return isInHome && (path.endsWith(Path.of(".m2", "repository")) || path.endsWith("caches"));
  }

  /** Tells whether one of them is below the other. */
  boolean isAround(KeptDirectory other) {
    return isInHome == other.isInHome && other.path.startsWith(path);
  }

  /**
   * Looks for what is in the way where it is to be seen: a mount would follow a link, and hide
   * files that a commit takes.
   */
  Optional<Path> obstacle(Path workspace, Path home) throws IOException {
    Path at = isInHome ? home : workspace;
    for (Path name : path) {
      at = at.resolve(name);
      if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.of(at);
      }
    }
    try (Stream<Path> hidden = Files.list(at)) {
      return hidden.findFirst();
    }
  }

  /** Tells whether a set-up made it, by no link. */
  boolean isMade(Path workspace, Path home) {
    Path at = isInHome ? home : workspace;
    for (Path name : path) {
      at = at.resolve(name);
      if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
    }
    return true;
  }

  /** Refuses one that the commit has: its files would be hidden. */
  void requireFree(Path workspace) {
    Require.nonNull(workspace, "workspace");
    if (!isInHome && Files.exists(workspace.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
      throw new WorkspaceException(
          Kind.UNSUPPORTED,
          "the set-up cannot keep '"
              + VisibleText.name(name)
              + "': the commit has it, and its files would be hidden from commands; keep another"
              + " directory, or take it out of the repository");
    }
  }
}
