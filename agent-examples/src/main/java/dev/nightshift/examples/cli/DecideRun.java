package dev.nightshift.examples.cli;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a human decides about a run that ended, with the options that it was begun with. */
abstract class DecideRun implements Callable<Integer> {
  @Mixin private StateOption state = new StateOption();

  @Parameters(index = "0", paramLabel = "RUN", description = "the id of the run")
  private String run = "";

  @Spec private CommandSpec spec = CommandSpec.create();
  private final Map<String, String> environment;
  private final AtomicBoolean begun;

  DecideRun(Map<String, String> environment, AtomicBoolean begun) {
    this.environment = environment;
    this.begun = begun;
  }

  /** Lets the run go on by the decision. */
  abstract Run decide(Nightshift nightshift, RunId id);

  /** How long the human looked at what is decided about; zero if that is not known. */
  final Duration looked(RunId id, Looked option) {
    return option.time == null ? state.open().reading(id, Instant.now()) : option.time;
  }

  /** How long that was, where it counts. */
  static final class Looked {
    @Option(
        names = "--reading",
        paramLabel = "TIME",
        converter = DurationConverter.class,
        description =
            "how long you looked at it, for example 10m (default: since 'runs show', if you called"
                + " it)")
    private @Nullable Duration time;
  }

  /** Tells whether agents go on by it, so that models are asked. */
  boolean asksModels() {
    return true;
  }

  /** The status of the end that it came to. */
  int status(RunResult result) {
    return ExitStatus.of(result);
  }

  /** Refuses an option that says nothing. */
  static String said(String option, String text) {
    if (text.isBlank()) {
      throw new BadUsageException(option, text, "must not be blank; say what to do");
    }
    return text;
  }

  @Override
  public Integer call() {
    RunId id = StateOption.run(run);
    RecordedRun found =
        state
            .open()
            .run(id)
            .orElseThrow(
                () ->
                    new BadUsageException(
                        "RUN", run, "is not recorded there; 'nightshift runs list' has all"));
    String undecidable = undecidable(found);
    if (!undecidable.isEmpty()) {
      return refused(undecidable);
    }
    String pipeline = found.origin() == null ? "" : found.origin().pipeline();
    Setup setup =
        Setup.read(state.path(), pipeline)
            .orElseThrow(
                () ->
                    new BadUsageException(
                        "RUN",
                        run,
                        "has no options here that were kept for its pipeline '"
                            + pipeline
                            + "'; decide about it in the program that began it"));
    SetupEngines engines = new SetupEngines(state.path(), new ModelKeys(environment, asksModels()));
    engines.add(setup);
    try (Nightshift nightshift =
        engines
            .make(null, engine -> engine.listener(new RunNews(spec.commandLine().getOut())))
            .get(0)
            .nightshift()) {
      return decided(nightshift, id);
    }
  }

  /** Why nothing can be decided about a run here, in the words of the command line. */
  private static String undecidable(RecordedRun run) {
    String named = "nothing can be decided about run " + run.id() + ": ";
    return switch (run.status()) {
      case DAMAGED ->
          named + "its journal is damaged, " + run.end().detail() + "; " + NextCommand.of(run);
      case UNFINISHED ->
          named + "it has not ended, and no process works on it; " + NextCommand.of(run);
      case AT_WORK, ENDED -> "";
    };
  }

  private int refused(String why) {
    spec.commandLine().getErr().println("nightshift: " + PrintableText.of(why));
    return ExitStatus.NOTHING_TO_TAKE;
  }

  private int decided(Nightshift nightshift, RunId id) {
    Run going;
    try {
      going = decide(nightshift, id);
    } catch (IllegalArgumentException | AgentException refused) {
      return refused(String.valueOf(refused.getMessage()));
    }
    begun.set(true);
    state.open().decided(id);
    return new RunWatch(state.path(), spec.commandLine())
        .await(going, nightshift::close)
        .map(this::status)
        .orElse(ExitStatus.FAILED);
  }
}
