package dev.nightshift.core.testing;

import dev.nightshift.core.workspace.WorkspaceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The paths an in-memory tree takes: relative, downwards, and none of git's own. */
final class InMemoryPaths {
  private InMemoryPaths() {}

  /** Returns a file path without {@code .} parts, or refuses it. */
  static String file(String path) {
    String normal = normal(path);
    if (normal.isEmpty() || path.endsWith("/")) {
      throw refused(path, "it names no file");
    }
    return normal;
  }

  /** Returns what all paths below a directory start with; empty for the root. */
  static String directory(String path) {
    String normal = normal(path);
    return normal.isEmpty() ? "" : normal + "/";
  }

  private static String normal(String path) {
    if (path.startsWith("/")) {
      throw refused(path, "it is absolute; write it relative to the root of the workspace");
    }
    if (path.indexOf('\0') >= 0) {
      throw refused(path.replace('\0', '?'), "it holds a NUL");
    }
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        throw refused(path, "it leaves the workspace; write it relative to its root");
      }
      if (isGit(part)) {
        throw refused(path, "git's own files are not part of the workspace");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  /** Some file systems drop trailing points and blanks, or know {@code .git} as {@code git~1}. */
  private static boolean isGit(String part) {
    String bare = part.toLowerCase(Locale.ROOT).replaceAll("[. ]+$", "");
    return bare.equals(".git") || bare.equals("git~1");
  }

  private static WorkspaceException refused(String path, String why) {
    return new WorkspaceException(
        WorkspaceException.Kind.PATH_REFUSED, "path '" + path + "' is refused: " + why);
  }
}
