package dev.nightshift.core.setup;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.base.WorkspaceException.Kind;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.command.CommandRunner;
import dev.nightshift.core.command.Sandbox;
import dev.nightshift.core.tree.TreeView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Does a set-up once for the same lock files, and lets commands see what it kept: for implementers
 * of {@link dev.nightshift.core.workspace.Workspaces}.
 *
 * <p>What was not used for 30 days is removed when another one is made. Two processes may do the
 * same at once; the first that is ready is kept.
 *
 * <p><b>Threads:</b> safe for concurrent use; who needs what another thread makes waits for it.
 */
public final class SetUpStore {
  private final CommandPolicy policy;
  private final SetUp setUp;
  private final Map<String, String> environment;
  private final CommandRunner plain;
  private final SetUpFolder folder;
  private final ConcurrentMap<String, ReentrantLock> making = new ConcurrentHashMap<>();
  private final ConcurrentMap<Path, CommandRunner> runners = new ConcurrentHashMap<>();

  private SetUpStore(
      CommandPolicy policy, SetUp setUp, Map<String, String> environment, TimeSource time) {
    this.policy = policy;
    this.setUp = setUp;
    this.environment = environment;
    this.plain = CommandRunner.create(policy);
    this.folder = SetUpFolder.of(setUp, environment, time);
  }

  /**
   * Returns the store of a set-up. It does nothing yet.
   *
   * @param policy of the commands of agents and gates
   * @param setUp what is brought for them
   * @param time the clock of what was used when
   * @return the store
   * @throws WorkspaceException UNSUPPORTED if no sandbox works here: without one nothing would be
   *     read-only, and no secret kept from the agent
   */
  public static SetUpStore of(CommandPolicy policy, SetUp setUp, TimeSource time) {
    return of(policy, setUp, time, System.getenv());
  }

  static SetUpStore of(
      CommandPolicy policy, SetUp setUp, TimeSource time, Map<String, String> environment) {
    Require.nonNull(policy, "policy");
    Require.nonNull(setUp, "setUp");
    Require.nonNull(time, "time");
    SetUpStore store = new SetUpStore(policy, setUp, Map.copyOf(environment), time);
    if (store.plain.sandbox().sandbox() == Sandbox.none()) {
      throw new WorkspaceException(
          Kind.UNSUPPORTED,
          setUp.toDisplay()
              + " is refused without a sandbox, and there is "
              + store.plain.sandbox().toDisplay()
              + ": what it keeps would not be read-only, and its secrets not kept from agents;"
              + " install bubblewrap, or do without the set-up");
    }
    return store;
  }

  /**
   * Returns a runner whose commands see what the set-up keeps of a commit. It is done by the first
   * command that needs it.
   *
   * @param origin the commit
   * @return the runner, safe for concurrent use
   */
  public CommandRunner over(SetUpOrigin origin) {
    return new SetUpRunner(this, Require.nonNull(origin, "origin"));
  }

  /**
   * Does the set-up for a commit, unless that was done.
   *
   * @param origin the commit
   * @throws dev.nightshift.core.base.RunStoppedException ENVIRONMENT if one of its commands fails,
   *     a secret is not set, or a directory that it keeps is not there then
   * @throws InterruptedException if the thread was interrupted; nothing is kept then
   */
  public void prepare(SetUpOrigin origin) throws InterruptedException {
    made(Require.nonNull(origin, "origin"));
  }

  /**
   * Returns what is done, and how commands are confined, as reports show it.
   *
   * @return for example {@code bubblewrap, set-up by npm ci}
   */
  public String toDisplay() {
    return plain.toDisplay() + ", " + setUp.toDisplay();
  }

  SetUp setUp() {
    return setUp;
  }

  CommandRunner plain() {
    return plain;
  }

  /** The key of what is kept for some files. */
  SetUpKey key(TreeView files) {
    return SetUpKey.of(setUp, policy, files);
  }

  /** The directory with what is kept for a commit; made if it is not there. */
  Path made(SetUpOrigin origin) throws InterruptedException {
    SetUpKey key = key(origin.files());
    Path kept = folder.path().resolve(key.value());
    ReentrantLock lock = making.computeIfAbsent(key.value(), unused -> new ReentrantLock());
    lock.lockInterruptibly();
    try {
      if (!Files.isDirectory(kept)) {
        new SetUpWork(setUp, policy, environment).into(folder, kept, origin);
      }
      folder.touch(kept);
      return kept;
    } catch (IOException failed) {
      throw new WorkspaceException(
          Kind.IO, "what " + setUp.toDisplay() + " made cannot be kept in " + kept, failed);
    } finally {
      lock.unlock();
    }
  }

  /** The runner that has kept caches of build tools beside those of the policy. */
  CommandRunner runner(Path kept) {
    List<Path> caches = new ArrayList<>(policy.caches());
    List<KeptDirectory> all = setUp.keeps().stream().map(KeptDirectory::of).toList();
    for (int index = 0; index < all.size(); index++) {
      if (all.get(index).isCache()) {
        caches.add(SetUpFolder.place(kept, index, all.get(index)));
      }
    }
    return caches.size() == policy.caches().size()
        ? plain
        : runners.computeIfAbsent(
            kept, unused -> CommandRunner.create(policy.toBuilder().caches(caches).build()));
  }
}
