package dev.nightshift.examples.cli;

import dev.nightshift.core.base.TimeSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what was spent in a state directory, also while runs spend there. */
@Command(
    name = "spend",
    mixinStandardHelpOptions = true,
    versionProvider = Main.ManifestVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Shows what the runs of a state directory spent, set aside and have left, and how fast. "
            + "It books nothing, so it may be used while runs work. 'spend reconcile' books what a call "
            + "really cost that is shown as unresolved.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:shown", "2:bad usage", "3:the ledger cannot be read"})
final class SpendCommand implements Callable<Integer> {
  /** Needed here, and not by the commands below this one, which have their own. */
  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "the directory that run or batch was given as --state (required)")
  private @Nullable Path state;

  @Option(
      names = "--live",
      description = "show it until stopped, in place on a terminal; plain blocks with NO_COLOR")
  private boolean live;

  @Option(names = "--json", description = "as JSON, one object a line")
  private boolean json;

  @Option(
      names = "--every",
      defaultValue = "2s",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "the time between two looks with --live (default: ${DEFAULT-VALUE})")
  private Duration every = Duration.ofSeconds(2);

  @Spec private CommandSpec spec = CommandSpec.create();

  /** The command with its own commands. */
  static CommandLine commandLine() {
    return new CommandLine(new SpendCommand()).addSubcommand(new ReconcileSpend());
  }

  @Override
  public Integer call() {
    if (state == null) {
      throw new BadUsageException("Missing required option: '--state=DIR'; add it");
    }
    StateOption directory = StateOption.of(state);
    directory.open();
    PrintWriter out = spec.commandLine().getOut();
    TimeSource time = TimeSource.system();
    LiveBoard board =
        new LiveBoard(directory.path(), time, out, spec.commandLine().getColorScheme().ansi());
    if (json) {
      printJson(board, out, time);
    } else if (live) {
      board.showUntilInterrupted(every);
    } else {
      board.show();
    }
    return ExitStatus.DELIVERED;
  }

  private void printJson(LiveBoard board, PrintWriter out, TimeSource time) {
    try {
      do {
        out.println(board.json());
        out.flush();
        if (live) {
          time.sleep(every);
        }
      } while (live);
    } catch (InterruptedException enough) {
      Thread.currentThread().interrupt();
    }
  }
}
