package dev.nightshift.examples.cli;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.workspace.SalvagedRun;
import dev.nightshift.core.workspace.SalvagedRun.Outcome;
import dev.nightshift.core.workspace.UnfinishedRun;
import dev.nightshift.examples.checkout.CheckoutUpdates;
import dev.nightshift.git.GitWorkspaces;
import dev.nightshift.git.PruneOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the runs of a repository that were not closed, and cleans up after those that died. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    versionProvider = Main.ManifestVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Keeps on a branch what runs of killed processes left, and removes the rest of them. "
            + "A run does this by itself when it begins. "
            + "A proposed run whose branch is gone or merged is forgotten. "
            + "A checkout that a killed run with --update-checkout left on no branch returns to it.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:nothing is left of any dead run", "1:something stays", "2:bad usage"})
final class PruneCommand implements Callable<Integer> {
  @Option(names = "--repo", required = true, paramLabel = "DIR", description = "the git repository")
  private Path repository = Path.of("");

  @Option(names = "--dry-run", description = "change nothing, only say what would be done")
  private boolean dryRun;

  @Option(
      names = "--unknown",
      description =
          "clean up also after runs of other machines or versions; be sure that nothing works on them")
  private boolean unknown;

  @Option(
      names = "--parked-days",
      paramLabel = "N",
      description =
          "forget proposed runs after N days; their branches stay, but no run goes on from them")
  private @Nullable Integer parkedDays;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    GitWorkspaces workspaces;
    try {
      workspaces = GitWorkspaces.of(repository);
    } catch (WorkspaceException unusable) {
      throw new BadUsageException("--repo", repository.toString(), unusable.getMessage());
    }
    CheckoutUpdates.repair(repository, dryRun)
        .forEach(note -> out.println(PrintableText.of((dryRun ? "would: " : "") + note)));
    List<SalvagedRun> found = workspaces.prune(options());
    found.forEach(
        run -> out.println(PrintableText.of((dryRun ? "would: " : "") + run.toDisplay())));
    workspaces.unfinished().stream()
        .filter(run -> run.owner().state() == UnfinishedRun.State.ALIVE)
        .forEach(
            run -> out.println(run.toDisplay() + ": " + run.owner().process() + " works on it"));
    int parked = workspaces.parked().size();
    if (parked > 0) {
      out.println(parked + (parked == 1 ? " run waits" : " runs wait") + " with a proposed branch");
    }
    if (found.isEmpty()) {
      out.println("no run of a dead process was found");
    }
    return found.stream().anyMatch(run -> run.outcome() == Outcome.LEFT)
        ? ExitStatus.NOTHING_TO_TAKE
        : ExitStatus.DELIVERED;
  }

  private PruneOptions options() {
    if (parkedDays != null && parkedDays < 0) {
      throw new BadUsageException("--parked-days", parkedDays.toString(), "give 0 or more days");
    }
    Duration retention = parkedDays == null ? null : Duration.ofDays(parkedDays);
    return new PruneOptions(dryRun, unknown, retention);
  }
}
