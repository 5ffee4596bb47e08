package dev.nightshift.examples.cli;

import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.journal.JournalHeldException;
import dev.nightshift.core.run.RecordedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Forgets runs that ended long ago; what they spent stays counted. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Removes the records and reports of runs that ended N days ago or earlier. What they spent "
            + "stays counted. A batch that is run again does their tasks again. Runs that wait for a human "
            + "(proposed, needs_clarification), those without an end and those that a process has are kept.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:done", "2:bad usage", "3:something could not be removed"})
final class PruneRuns implements Callable<Integer> {
  private static final Set<EndReason> WAITING =
      Set.of(EndReason.PROPOSED, EndReason.NEEDS_CLARIFICATION);

  @Mixin private StateOption state = new StateOption();

  @Option(
      names = "--days",
      defaultValue = "30",
      paramLabel = "N",
      description = "how old the end of a run has to be, 0 or more (default: ${DEFAULT-VALUE})")
  private int days = 30;

  @Option(names = "--dry-run", description = "remove nothing, only say what would be")
  private boolean dryRun;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (days < 0) {
      throw new BadUsageException("--days", Integer.toString(days), "give 0 or more days");
    }
    List<RecordedRun> runs = state.open().runs();
    PrintWriter out = spec.commandLine().getOut();
    Instant before = Instant.now().minus(Duration.ofDays(days));
    int removed = 0;
    for (RecordedRun run : runs) {
      if (isOld(run, before)) {
        boolean isGone = dryRun || forget(run.id(), out);
        removed += isGone ? 1 : 0;
        if (isGone) {
          out.println(
              (dryRun ? "would forget " : "forgot ") + run.id() + ", " + run.end().reason());
        }
      }
    }
    out.println(runs.size() - removed + " of " + runs.size() + " runs are kept");
    return ExitStatus.DELIVERED;
  }

  private boolean isOld(RecordedRun run, Instant before) {
    EndReason reason = run.end().reason();
    return run.status() == RecordedRun.Status.ENDED
        && reason != null
        && !WAITING.contains(reason)
        && !endedAt(run).isAfter(before);
  }

  /** A run that was taken up since it was listed is kept, with all that is known of it. */
  private boolean forget(RunId run, PrintWriter out) {
    try {
      StateDirectory.at(state.path()).forget(run);
    } catch (JournalHeldException | IllegalStateException | IllegalArgumentException takenUp) {
      out.println(PrintableText.of("kept " + run + ": " + takenUp.getMessage()));
      return false;
    }
    remove(Reports.of(state.path(), run));
    return true;
  }

  private Path directory(RecordedRun run) {
    return state.path().resolve("runs").resolve(run.id().value());
  }

  /** Nothing is written to the journal of a run behind its end. */
  private Instant endedAt(RecordedRun run) {
    try {
      return Files.getLastModifiedTime(directory(run).resolve("journal.log")).toInstant();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void remove(Path directory) {
    if (Files.notExists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException notRemoved) {
      throw new IllegalStateException(
          directory + " could not be removed whole: " + notRemoved, notRemoved);
    }
  }
}
