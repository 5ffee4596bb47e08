package dev.nightshift.examples.cli;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.Workspaces;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** All options that say how a task is done, whatever it is. */
final class WorkOptions {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private GateOptions gates = new GateOptions();
  @Mixin private ModelOptions models = new ModelOptions();
  @Mixin private CommandOptions commands = new CommandOptions();

  /** Refuses models that cannot be asked or paid for. */
  void check(Map<String, String> environment) {
    models.check(environment);
  }

  /** Tells whether changes get onto the target. */
  boolean isMerged() {
    return repository.isMerged();
  }

  /** How a task gets to its end. */
  Pipeline pipeline() {
    return StandardPipeline.builder()
        .implementer(models.implementer())
        .reviewer(models.reviewer())
        .gate(gates.toGate())
        .criteriaTimeout(gates.timeout())
        .delivery(repository.delivery())
        .maxRevisions(models.maxRevisions())
        .build();
  }

  /**
   * An engine on the repository; what cannot be used is refused before anything is spent.
   *
   * @param task one whose target is looked for
   */
  NightshiftBuilder engine(Task task, Map<String, String> environment) {
    String[] knownFlaky = gates.knownFlakyTests();
    Workspaces workspaces = repository.open(commands.toPolicy(), task);
    return addModels(Nightshift.builder(workspaces), environment).knownFlakyTests(knownFlaky);
  }

  /** Gives an engine the models of these options, too. */
  NightshiftBuilder addModels(NightshiftBuilder engine, Map<String, String> environment) {
    return models.configure(engine, environment);
  }

  /** Says which option would have let the run go on, where a limit of one ended it. */
  Optional<String> remedy(RunReport report) {
    return models.remedy(report);
  }
}
