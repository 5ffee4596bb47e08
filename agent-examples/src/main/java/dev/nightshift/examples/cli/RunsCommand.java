package dev.nightshift.examples.cli;

import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.run.RecordedRun;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What can be done with the runs of a state directory. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    versionProvider = Main.ManifestVersion.class,
    usageHelpAutoWidth = true,
    description =
        "Lists and shows the runs of a state directory, lets them go on, ends them, and takes what a "
            + "human decides about them.")
final class RunsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** The command with its own commands. */
  static CommandLine commandLine(Map<String, String> environment, AtomicBoolean begun) {
    return new CommandLine(new RunsCommand())
        .addSubcommand(new ListRuns())
        .addSubcommand(new ShowRun())
        .addSubcommand(new ResumeRuns(environment, begun))
        .addSubcommand(new CancelRun())
        .addSubcommand(new AcceptRun(environment, begun))
        .addSubcommand(new ReviseRun(environment, begun))
        .addSubcommand(new AnswerRun(environment, begun))
        .addSubcommand(new RejectRun(environment, begun))
        .addSubcommand(new PruneRuns());
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: 'list', 'show', 'resume', 'cancel', 'accept', 'revise', 'answer',"
            + " 'reject' or 'prune'");
  }

  /** One line a run. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      usageHelpAutoWidth = true,
      description =
          "Prints one line a run: id, state or end, task, active time, cost in USD, branch, next"
              + " action.")
  static final class ListRuns implements Callable<Integer> {
    @Mixin private StateOption state = new StateOption();

    @Option(names = "--open", description = "only those that have no end")
    private boolean open;

    @Option(names = "--json", description = "as JSON, one object a run and line")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      List<RecordedRun> runs =
          state.open().runs().stream()
              .filter(run -> !open || run.status() != RecordedRun.Status.ENDED)
              .toList();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        runs.forEach(run -> out.println(run.toJson()));
      } else {
        RunTable.listed(runs).forEach(out::println);
      }
      if (runs.isEmpty() && !json) {
        out.println(open ? "no run is open" : "no run was begun here");
      }
      return ExitStatus.DELIVERED;
    }
  }

  /** All that is known of one run. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      usageHelpAutoWidth = true,
      description =
          "Prints what the records of a run tell, also of an open or damaged one. Where it waits for a "
              + "decision, the time until 'accept' or 'revise' counts as that of reading.",
      exitCodeListHeading = "Exit status:%n",
      exitCodeList = {"0:shown", "1:shown, and it needs a human", "2:bad usage"})
  static final class ShowRun implements Callable<Integer> {
    @Mixin private StateOption state = new StateOption();

    @Parameters(index = "0", paramLabel = "RUN", description = "the id of the run")
    private String run = "";

    @Option(
        names = "--records",
        description =
            "the records as they are, one JSON object a line, up to damage if there is any")
    private boolean records;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      StateDirectory directory = state.open();
      RunId id = StateOption.run(run);
      RecordedRun found =
          directory
              .run(id)
              .orElseThrow(
                  () ->
                      new BadUsageException(
                          "RUN", run, "is not recorded there; 'nightshift runs list' has all"));
      PrintWriter out = spec.commandLine().getOut();
      if (records) {
        directory.records(id).forEach(record -> out.println(PrintableText.of(record)));
      } else {
        new RunDetails(found, directory.records(id), Reports.of(state.path(), id))
            .lines()
            .forEach(out::println);
      }
      if (found.status() == RecordedRun.Status.ENDED && !found.end().choices().isEmpty()) {
        directory.opened(id, Instant.now());
      }
      return found.status() == RecordedRun.Status.DAMAGED
          ? ExitStatus.NOTHING_TO_TAKE
          : ExitStatus.DELIVERED;
    }
  }

  /** Ends a run, in whichever process it is. */
  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      usageHelpAutoWidth = true,
      description =
          "Asks for the end of a run. The process that has it ends it within two seconds, with a "
              + "report; if none has it, the next that resumes it does.",
      exitCodeListHeading = "Exit status:%n",
      exitCodeList = {
        "0:asked",
        "1:it has ended already, or is damaged",
        "2:bad usage",
        "3:cannot be asked"
      })
  static final class CancelRun implements Callable<Integer> {
    @Mixin private StateOption state = new StateOption();

    @Parameters(index = "0", paramLabel = "RUN", description = "the id of the run")
    private String run = "";

    @Option(
        names = "--why",
        defaultValue = "cancelled on the command line",
        paramLabel = "TEXT",
        description = "one sentence for its report (default: ${DEFAULT-VALUE})")
    private String why = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      StateDirectory directory = state.open();
      RunId id = StateOption.run(run);
      if (why.isBlank()) {
        throw new BadUsageException("--why", why, "must not be blank; say one sentence");
      }
      try {
        directory.cancel(id, why);
      } catch (IllegalArgumentException unknown) {
        throw new BadUsageException("RUN", run, String.valueOf(unknown.getMessage()));
      } catch (IllegalStateException ended) {
        spec.commandLine().getErr().println("nightshift: " + ended.getMessage());
        return ExitStatus.NOTHING_TO_TAKE;
      } catch (AgentException notWritten) {
        spec.commandLine().getErr().println("nightshift: " + notWritten.getMessage());
        return ExitStatus.FAILED;
      }
      Optional<RecordedRun> asked = directory.run(id);
      if (asked.filter(known -> known.status() == RecordedRun.Status.DAMAGED).isPresent()) {
        spec.commandLine().getErr().println(damaged(asked.get()));
        return ExitStatus.NOTHING_TO_TAKE;
      }
      String who =
          asked
              .filter(known -> known.status() == RecordedRun.Status.AT_WORK)
              .map(known -> known.end().detail())
              .orElse("no process has it, so it ends when it is resumed");
      spec.commandLine().getOut().println("run " + id + " is to end: " + who);
      return ExitStatus.DELIVERED;
    }

    private static String damaged(RecordedRun run) {
      return PrintableText.of(
          "nightshift: run "
              + run.id()
              + " is damaged: "
              + run.end().detail()
              + "; a process that has it ends it, and no other can: "
              + run.end().nextAction());
    }
  }
}
