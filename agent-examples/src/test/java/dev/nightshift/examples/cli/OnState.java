package dev.nightshift.examples.cli;

import dev.nightshift.git.testing.TemporaryRepository;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The command line on a state directory, over real git and models on this computer. */
abstract class OnState {
  static final String CODER = "ollama:coder";
  static final String CRITIC = "ollama:critic";
  @TempDir Path directory;
  final StringWriter printed = new StringWriter();
  final List<Process> started = new ArrayList<>();
  LoopbackModels models;
  TemporaryRepository repository;
  Path state;
  Map<String, String> environment = Map.of();
  List<String> prices = List.of("--free", CODER, "--free", CRITIC);

  @BeforeEach
  void start() {
    models = LoopbackModels.without();
    environment = Map.of("OLLAMA_HOST", models.host());
    repository = TemporaryRepository.bare(Map.of("a.txt", "one\n"));
    state = directory.resolve("state");
  }

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
    models.close();
    repository.close();
  }

  List<String> work(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("--repo", repository.directory().toString(), "--sandbox", "off"));
    arguments.addAll(List.of("--implementer", CODER, "--reviewer", CRITIC));
    arguments.addAll(prices);
    arguments.addAll(List.of("--no-tests", "--gate", "true"));
    arguments.addAll(List.of("--state", state.toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** A million tokens of both models cost ten dollars. */
  void pay() throws IOException {
    String price = "{\"model\":\"%s\",\"effectiveFrom\":\"2026-01-01\",\"rates\":{%s},%s}";
    String rates = "\"input\":\"10\",\"output\":\"10\"";
    String source = "\"source\":\"a test\",\"asOf\":\"2026-01-01\"";
    Path file =
        Files.writeString(
            directory.resolve("prices.json"),
            "{\"asOf\":\"2026-01-01\",\"unit\":\"USD per million tokens\",\"prices\":["
                + price.formatted(CODER, rates, source)
                + ","
                + price.formatted(CRITIC, rates, source)
                + "]}");
    prices = List.of("--prices", file.toString());
  }

  int execute(String command, List<String> arguments) {
    List<String> all = new ArrayList<>(List.of(command.split(" ")));
    all.addAll(arguments);
    printed.getBuffer().setLength(0);
    PrintWriter writer = new PrintWriter(printed, true);
    return Main.commandLine(environment)
        .setOut(writer)
        .setErr(writer)
        .execute(all.toArray(String[]::new));
  }

  int run(String... more) {
    List<String> arguments = work(more);
    arguments.addAll(List.of("--title", "Add b", "--out", directory.resolve("out").toString()));
    return execute("run", arguments);
  }

  int onState(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--state", state.toString()));
    arguments.addAll(List.of(more));
    return execute(command, arguments);
  }

  String text() {
    return printed.toString();
  }

  String onlyRun() throws IOException {
    try (var runs = Files.list(state.resolve("runs"))) {
      return runs.map(run -> run.getFileName().toString()).findFirst().orElseThrow();
    }
  }

  Path tasks(String... lines) throws IOException {
    return Files.write(directory.resolve("tasks.jsonl"), List.of(lines));
  }

  int batch(Path tasks, String... more) {
    List<String> arguments = work(more);
    arguments.addAll(List.of("--tasks", tasks.toString(), "--parallel", "2"));
    return execute("batch", arguments);
  }

  String table() {
    return text().substring(text().indexOf("task  end"));
  }

  Process process(String command, List<String> arguments) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-XX:TieredStopAtLevel=1");
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    line.add(command);
    line.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectError(directory.resolve("stderr").toFile());
    builder.environment().put("OLLAMA_HOST", models.host());
    Process process = builder.start();
    started.add(process);
    return process;
  }
}
