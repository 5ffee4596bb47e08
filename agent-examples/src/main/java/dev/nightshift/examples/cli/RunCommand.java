package dev.nightshift.examples.cli;

import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
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
    description = "Runs one task on a repository. Needs the keys of the models it names.",
    footerHeading = "%nModels, and the variables with their keys and places:%n",
    footer = {
      "  anthropic:MODEL               ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL",
      "  openai:MODEL                  OPENAI_API_KEY, OPENAI_BASE_URL",
      "  gemini:MODEL                  GEMINI_API_KEY or GOOGLE_API_KEY, GEMINI_BASE_URL or",
      "                                GOOGLE_GEMINI_BASE_URL",
      "  openrouter:MODEL              OPENROUTER_API_KEY",
      "  ollama:MODEL                  OLLAMA_HOST (default: localhost:11434)",
      "  vllm:MODEL                    at localhost:8000",
      "  llama-cpp:MODEL               at localhost:8080",
      "  lm-studio:MODEL               at localhost:1234",
      "  openai-compatible:URL#MODEL   OPENAI_COMPATIBLE_API_KEY_HOST_PORT, if the server wants one,",
      "                                with host and port of the URL: .._BOX_8000, .._API_EXAMPLE_COM",
      "A base URL on this computer needs no key, and another is sent one over plain http only if",
      "NIGHTSHIFT_KEYS_OVER_HTTP names it (box:8000). Prices of anthropic, openai and gemini are",
      "bundled; for other models say --free or --prices."
    },
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
  @Mixin private TaskOptions taskOptions = new TaskOptions();
  @Mixin private WorkOptions work = new WorkOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "gets report.md, report.html, report.json, events.jsonl, changes.diff (to read) and"
              + " changes.patch (to apply)")
  private Path out = Path.of("");

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "keeps the run and what it spent, so that 'nightshift runs' and 'nightshift spend' show it"
              + " and it goes on after its process was killed; made if it is missing")
  private @Nullable Path state;

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
    ModelKeys keys = new ModelKeys(environment, true);
    work.check(keys);
    Pipeline pipeline = work.pipeline(state);
    NightshiftBuilder engine = work.engine(task, keys);
    try (ReportDirectory reports = ReportDirectory.open(out, state)) {
      RunSession session = new RunSession(reports, spec.commandLine(), begun);
      RunResult result =
          state == null
              ? session.run(engine, task, pipeline)
              : session.runNamed(engine, task, kept(engine, state, pipeline));
      work.remedy(result.report()).ifPresent(spec.commandLine().getOut()::println);
      return ExitStatus.of(result);
    }
  }

  /** Lets an engine keep its runs; the name of the pipeline, under which its options are kept. */
  private String kept(NightshiftBuilder engine, Path directory, Pipeline pipeline) {
    Setup setup = Setup.of(Objects.requireNonNull(spec.commandLine().getParseResult()));
    String name = setup.keepIn(directory.toAbsolutePath().normalize()).name();
    engine.pipeline(name, pipeline).state(directory);
    return name;
  }
}
