package dev.nightshift.examples.cli;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Finding;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.examples.demo.DemoModels;
import dev.nightshift.examples.demo.DemoProject;
import dev.nightshift.git.GitWorkspaces;
import dev.nightshift.git.testing.TemporaryRepository;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows a whole run on a small Maven project with a genuine defect. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = Main.ManifestVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Repairs a small project in a temporary repository, from dispatch to main. Needs no key.")
final class DemoCommand implements Callable<Integer> {
  private static final String PROVIDER = "anthropic:";

  @Option(
      names = "--live",
      description = "use the real models; needs ANTHROPIC_API_KEY and costs some cents")
  private boolean live;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "gets the report (default: a new temporary directory)")
  private @Nullable Path out;

  @Mixin private CommandOptions commands = new CommandOptions();
  @Spec private CommandSpec spec = CommandSpec.create();
  private final Map<String, String> environment;
  private final AtomicBoolean begun;

  DemoCommand(Map<String, String> environment, AtomicBoolean begun) {
    this.environment = environment;
    this.begun = begun;
  }

  @Override
  public Integer call() throws Exception {
    Task task = DemoProject.task();
    try (TemporaryRepository repository = TemporaryRepository.bare(DemoProject.files());
        ReportDirectory reports = ReportDirectory.open(directory())) {
      introduce(task, repository);
      CommandPolicy policy = commands.toPolicy();
      NightshiftBuilder engine =
          Nightshift.builder(
                  GitWorkspaces.builder(repository.directory())
                      .target("main")
                      .commands(policy)
                      .build())
              .budget(BudgetPolicy.perRun(Money.usd("2.00")));
      RunSession session = new RunSession(reports, spec.commandLine(), begun);
      if (live) {
        return show(session.run(withRealModels(engine), task, pipeline()), true);
      }
      try (DemoModels models = DemoModels.start(task)) {
        RunResult result = session.run(engine.provider(models.provider()), task, pipeline());
        return show(result, models.isPlayedToItsEnd());
      }
    }
  }

  private NightshiftBuilder withRealModels(NightshiftBuilder engine) {
    try {
      return engine.models(environment, PROVIDER + DemoModels.IMPLEMENTER);
    } catch (IllegalArgumentException | IllegalStateException refused) {
      throw new BadUsageException(String.valueOf(refused.getMessage()));
    }
  }

  private Path directory() throws IOException {
    return out == null ? Files.createTempDirectory("nightshift-demo-") : out;
  }

  private static StandardPipeline pipeline() {
    return StandardPipeline.builder()
        .implementer(ModelImplementer.using(PROVIDER + DemoModels.IMPLEMENTER))
        .reviewer(ModelReviewer.using(PROVIDER + DemoModels.REVIEWER))
        .gate(Gates.tests(DemoProject.TEST_COMMAND.toArray(String[]::new)))
        .delivery(Delivery.merge())
        .build();
  }

  private void introduce(Task task, TemporaryRepository repository) {
    PrintWriter print = spec.commandLine().getOut();
    print.println("Task: " + task.title());
    print.println("Repository: " + repository.directory() + " (temporary)");
    print.println(
        live
            ? "Real models: %s implements, %s reviews."
                .formatted(DemoModels.IMPLEMENTER, DemoModels.REVIEWER)
            : "Model replies are scripted; git, tools, tests, merge and accounting are real.");
    print.println();
    print.flush();
  }

  private int show(RunResult result, boolean asScripted) {
    PrintWriter print = spec.commandLine().getOut();
    RunReport report = result.report();
    report.reviews().forEach(review -> showRequest(print, review));
    print.println();
    boolean merged = report.reason().equals(EndReason.MERGED);
    if (merged) {
      print.println("What landed on " + report.target() + ":");
      report.patch().lines().forEach(line -> print.println("  " + PrintableText.of(line)));
    } else {
      report.gates().stream()
          .filter(gate -> !gate.isPassed())
          .flatMap(gate -> gate.detail().lines())
          .forEach(line -> print.println("  " + PrintableText.of(line)));
    }
    boolean stopped = report.reason().equals(EndReason.INTERRUPTED);
    boolean shown = live || stopped || (merged && asScripted);
    if (!shown) {
      print.println(
          "The demo did not end as it should. If its gate lacked plugins, run 'mvn verify' once, or add --network.");
    }
    print.flush();
    return shown ? ExitStatus.of(result) : ExitStatus.FAILED;
  }

  private static void showRequest(PrintWriter print, Review review) {
    if (review instanceof Review.ChangesRequested requested) {
      Finding finding = requested.request().finding();
      print.println();
      print.println("The reviewer's request, at " + finding.path() + ":" + finding.line());
      print.println("  " + PrintableText.oneLine(requested.request().requiredChange()));
    }
  }
}
