package dev.nightshift.forge;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.git.GitRemote;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A process that takes a run to its pull request, or goes on with one, and halts on the way. */
final class HaltedDelivery {
  static final int HALTED = 137;

  private HaltedDelivery() {}

  /** Expects repository, workspaces, state, forge, web address, token, and the call to halt at. */
  public static void main(String[] args) throws InterruptedException {
    FakeForge.Options options = new FakeForge.Options(URI.create(args[4]), () -> args[5]);
    Forge forge = FakeForge.Kind.valueOf(args[3]).forge(options);
    PullRequests requests = PullRequests.on(new HaltingForge(forge, args[6]), Path.of(args[0]));
    try (Nightshift nightshift =
        Shop.engine(
            Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), requests, Shop::implement)) {
      List<RecoveredRun> left = nightshift.recover();
      if (left.isEmpty()) {
        System.out.println("ended " + Shop.run(nightshift, Shop.task()).report());
      }
      for (RecoveredRun run : left) {
        System.out.println("ended " + run.run().await().report());
      }
    }
  }

  /** Halts before or behind a call. */
  private record HaltingForge(Forge forge, String point) implements Forge {
    private void at(String here) {
      if (here.equals(point)) {
        Runtime.getRuntime().halt(HALTED);
      }
    }

    @Override
    public String name() {
      return forge.name();
    }

    @Override
    public GitRemote remote(Path repository) {
      return forge.remote(repository);
    }

    @Override
    public Optional<PullRequest> find(String branch) throws InterruptedException {
      Optional<PullRequest> found = forge.find(branch);
      at("before push");
      return found;
    }

    @Override
    public PullRequest open(String branch, PullRequestContent content) throws InterruptedException {
      at("between push and open");
      PullRequest opened = forge.open(branch, content);
      at("between open and record");
      return opened;
    }

    @Override
    public PullRequest update(PullRequest known, PullRequestContent content)
        throws InterruptedException {
      PullRequest updated = forge.update(known, content);
      at("between update and record");
      return updated;
    }

    @Override
    public Discussion discussion(PullRequest known, Set<String> reviewers)
        throws InterruptedException {
      return forge.discussion(known, reviewers);
    }
  }
}
