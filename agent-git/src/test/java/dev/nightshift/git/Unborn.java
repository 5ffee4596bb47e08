package dev.nightshift.git;

import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Repository;

/** Repositories as {@code git init} leaves them. */
final class Unborn {
  private Unborn() {}

  /** Makes a repository whose branch {@code main} has no commit yet. */
  static Path repository(Path directory) {
    try (Git git = Git.init().setDirectory(directory.toFile()).setInitialBranch("main").call();
        Repository repository = git.getRepository()) {
      return repository.getWorkTree().toPath();
    } catch (GitAPIException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
