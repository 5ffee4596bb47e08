package dev.nightshift.examples.cli;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.event.RunListener;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
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
    String[] knownFlaky = gates.knownFlakyTests();
    Workspaces workspaces = repository.open(commands.toPolicy(), task);
    NightshiftBuilder engine = Nightshift.builder(workspaces).knownFlakyTests(knownFlaky);
    if (notify != null) {
      engine.listener(RunListener.commandAtEnd(NOTIFY_LIMIT, "/bin/sh", "-c", notify));
    }
    return addModels(engine, keys);
  }

  /** Refuses a target or a base of a task that no run can have. */
  void checkTarget(Task task) {
    repository.open(commands.toPolicy(), task);
  }

  /** Gives an engine the models of these options, too. */
  NightshiftBuilder addModels(NightshiftBuilder engine, ModelKeys keys) {
    return models.configure(engine, keys);
  }

  /** Says which option would have let the run go on, where a limit of one ended it. */
  Optional<String> remedy(RunReport report) {
    return models.remedy(report);
  }
}
