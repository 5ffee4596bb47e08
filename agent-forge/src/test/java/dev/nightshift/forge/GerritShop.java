package dev.nightshift.forge;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.RunId;
import dev.nightshift.git.CommitHeader;
import dev.nightshift.git.GitRemote;
import dev.nightshift.git.SquashedCommits;
import dev.nightshift.git.testing.TemporaryRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** A repository, and its other half on the Gerrit of this computer. */
final class GerritShop implements AutoCloseable {
  final TemporaryRepository local;
  final GerritServer server;
  final Path state;
  private final Path root;
  private final Path remote;

  GerritShop(Path root) throws IOException {
    this.local = TemporaryRepository.bare(Map.of("A.java", "v0\n"));
    this.root = root;
    this.state = root.resolve("state");
    this.remote = root.resolve("remote.git");
    try (Repository made =
        new FileRepositoryBuilder().setGitDir(remote.toFile()).setBare().build()) {
      made.create(true);
      made.getConfig().setBoolean("receive", null, "autogc", false);
      made.getConfig().save();
    }
    backDoor(local.tip("main"), "main");
    this.server = new GerritServer(remote);
  }

  /** Puts a commit there past Gerrit. */
  void backDoor(String commit, String branch) {
    GitRemote.at(local.directory(), remote.toString()).push(commit, branch, Set.of());
  }

  PullRequests requests() {
    return PullRequests.on(server.forge(local.directory()).build(), local.directory());
  }

  Nightshift engine() {
    return Shop.engine(local.directory(), root.resolve("ws"), state, requests(), Shop::implement);
  }

  /** Somebody pushes other files, with the message of what the run has pushed. */
  String patchSetOf(String user, RunId run) throws InterruptedException {
    PullRequests requests = requests();
    String message = requests.forge().find(requests.branchOf(run)).orElseThrow().text();
    String files = local.commit("of-" + user, Map.of("A.java", "mine\n"));
    CommitHeader.Person person =
        new CommitHeader.Person(user, user + "@example.com", Instant.EPOCH, 0);
    String commit =
        SquashedCommits.in(local.directory())
            .store(files, new CommitHeader(local.tip("main"), person, person, message));
    backDoor(commit, "sandbox/" + user);
    String refused = server.state.push(commit, "main", user);
    if (!refused.isEmpty()) {
      throw new IllegalStateException(refused);
    }
    return commit;
  }

  @Override
  public void close() {
    server.close();
    local.close();
  }
}
