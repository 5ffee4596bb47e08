package dev.nightshift.git.internal.objects;

import dev.nightshift.core.base.RunId;
import dev.nightshift.git.internal.disk.RunLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What this JVM keeps about one repository, however many {@code GitWorkspaces} name it: the open
 * handle, the turns to land and the open runs. Safe for concurrent use.
 *
 * <p>The handle is open exactly while somebody holds a lease.
 */
public final class SharedRepository {
  // Entries stay for the life of the JVM: a few objects per repository ever used.
  private static final ConcurrentMap<Path, SharedRepository> ALL = new ConcurrentHashMap<>();

  private final Path commonDir;
  private final ConcurrentMap<String, Semaphore> turns = new ConcurrentHashMap<>();
  private final ConcurrentMap<RunId, ReadSet> openRuns = new ConcurrentHashMap<>();
  private final ConcurrentMap<RunId, RunLock> runLocks = new ConcurrentHashMap<>();
  private final ReentrantLock recovery = new ReentrantLock();
  private final KnownCommits commits = new KnownCommits();
  private @Nullable Repository open;
  private int leases;

  private SharedRepository(Path commonDir) {
    this.commonDir = commonDir;
  }

  public static SharedRepository of(Path commonDir) {
    return ALL.computeIfAbsent(commonDir, SharedRepository::new);
  }

  public Path commonDir() {
    return commonDir;
  }

  /** Returns the one turn to land on a ref, given away in order of arrival. */
  public Semaphore turnOf(String ref) {
    return turns.computeIfAbsent(ref, anyRef -> new Semaphore(1, true));
  }

  /** Returns the open runs and what each has read. */
  public ConcurrentMap<RunId, ReadSet> openRuns() {
    return openRuns;
  }

  /** Returns the locks that keep other processes from the open runs. */
  public ConcurrentMap<RunId, RunLock> runLocks() {
    return runLocks;
  }

  /**
   * Runs a step while no other thread looks at the runs of other processes or opens one. A lock
   * that parks: many runs begin at once, and a monitor lets those that wait for it spin.
   */
  public <T> T recovering(Uninterrupted.Step<T> step) throws IOException {
    recovery.lock();
    try {
      return step.run();
    } finally {
      recovery.unlock();
    }
  }

  /** Opens a walk that reads what was read lately from memory, if it is over a shared handle. */
  static RevWalk walk(Repository repository) {
    SharedRepository shared = ALL.get(repository.getDirectory().toPath());
    KnownCommits commits =
        shared != null && shared.isHandle(repository) ? shared.commits : new KnownCommits();
    return commits.walk(repository.newObjectReader());
  }

  private synchronized boolean isHandle(Repository repository) {
    return open == repository;
  }

  public synchronized boolean isOpen() {
    return open != null;
  }

  public synchronized Lease lease() {
    Repository repository = open;
    if (repository == null) {
      repository = Uninterrupted.call("opening " + commonDir, () -> openHandle(commonDir));
      open = repository;
    }
    leases++;
    return new Lease(repository);
  }

  /** Opens a handle that is shared with nobody. */
  static Repository openHandle(Path commonDir) throws IOException {
    Repository repository =
        new FileRepositoryBuilder()
            .setGitDir(commonDir.toFile())
            .setMustExist(true)
            .setBare()
            .build();
    // A ref must never survive a power cut that its objects did not; in memory only.
    StoredConfig config = repository.getConfig();
    config.setBoolean(ConfigConstants.CONFIG_CORE_SECTION, null, "fsyncObjectFiles", true);
    config.setBoolean(ConfigConstants.CONFIG_CORE_SECTION, null, "fsyncRefFiles", true);
    return repository;
  }

  private synchronized void release() {
    leases--;
    Repository repository = open;
    if (leases == 0 && repository != null) {
      repository.close();
      open = null;
      commits.forget();
    }
  }

  /** The right to use the open handle. Closing twice is harmless. */
  public final class Lease implements AutoCloseable {
    private final Repository repository;
    private boolean closed;

    private Lease(Repository repository) {
      this.repository = repository;
    }

    public Repository repository() {
      return repository;
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        release();
      }
    }
  }
}
