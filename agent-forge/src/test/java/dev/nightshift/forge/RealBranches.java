package dev.nightshift.forge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * The branches of a bare repository, which requests are about.
 *
 * @param repository its directory
 */
record RealBranches(Path repository) {
  /** Returns where a branch is; empty if it is not there. */
  String tip(String branch) {
    try (Repository open =
        new FileRepositoryBuilder().setGitDir(repository.toFile()).setBare().build()) {
      Ref ref = open.exactRef("refs/heads/" + branch);
      ObjectId tip = ref == null ? null : ref.getObjectId();
      return tip == null ? "" : tip.name();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
