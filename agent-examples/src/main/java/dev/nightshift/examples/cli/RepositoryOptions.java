package dev.nightshift.examples.cli;

import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.setup.SetUp;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.trust.TrustPolicy;
import dev.nightshift.core.trust.TrustedDelivery;
import dev.nightshift.core.workspace.Workspaces;
import dev.nightshift.examples.checkout.CheckoutUpdates;
import dev.nightshift.examples.forges.SpelledForge;
import dev.nightshift.forge.PullRequests;
import dev.nightshift.git.GitReverts;
import dev.nightshift.git.GitWorkspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which repository the change is for, and how it gets there. */
final class RepositoryOptions {
  private static final int CLEAN_RUNS = 3;

  @Option(
      names = "--repo",
      required = true,
      paramLabel = "DIR",
      description = "the git repository; its work tree is not touched")
  private Path repository = Path.of("");

  @Option(
      names = "--target",
      defaultValue = "main",
      paramLabel = "BRANCH",
      description = "the branch to start from and to land on (default: ${DEFAULT-VALUE})")
  private String target = "main";

  @Option(
      names = "--deliver",
      defaultValue = "branch",
      paramLabel = "branch|merge|trusted",
      description = {
        "leave the change on a branch, merge it, or merge it only where its kind of task, risk and",
        "models have earned that in the directory of --state (default: ${DEFAULT-VALUE})"
      })
  private Destination destination = Destination.BRANCH;

  @Option(
      names = "--pull-request",
      paramLabel = "FORGE:NAME",
      description = {
        "open a pull request for a change that is not merged, on github:OWNER/NAME or",
        "gitlab:GROUP/NAME, or ..:https://HOST/NAME of your own; the token is that of GITHUB_TOKEN,",
        "GH_TOKEN or GITLAB_TOKEN"
      })
  private @Nullable String forge;

  @Option(
      names = "--update-checkout",
      description =
          "if the target is checked out and clean, move the checkout along by git; else the change is only proposed")
  private boolean updateCheckout;

  @Option(
      names = "--workspace-root",
      paramLabel = "DIR",
      description =
          "where runs keep their directories, outside the repository (default: below the temporary directory)")
  private @Nullable Path workspaceRoot;

  /** Where a validated change goes. */
  enum Destination {
    /** To a branch for a human. */
    BRANCH,
    /** Onto the target. */
    MERGE,
    /** Onto the target where that was earned, else to a branch. */
    TRUSTED
  }

  /** Tells whether changes get onto the target. */
  boolean isMerged() {
    return destination == Destination.MERGE;
  }

  /**
   * How a change is delivered.
   *
   * @param state where it is kept what was earned; null if nothing is
   */
  Delivery delivery(@Nullable Path state) {
    if (destination == Destination.TRUSTED) {
      if (state == null) {
        throw new BadUsageException(
            "--deliver 'trusted' needs --state DIR, where it is kept what earlier runs earned");
      }
      TrustedDelivery trusted =
          TrustedDelivery.of(
              StateDirectory.trust(state).withReverts(GitReverts.in(repository, target)),
              repository.toAbsolutePath().normalize() + "@" + target,
              TrustPolicy.afterCleanRuns(CLEAN_RUNS));
      return forge == null ? trusted : trusted.withProposals(requests(forge));
    }
    if (destination == Destination.BRANCH) {
      if (updateCheckout) {
        throw new BadUsageException(
            "--update-checkout has no effect with --deliver 'branch'; add --deliver merge");
      }
      return forge == null ? Delivery.branch() : requests(forge);
    }
    if (forge != null) {
      throw new BadUsageException(
          "--pull-request has no effect with --deliver 'merge'; leave one of them out");
    }
    return Delivery.merge();
  }

  private Delivery requests(String spelled) {
    try {
      return PullRequests.on(SpelledForge.of(spelled), repository);
    } catch (IllegalArgumentException refused) {
      throw badForge(spelled, refused.getMessage());
    }
  }

  /** Refuses a forge without its token before anybody is paid for work that cannot get there. */
  void requireToken(Map<String, String> environment) {
    if (forge == null) {
      return;
    }
    List<String> variables = SpelledForge.tokenVariables(forge);
    if (variables.stream().allMatch(name -> environment.getOrDefault(name, "").isBlank())) {
      throw badForge(
          forge,
          "the environment variable "
              + variables.get(0)
              + " is not set; set it to a token that may push there and open pull requests");
    }
  }

  private static BadUsageException badForge(String spelled, String why) {
    return new BadUsageException("--pull-request", spelled.replaceAll("//[^/]*@", "//..@"), why);
  }

  /** Opens the repository and makes sure that the target is there before anything is spent. */
  Workspaces open(CommandPolicy commands, Optional<SetUp> setUp, @Nullable Task task) {
    Workspaces workspaces;
    if (workspaceRoot != null && Files.exists(workspaceRoot) && !Files.isDirectory(workspaceRoot)) {
      throw new BadUsageException(
          "--workspace-root", workspaceRoot.toString(), "is not a directory; name one, or none");
    }
    try {
      GitWorkspaces.Builder builder =
          GitWorkspaces.builder(repository).target(target).commands(commands);
      if (workspaceRoot != null) {
        builder.workspaceRoot(workspaceRoot);
      }
      setUp.ifPresent(builder::setUp);
      workspaces = builder.build();
    } catch (IllegalArgumentException inside) {
      throw new BadUsageException(
          "--workspace-root", String.valueOf(workspaceRoot), inside.getMessage());
    } catch (WorkspaceException unusable) {
      throw new BadUsageException("--repo", repository.toString(), unusable.getMessage());
    }
    checkWritable(Files::isWritable);
    if (task != null) {
      checkTarget(workspaces, task);
    }
    return updateCheckout ? updating(workspaces) : workspaces;
  }

  private void checkTarget(Workspaces workspaces, Task task) {
    try {
      workspaces.plan(task, RunId.create(Instant.now(), 0));
    } catch (WorkspaceException unusable) {
      throw blame(unusable, task);
    }
  }

  private Workspaces updating(Workspaces workspaces) {
    if (!CheckoutUpdates.isPossible(repository)) {
      throw new BadUsageException(
          "--update-checkout needs the git program, 2.23 or later, on the path; install it, or switch the checkout to another branch");
    }
    return CheckoutUpdates.of(workspaces, repository);
  }

  /**
   * Refuses a repository that a run could read and not write to. What a linked work tree belongs to
   * is not looked for.
   */
  void checkWritable(Predicate<Path> writable) {
    Path inside = repository.resolve(".git");
    Path git = Files.isDirectory(inside) ? inside : repository;
    for (String name : List.of("objects", "refs")) {
      Path needed = git.resolve(name);
      if (Files.isDirectory(needed) && !writable.test(needed)) {
        throw new BadUsageException(
            "--repo",
            repository.toString(),
            needed
                + " cannot be written, but commits and branches go there; allow that,"
                + " or name a clone of your own");
      }
    }
  }

  /** The repository itself was accepted before, so what is unsupported is the branch. */
  private BadUsageException blame(WorkspaceException unusable, Task task) {
    String why = String.valueOf(unusable.getMessage());
    return switch (unusable.kind()) {
      case NOT_FOUND, UNSUPPORTED ->
          !task.base().isEmpty() && why.contains(task.base())
              ? new BadUsageException("base", task.base(), why)
              : task.target().isEmpty()
                  ? new BadUsageException("--target", target, why)
                  : new BadUsageException("target", task.target(), why);
      default -> new BadUsageException("--repo", repository.toString(), unusable.getMessage());
    };
  }
}
