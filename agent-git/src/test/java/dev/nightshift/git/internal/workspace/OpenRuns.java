package dev.nightshift.git.internal.workspace;

import dev.nightshift.git.internal.disk.RunLock;
import dev.nightshift.git.internal.objects.SharedRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.RepositoryCache;

/** Shows tests what this JVM keeps about a repository, and lets it forget the open runs. */
public final class OpenRuns {
  private OpenRuns() {}

  /** Pretends that the JVM was restarted. */
  public static void forget(Path commonDir) {
    SharedRepository shared = of(commonDir);
    shared.openRuns().clear();
    try {
      for (RunLock lock : shared.runLocks().values()) {
        lock.close();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    shared.runLocks().clear();
  }

  /** Returns how many threads wait to land. */
  public static int waiting(Path commonDir, String target) {
    return of(commonDir).turnOf("refs/heads/" + target).getQueueLength();
  }

  /** Tells whether a handle is held, here or in JGit's cache. */
  public static boolean isOpen(Path commonDir) {
    return of(commonDir).isOpen() || !RepositoryCache.getRegisteredKeys().isEmpty();
  }

  private static SharedRepository of(Path commonDir) {
    try {
      return SharedRepository.of(commonDir.toRealPath());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
