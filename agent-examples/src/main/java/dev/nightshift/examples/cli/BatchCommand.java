package dev.nightshift.examples.cli;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.Supervisor;
import dev.nightshift.core.SupervisorBuilder;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.TaskOutcome;
import dev.nightshift.core.run.TaskSummary;
import dev.nightshift.core.task.Task;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Does a file of tasks, several at once, and prints one summary. */
@Command(
    name = "batch",
    mixinStandardHelpOptions = true,
    versionProvider = Main.ManifestVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Does all tasks of a file, several at once. Run again in the same state directory it goes on: "
            + "what ended is not done twice, unless an outage, an interruption or a blocker ended it, and "
            + "what a killed process left is taken up.",
    footerHeading = "%nA task is one line of FILE, a JSON object:%n",
    footer = {
      "  id           its name, and the key under which it is done once",
      "  description  what to do, in prose; its first line is the title unless title is given",
      "  title, kind, risk (low, medium, high)",
      "  priority     -1000 to 1000, higher is earlier",
      "  target       the branch to land on, in the place of --target",
      "  base         the branch or commit to start from, which the target contains",
      "  after        ids of tasks that have to be on their target before; needs --deliver merge",
      "  criteria     texts that the reviewer judges, or {\"text\": .., \"check\": COMMAND}",
      "  paths        globs of what may be changed; binaries: of what nobody needs to see",
      "  testChanges  globs of files in which tests may go, be weakened or be run otherwise",
      "  tests, gates commands, in the place of --tests and --gate"
    },
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:all tasks ended well: delivered, or nothing had to change",
      "1:one did not",
      "2:bad usage, nothing was begun",
      "3:failed: DIR cannot be used, for example because its days begin in another zone",
      "130:stopped by INT; the runs go on when the batch is run again",
      "143:stopped by TERM; the runs go on when the batch is run again"
    })
final class BatchCommand implements Callable<Integer> {
  /** Of the line of a task that ended: what it advises is not cut. */
  private static final int LONGEST = 600;

  private static final Duration TIMEOUT_AFTER_CLOSE = Duration.ofSeconds(10);

  @Option(
      names = "--tasks",
      required = true,
      paramLabel = "FILE",
      description = "one task a line, as JSON")
  private Path file = Path.of("");

  @Option(
      names = "--state",
      required = true,
      paramLabel = "DIR",
      description = "keeps runs, spend and reports; made if it is missing")
  private Path stateGiven = Path.of("");

  @Mixin private SetupEngines.AtOnce parallel = new SetupEngines.AtOnce();

  @Option(
      names = "--retries",
      defaultValue = "2",
      paramLabel = "N",
      description =
          "how often a task is tried again whose models could not be reached (default: ${DEFAULT-VALUE})")
  private int retries = 2;

  @Option(
      names = "--again",
      description = "do tasks again that ended earlier without a change to take")
  private boolean again;

  @Option(
      names = "--detach",
      description = "work on in a process of its own, which the end of the terminal does not end")
  private boolean detach;

  @Mixin private WorkOptions work = new WorkOptions();
  @Spec private CommandSpec spec = CommandSpec.create();
  private final Map<String, String> environment;
  private final AtomicBoolean begun;
  private final Set<RunId> reported = new HashSet<>();
  private @Nullable BatchIndex index;

  BatchCommand(Map<String, String> environment, AtomicBoolean begun) {
    this.environment = environment;
    this.begun = begun;
  }

  /** The page of all runs; made where the state directory is known. */
  private synchronized BatchIndex index() {
    if (index == null) {
      index = new BatchIndex(state(), TimeSource.system(), spec.commandLine().getErr());
    }
    return index;
  }

  private Path state() {
    return stateGiven.toAbsolutePath().normalize();
  }

  @Override
  public Integer call() {
    parallel.requireOne();
    if (retries < 0) {
      throw new BadUsageException("--retries", Integer.toString(retries), "must not be negative");
    }
    List<BatchTask> tasks = BatchFile.read(file);
    requireMerge(tasks);
    SetupEngines engines = new SetupEngines(state(), environment);
    Map<BatchTask, String> pipelines = pipelines(tasks, engines);
    EarlierSetups earlier = new EarlierSetups(state(), environment, spec.commandLine().getErr());
    earlier.read(engines);
    List<Nightshift> made = new ArrayList<>();
    try {
      engines
          .make(tasks.get(0).task(), engine -> earlier.addEnded(configured(engine)))
          .forEach(one -> made.add(one.nightshift()));
      if (detach) {
        return detached();
      }
      earlier.make(this::configured).forEach(one -> made.add(one.nightshift()));
      return supervise(made, pipelines);
    } finally {
      made.forEach(Nightshift::close);
    }
  }

  private void requireMerge(List<BatchTask> tasks) {
    if (work.isMerged()) {
      return;
    }
    for (BatchTask task : tasks) {
      if (!task.task().after().isEmpty()) {
        throw new BadUsageException(
            "line "
                + task.line()
                + ", after: needs --deliver merge, because a proposed change is not on the target;"
                + " add it, or take 'after' away");
      }
    }
  }

  /** Each task and the pipeline of its gates. */
  private Map<BatchTask, String> pipelines(List<BatchTask> tasks, SetupEngines engines) {
    Setup all = Setup.of(Objects.requireNonNull(spec.commandLine().getParseResult()));
    Map<BatchTask, String> pipelines = new LinkedHashMap<>();
    List<String> mistakes = new ArrayList<>();
    for (BatchTask task : tasks) {
      Setup own = task.hasOwnGates() ? all.withGates(task.tests(), task.gates()) : all;
      try {
        own.options().pipeline(state());
      } catch (BadUsageException wrong) {
        mistakes.add("line " + task.line() + ": " + wrong.getMessage());
      }
      pipelines.put(task, engines.add(own));
    }
    checkTargets(tasks, mistakes);
    if (!mistakes.isEmpty()) {
      throw new BadUsageException("nothing was begun, because\n  " + String.join("\n  ", mistakes));
    }
    return pipelines;
  }

