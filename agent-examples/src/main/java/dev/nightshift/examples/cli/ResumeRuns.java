package dev.nightshift.examples.cli;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.Run;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets runs go on whose process ended, with the options that they were begun with. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description =
        "Lets runs go on whose process ended, with the options they were begun with, and waits for "
            + "their ends. Needs the keys of their models, but for what was accepted or rejected. Calls that "
            + "were answered are not paid again. "
            + "Ends that such a process had recorded and not told (--notify) are told.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:all that were resumed are delivered, or none was open",
      "1:one ended without a change to take, or cannot be resumed",
      "2:bad usage",
      "3:one failed"
    })
final class ResumeRuns implements Callable<Integer> {
  private static final Set<HumanDecision.Kind> WITHOUT_MODELS =
      Set.of(HumanDecision.Kind.ACCEPTED, HumanDecision.Kind.REJECTED);

  @Mixin private StateOption state = new StateOption();

  @Parameters(
      arity = "0..*",
      paramLabel = "RUN",
      description = "the ids of the runs (default: all that no process has)")
  private List<String> named = new ArrayList<>();

  @Mixin private SetupEngines.AtOnce parallel = new SetupEngines.AtOnce();

  @Spec private CommandSpec spec = CommandSpec.create();
  private final Map<String, String> environment;
  private final AtomicBoolean begun;

  ResumeRuns(Map<String, String> environment, AtomicBoolean begun) {
    this.environment = environment;
    this.begun = begun;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    parallel.requireOne();
    List<RecordedRun> open = chosen();
    boolean isWhole = named.isEmpty() ? tellDamaged(out) : true;
    if (named.isEmpty()) {
      tellEnds(state.open().untold());
    }
    if (open.isEmpty()) {
      out.println("no run waits to be resumed");
      return isWhole ? ExitStatus.DELIVERED : ExitStatus.NOTHING_TO_TAKE;
    }
    boolean areModelsAsked = open.stream().anyMatch(ResumeRuns::asksModels);
    SetupEngines engines =
        new SetupEngines(state.path(), new ModelKeys(environment, areModelsAsked));
    for (RecordedRun run : open) {
      isWhole &= addSetup(run, engines, out);
    }
    out.flush();
    int status = resume(engines, open);
    return isWhole ? status : Math.max(status, ExitStatus.NOTHING_TO_TAKE);
  }

  /** Names what nobody can resume; true if there is none. */
  private boolean tellDamaged(PrintWriter out) {
    boolean isWhole = true;
    for (RecordedRun run : state.open().runs()) {
      if (run.status() == RecordedRun.Status.DAMAGED) {
        isWhole = false;
        out.println(
            PrintableText.of(
                "run "
                    + run.id()
                    + " cannot be resumed, it is damaged: "
                    + run.end().detail()
                    + "; "
                    + NextCommand.of(run)));
      }
    }
    return isWhole;
  }

  /** Tells what a killed process recorded and did not tell, as the options of its runs say. */
  private void tellEnds(List<RecordedRun> untold) {
    SetupEngines engines = new SetupEngines(state.path(), new ModelKeys(environment, false));
    untold.forEach(run -> Setup.read(state.path(), pipelineOf(run)).ifPresent(engines::add));
    PrintWriter out = spec.commandLine().getOut();
    for (SetupEngines.Made one : engines.make(null, engine -> engine.listener(new RunNews(out)))) {
      try (Nightshift nightshift = one.nightshift()) {
        for (RecordedRun run : untold) {
          if (one.knows(run)) {
            Optional<RecoveredRun> none = nightshift.recover(run.id());
            none.ifPresent(found -> out.println(PrintableText.of(found.toDisplay())));
          }
        }
      }
    }
  }

  /** What a human accepted or rejected comes to its end without them. */
  private static boolean asksModels(RecordedRun run) {
    List<HumanDecision> decisions = run.end().decisions();
    return decisions.isEmpty()
        || !WITHOUT_MODELS.contains(decisions.get(decisions.size() - 1).kind());
  }

  private static String pipelineOf(RecordedRun run) {
    return run.origin() == null ? "" : run.origin().pipeline();
  }

  private List<RecordedRun> chosen() {
    if (named.isEmpty()) {
      return state.open().runs().stream()
          .filter(run -> run.status() == RecordedRun.Status.UNFINISHED)
          .toList();
    }
    List<RecordedRun> runs = new ArrayList<>();
    for (String text : named) {
      RunId id = StateOption.run(text);
      RecordedRun run =
          state
              .open()
              .run(id)
              .orElseThrow(
                  () ->
                      new BadUsageException(
                          "RUN", text, "is not recorded there; 'nightshift runs list' has all"));
      if (run.status() != RecordedRun.Status.UNFINISHED) {
        throw new BadUsageException(
            "RUN",
            text,
            "cannot be resumed, it is " + RunTable.state(run) + ": " + run.end().detail());
      }
      runs.add(run);
    }
    return runs;
  }

  private boolean addSetup(RecordedRun run, SetupEngines engines, PrintWriter out) {
    String pipeline = pipelineOf(run);
    Optional<Setup> setup = Setup.read(state.path(), pipeline);
    setup.ifPresent(engines::add);
    if (setup.isEmpty()) {
      out.println(
          PrintableText.of(
              "run "
                  + run.id()
                  + " cannot be resumed here: no options are kept for its pipeline '"
                  + pipeline
                  + "'; resume it in the program that began it"));
    }
    return setup.isPresent();
  }

  private int resume(SetupEngines engines, List<RecordedRun> open) {
    List<SetupEngines.Made> made =
        engines.make(
            null,
            engine ->
                engine
                    .maxConcurrentRuns(parallel.count())
                    .listener(new RunNews(spec.commandLine().getOut())));
    begun.set(true);
    List<Run> runs = new ArrayList<>();
    boolean isWhole = true;
    try {
      for (SetupEngines.Made one : made) {
        for (RecordedRun run : open) {
          if (one.knows(run)) {
            isWhole &= resume(one.nightshift(), run, runs);
          }
        }
      }
      int status = ExitStatus.DELIVERED;
      RunWatch watch = new RunWatch(state.path(), spec.commandLine());
      for (Run run : runs) {
        int end =
            watch
                .await(run, () -> made.forEach(one -> one.nightshift().close()))
                .map(ExitStatus::of)
                .orElse(ExitStatus.FAILED);
        status = Math.max(status, end);
      }
      return isWhole ? status : Math.max(status, ExitStatus.NOTHING_TO_TAKE);
    } finally {
      made.forEach(one -> one.nightshift().close());
    }
  }

  private boolean resume(Nightshift nightshift, RecordedRun run, List<Run> runs) {
    Optional<RecoveredRun> found = nightshift.recover(run.id());
    found.ifPresent(
        recovered -> spec.commandLine().getOut().println(PrintableText.of(recovered.toDisplay())));
    Optional<Run> resumed = found.map(RecoveredRun::run);
    resumed.ifPresent(runs::add);
    return found.isEmpty() || resumed.isPresent();
  }
}
