package dev.nightshift.git.internal.repository;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.git.internal.objects.Uninterrupted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a repository keeps what.
 *
 * @param commonDir the canonical directory with objects, refs and config
 * @param headDir the git directory whose HEAD belongs to the path that was given
 */
public record RepositoryLayout(Path commonDir, Path headDir) {
  /**
   * Finds the repository at a path: a work tree, a linked work tree, a git directory, or a bare
   * repository. Parents are not searched.
   */
  public static RepositoryLayout locate(Path path) {
    return Uninterrupted.call("opening the repository " + path, () -> find(path));
  }

  /** Returns the branch HEAD points to, as a full ref name, or empty text if it is detached. */
  String headRef() {
    return Uninterrupted.call("reading HEAD in " + headDir, () -> headRefOf(headDir));
  }

  /** Returns the ref a git directory's HEAD points to, or empty text if it is detached. */
  static String headRefOf(Path gitDir) throws IOException {
    Path head = gitDir.resolve("HEAD");
    if (Files.isSymbolicLink(head)) {
      return Files.readSymbolicLink(head).toString();
    }
    return targetOf(firstLine(head));
  }

  /** Returns what a symbolic ref points to, or empty text if its content is a commit id. */
  static String targetOf(String content) {
    return content.startsWith("ref:") ? content.substring("ref:".length()).strip() : "";
  }

  private static RepositoryLayout find(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw notRepository(path, whyNoDirectory(path));
    }
    Path dotGit = path.resolve(".git");
    Path gitDir = path;
    if (Files.isRegularFile(dotGit)) {
      gitDir = pointedTo(path, dotGit);
    } else if (Files.isDirectory(dotGit)) {
      gitDir = dotGit;
    }
    if (!Files.exists(gitDir.resolve("HEAD"))) {
      throw notRepository(path, whyNoHead(path, gitDir));
    }
    Path headDir = gitDir.toRealPath();
    Path common = headDir.resolve("commondir");
    Path commonDir =
        Files.isRegularFile(common) ? headDir.resolve(firstLine(common)).toRealPath() : headDir;
    if (!Files.isDirectory(commonDir.resolve("objects"))) {
      throw notRepository(path, commonDir + " has no objects directory");
    }
    return new RepositoryLayout(commonDir, headDir);
  }

  private static String whyNoDirectory(Path path) {
    for (Path name : path) {
      if (name.toString().startsWith("~")) {
        return "'~' is not expanded; write the path of the home directory";
      }
    }
    return Files.exists(path) ? "it is not a directory" : "there is no such directory";
  }

  private static String whyNoHead(Path path, Path gitDir) {
    if (!gitDir.equals(path)) {
      return gitDir
          + " is no git directory"
          + (Files.exists(gitDir)
              ? "; it holds no HEAD"
              : " but .git points there; repair it, for example with 'git worktree repair'");
    }
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      if (Files.exists(above.resolve(".git"))) {
        return "it holds no .git; name the top directory of its work tree, " + above;
      }
    }
    return "it holds no .git; name the top directory of a work tree, or make one with 'git init'";
  }

  private static Path pointedTo(Path path, Path dotGit) throws IOException {
    String text = firstLine(dotGit);
    if (!text.startsWith("gitdir:")) {
      throw notRepository(path, dotGit + " does not start with 'gitdir:'");
    }
    return path.resolve(text.substring("gitdir:".length()).strip());
  }

  private static String firstLine(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).lines().findFirst().orElse("").strip();
  }

  private static WorkspaceException notRepository(Path path, String why) {
    return new WorkspaceException(
        WorkspaceException.Kind.NOT_FOUND,
        VisibleText.name(path.toString()) + " is not a git repository: " + why);
  }
}
