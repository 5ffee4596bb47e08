package dev.nightshift.examples.cli;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.Workspaces;
import dev.nightshift.models.anthropic.AnthropicProvider;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Dispatches one task on a repository and waits for its end. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Main.ManifestVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Runs one task on a repository. Needs ANTHROPIC_API_KEY; ANTHROPIC_BASE_URL is honoured.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:delivered: merged or proposed",
      "1:ended without a change to take",
      "2:bad usage",
      "3:failed, or a gate cannot be run here",
      "130:stopped by INT, report written",
      "143:stopped by TERM, report written"
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private TaskOptions taskOptions = new TaskOptions();
  @Mixin private GateOptions gates = new GateOptions();
  @Mixin private ModelOptions models = new ModelOptions();
  @Mixin private CommandOptions commands = new CommandOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "gets report.md, report.json, events.jsonl, changes.diff (to read) and changes.patch (to apply)")
  private Path out = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();
  private final Map<String, String> environment;
  private final AtomicBoolean begun;

  RunCommand(Map<String, String> environment, AtomicBoolean begun) {
    this.environment = environment;
    this.begun = begun;
  }

  @Override
  public Integer call() {
    Task task = taskOptions.toTask();
    AnthropicProvider provider = Credentials.provider(environment);
    models.check(provider);
    StandardPipeline pipeline =
        StandardPipeline.builder()
            .implementer(
                ModelImplementer.builder(models.implementer()).maxSteps(models.maxSteps()).build())
            .reviewer(ModelReviewer.using(models.reviewer().toString()))
            .gate(gates.toGate())
            .criteriaTimeout(gates.timeout())
            .delivery(repository.delivery())
            .maxRevisions(models.maxRevisions())
            .build();
    String[] knownFlaky = gates.knownFlakyTests();
    Workspaces workspaces = repository.open(commands.toPolicy(), task);
    try (ReportDirectory reports = ReportDirectory.open(out)) {
      RunSession session = new RunSession(reports, spec.commandLine(), begun);
      RunResult result =
          session.run(
              Nightshift.builder(workspaces)
                  .provider(provider)
                  .budget(models.budget())
                  .knownFlakyTests(knownFlaky),
              task,
              pipeline);
      models.remedy(result.report()).ifPresent(spec.commandLine().getOut()::println);
      return ExitStatus.of(result);
    }
  }
}