  /** Looks only where a run may begin: what ended stays told when its branches are gone. */
  private void checkTargets(List<BatchTask> tasks, List<String> mistakes) {
    Set<String> known = new HashSet<>();
    if (Files.isDirectory(state().resolve("runs"))) {
      StateDirectory.at(state()).runs().forEach(run -> known.add(run.dispatchKey()));
    }
    for (BatchTask task : tasks) {
      Task one = task.task();
      boolean hasOwn = !one.target().isEmpty() || !one.base().isEmpty();
      // A base may be on the target only when the tasks before have landed.
      if (!hasOwn || known.contains(one.dispatchKey()) || !one.after().isEmpty()) {
        continue;
      }
      try {
        work.checkTarget(one);
      } catch (BadUsageException wrong) {
        mistakes.add("line " + task.line() + ", " + wrong.getMessage());
      }
    }
  }

  private Ansi ansi() {
    return spec.commandLine().getColorScheme().ansi();
  }

  /** A terminal shows the table in place of lines. */
  private NightshiftBuilder configured(NightshiftBuilder engine) {
    engine.maxConcurrentRuns(parallel.count());
    return ansi().enabled() ? engine : engine.listener(new RunNews(spec.commandLine().getOut()));
  }

  private int detached() {
    return new Detached(state(), spec.commandLine()).start();
  }

  /**
   * Takes all tasks to their ends.
   *
   * @param engines the one that begins them, and those that only go on with earlier runs
   */
  private int supervise(List<Nightshift> engines, Map<BatchTask, String> pipelines) {
    SupervisorBuilder builder =
        Supervisor.of(engines.get(0)).retries(retries, Duration.ofMinutes(1)).listener(this::ended);
    engines.stream().skip(1).forEach(builder::addEngine);
    pipelines.forEach((task, pipeline) -> builder.add(task.task(), pipeline));
    if (again) {
      builder.again();
    }
    Supervisor supervisor;
    try {
      supervisor = builder.build();
    } catch (IllegalArgumentException circle) {
      throw new BadUsageException("--tasks", file.toString(), String.valueOf(circle.getMessage()));
    }
    begun.set(true);
    TaskSummary summary = await(supervisor, engines);
    // What was told when it ended may have another end by now, whose report is there.
    summary.outcomes().stream()
        .filter(outcome -> outcome.run() != null && !reported.contains(outcome.run()))
        .forEach(this::report);
    BatchIndex index = index();
    index.write();
    PrintWriter out = spec.commandLine().getOut();
    out.println();
    out.println(PrintableText.of(summary.toTable()));
    out.println();
    out.println("reports: " + Reports.directory(state()));
    out.println("page: " + index.file());
    out.flush();
    return summary.isWell() ? ExitStatus.DELIVERED : ExitStatus.NOTHING_TO_TAKE;
  }

  private TaskSummary await(Supervisor supervisor, List<Nightshift> engines) {
    Thread showing = null;
    if (ansi().enabled()) {
      LiveBoard board =
          new LiveBoard(state(), TimeSource.system(), spec.commandLine().getOut(), ansi());
      showing = new Thread(() -> board.showUntilInterrupted(Duration.ofSeconds(1)), "board");
      showing.setDaemon(true);
      showing.start();
    }
    try {
      return supervisor.run();
    } catch (IllegalArgumentException unknownBlocker) {
      throw new BadUsageException(
          "--tasks", file.toString(), String.valueOf(unknownBlocker.getMessage()));
    } catch (InterruptedException stopped) {
      engines.forEach(Nightshift::close);
      engines.forEach(BatchCommand::awaitEnds);
      return supervisor.summary();
    } finally {
      if (showing != null) {
        showing.interrupt();
      }
    }
  }

  /** Closing waits for the runs already; what is left is to hand over their results. */
  private static void awaitEnds(Nightshift nightshift) {
    try {
      for (Run run : nightshift.runs()) {
        Optional<RunResult> unused = run.await(TIMEOUT_AFTER_CLOSE);
      }
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
    }
  }

  private void ended(TaskOutcome outcome) {
    report(outcome);
    index().refresh();
    if (!ansi().enabled()) {
      PrintWriter out = spec.commandLine().getOut();
      String what =
          outcome.reason() == null ? open(outcome) : outcome.reason() + ", " + outcome.detail();
      out.println(PrintableText.cut("task " + outcome.task().dispatchKey() + ": " + what, LONGEST));
      out.flush();
    }
  }

  /** Why it does not go on here, in the words of the command line. */
  private String open(TaskOutcome outcome) {
    RunId run = outcome.run();
    return run == null
        ? outcome.state() + ", " + outcome.detail()
        : StateDirectory.at(state())
            .run(run)
            .filter(known -> known.status() == RecordedRun.Status.UNFINISHED)
            .map(
                known ->
                    outcome.state()
                        + ", run "
                        + run
                        + " cannot go on with these options; 'nightshift runs resume "
                        + run
                        + "' lets it go on with those it was begun with, or says why it cannot")
            .orElse(outcome.state() + ", " + outcome.detail());
  }

  private void report(TaskOutcome outcome) {
    if (outcome.report() != null) {
      reported.add(outcome.report().runId());
      Reports.write(state(), outcome.report(), spec.commandLine().getErr());
    }
  }
}
