package dev.nightshift.examples.cli;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.event.RunListener;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.setup.SetUp;
import dev.nightshift.core.setup.SetUpStore;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All options that say how a task is done, whatever it is. */
final class WorkOptions {
  private static final Duration NOTIFY_LIMIT = Duration.ofSeconds(30);
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private GateOptions gates = new GateOptions();
  @Mixin private ModelOptions models = new ModelOptions();
  @Mixin private CommandOptions commands = new CommandOptions();
  @Mixin private SetUpOptions setUp = new SetUpOptions();

  @Option(
      names = "--notify",
      paramLabel = "CMD",
      description = {
        "a shell command that is run once for each run that ends, with NIGHTSHIFT_RUN,",
        "NIGHTSHIFT_REASON and NIGHTSHIFT_EVENT (JSON) in its environment"
      })
  private @Nullable String notify;

  /** Refuses models that cannot be asked or paid for. */
  void check(ModelKeys keys) {
    models.check(keys);
  }

  /** Tells whether changes get onto the target. */
  boolean isMerged() {
    return repository.isMerged();
  }

  /**
   * How a task gets to its end.
   *
   * @param state the state directory of the run; null if it has none
   */
  Pipeline pipeline(@Nullable Path state) {
    StandardPipeline.Builder pipeline = StandardPipeline.builder();
    if (!gates.isSearchedForSecrets()) {
      pipeline.withoutSecretsGate();
    }
    if (gates.isBaselineTaken()) {
      pipeline.withBaseline();
    }
    if (gates.areFailedTestsRerun()) {
      pipeline.withRerunOfFailedTests();
    }
    models.screen().ifPresent(pipeline::screen);
    return pipeline
        .implementer(models.implementer())
        .reviewer(models.reviewer())
        .gate(gates.toGate())
        .criteriaTimeout(gates.timeout())
        .delivery(repository.delivery(state))
        .maxRevisions(models.maxRevisions())
        .build();
  }

  /**
   * An engine on the repository; what cannot be used is refused before anything is spent.
   *
   * @param task one whose target is looked for; null for runs that have begun
   */
  NightshiftBuilder engine(@Nullable Task task, ModelKeys keys) {
    if (keys.areNeeded()) {
      repository.requireToken(keys.environment());
    }
    String[] knownFlaky = gates.knownFlakyTests();
    CommandPolicy policy = commands.toPolicy();
    Workspaces workspaces = repository.open(policy, setUp.toSetUp(policy), task);
    NightshiftBuilder engine = Nightshift.builder(workspaces).knownFlakyTests(knownFlaky);
    if (notify != null) {
      engine.listener(RunListener.commandAtEnd(NOTIFY_LIMIT, "/bin/sh", "-c", notify));
    }
    return addModels(engine, keys);
  }

  /** Refuses a target or a base of a task that no run can have. */
  void checkTarget(Task task) {
    CommandPolicy policy = commands.toPolicy();
    repository.open(policy, setUp.toSetUp(policy), task);
  }

  /** Gives an engine the models of these options, too. */
  NightshiftBuilder addModels(NightshiftBuilder engine, ModelKeys keys) {
    return models.configure(engine, keys);
  }

  /** Says which option would have let the run go on, where a limit of one ended it. */
  Optional<String> remedy(RunReport report) {
    return models.remedy(report);
  }

  /** The options that say what is brought from elsewhere before an agent starts. */
  static final class SetUpOptions {
    @Option(
        names = "--set-up",
        paramLabel = "CMD",
        description = {
          "a command that brings what commands need from elsewhere, such as 'npm ci', before the",
          "agent starts: with the network, which the agent has not; repeatable; needs a sandbox"
        })
    private List<String> commands = new ArrayList<>();

    @Option(
        names = "--set-up-lock",
        paramLabel = "FILE",
        description =
            "a file of the repository; while it stays the same, --set-up is not run again; repeatable")
    private List<String> lockFiles = new ArrayList<>();

    @Option(
        names = "--set-up-keep",
        paramLabel = "DIR",
        description =
            "a directory that --set-up makes, in the repository or below ~/, which commands may read; repeatable")
    private List<String> keeps = new ArrayList<>();

    @Option(
        names = "--set-up-secret",
        paramLabel = "NAME",
        description =
            "a variable that --set-up gets from this environment, and nobody else; repeatable")
    private List<String> secrets = new ArrayList<>();

    /** What was declared, empty if nothing; refused where these commands have no sandbox. */
    Optional<SetUp> toSetUp(CommandPolicy policy) {
      Optional<SetUp> declared = toSetUp();
      try {
        declared.ifPresent(one -> SetUpStore.of(policy, one, TimeSource.system()));
      } catch (WorkspaceException refused) {
        throw new BadUsageException("--set-up", commands.get(0), refused.getMessage());
      }
      return declared;
    }

    /** What was declared, empty if nothing. */
    Optional<SetUp> toSetUp() {
      if (commands.isEmpty() && lockFiles.isEmpty() && keeps.isEmpty() && secrets.isEmpty()) {
        return Optional.empty();
      }
      requireSome("--set-up", commands, "'npm ci'");
      requireSome("--set-up-lock", lockFiles, "package-lock.json");
      requireSome("--set-up-keep", keeps, "node_modules");
      List<Command> all = new ArrayList<>();
      each("--set-up", commands, line -> all.add(Command.shell(line)));
      SetUp.Builder setUp = SetUp.builder(all.get(0));
      all.subList(1, all.size()).forEach(setUp::addCommand);
      each("--set-up-lock", lockFiles, setUp::addLockFile);
      each("--set-up-keep", keeps, setUp::addKept);
      each("--set-up-secret", secrets, setUp::addSecret);
      return Optional.of(setUp.build());
    }

    /** Names what was given, and what has to be given with it. */
    private void requireSome(String option, List<String> values, String example) {
      if (values.isEmpty()) {
        boolean isCommandGiven = !commands.isEmpty();
        throw new BadUsageException(
            isCommandGiven ? "--set-up" : "--set-up-lock, --set-up-keep or --set-up-secret",
            isCommandGiven ? commands.get(0) : String.join(", ", given()),
            "needs " + option + ", too; add it, for example " + option + " " + example);
      }
    }

    private List<String> given() {
      return Stream.of(lockFiles, keeps, secrets).flatMap(List::stream).toList();
    }

    private static void each(String option, List<String> values, Consumer<String> taken) {
      for (String value : values) {
        try {
          taken.accept(value);
        } catch (IllegalArgumentException | WorkspaceException refused) {
          throw new BadUsageException(option, value, String.valueOf(refused.getMessage()));
        }
      }
    }
  }
}
