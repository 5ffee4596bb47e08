package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.sun.net.httpserver.HttpServer;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.examples.script.ModelTurn;
import dev.nightshift.examples.script.ScriptPlayer;
import dev.nightshift.examples.script.ToolCall;
import dev.nightshift.git.testing.TemporaryRepository;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line in this process, with real git and models on this computer. */
@Timeout(300)
class RunCommandTest {
  private static final String CODER = "claude-opus-5-5";
  private static final String CRITIC = "claude-haiku-5-5";
  @TempDir Path out;
  private final StringWriter printed = new StringWriter();

  @Test
  void endsWith0AndAReportWhenTheChangeWasMerged() throws Exception {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("a.txt", "one\n"));
        ScriptedModelServer server = ScriptedModelServer.start(writesAndApproves())) {
      int status = run(repository, server.baseUrl(), "--deliver", "merge");

      assertThat(status).as(printed.toString()).isZero();
      assertThat(repository.read(repository.tip("main"), "b.txt")).isEqualTo("two\n");
      assertThat(out).isDirectoryContaining("glob:**/events.jsonl");
      assertThat(Files.readString(out.resolve("changes.patch"))).contains("+two");
      assertThat(Files.readString(out.resolve("changes.diff"))).contains("+two");
      assertThat(Files.readString(out.resolve("report.md"))).contains("Merged");
      assertThat(Files.readString(out.resolve("report.html"))).contains("<title>merged: ", "two");
      assertThat(lastWord("page")).isEqualTo(out.resolve("report.html").toString());
    }
  }

  @Test
  void writesAReportThatItsSchemaAccepts() throws Exception {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("a.txt", "one\n"));
        ScriptedModelServer server = ScriptedModelServer.start(writesAndApproves())) {
      run(repository, server.baseUrl(), "--check", "b is there=test -e b.txt", "--allow", "b.*");

      assertThat(schema().validate(Files.readString(out.resolve("report.json")), InputFormat.JSON))
          .isEmpty();
    }
  }

  @Test
  void onlyProposesAChangeOfHighRisk() throws Exception {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("a.txt", "one\n"));
        ScriptedModelServer server = ScriptedModelServer.start(writesAndApproves())) {
      String before = repository.tip("main");

      int status = run(repository, server.baseUrl(), "--deliver", "merge", "--risk", "high");

      assertThat(status).as(printed.toString()).isZero();
      assertThat(repository.tip("main")).isEqualTo(before);
      assertThat(repository.refs()).anyMatch(ref -> ref.contains("refs/heads/nightshift/"));
    }
  }

  @Test
  void proposesAllTheSameWhenTheForgeOpensNoPullRequest() throws Exception {
    HttpServer forge =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    forge.createContext("/", exchange -> exchange.sendResponseHeaders(401, -1));
    forge.start();
    String place = "gitlab:http://127.0.0.1:" + forge.getAddress().getPort() + "/acme/shop";
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("a.txt", "one\n"));
        ScriptedModelServer server = ScriptedModelServer.start(writesAndApproves())) {
      int status = run(repository, server.baseUrl(), "--pull-request", place);

      assertThat(status).as(printed.toString()).isZero();
      assertThat(Files.readString(out.resolve("report.json")))
          .contains("a human merges it, as a pull request; no pull request: ", "token");
      assertThat(repository.refs()).anyMatch(ref -> ref.contains("refs/heads/nightshift/"));
    } finally {
      forge.stop(0);
    }
  }

  @Test
  void endsWith3WhenTheGateNeedsAProgramThatIsMissing() throws Exception {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("a.txt", "one\n"));
        ScriptedModelServer server = ScriptedModelServer.start(writesAndApproves())) {
      int status = run(repository, server.baseUrl(), "--check", "it is linted=no-such-linter .");

      assertThat(status).isEqualTo(ExitStatus.FAILED);
      assertThat(Files.readString(out.resolve("report.json"))).contains("\"environment\"");
      assertThat(printed.toString()).contains("no-such-linter");
    }
  }

  @Test
  void asksNoModelToWorkOnATaskThatNamesNothing() throws Exception {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("a.txt", "one\n"));
        ScriptedModelServer server = ScriptedModelServer.start(writesAndApproves())) {
      int status =
          run(repository, server.baseUrl(), "--instructions", "Please.", "--screen", "checks");
      List<String> vague =
          new ArrayList<>(arguments(repository, "true", out, "--screen", "checks"));
      vague.set(vague.indexOf("Add b"), "Make it better");
      int sent = server.requests().size();

      assertThat(status).as(printed.toString()).isZero();
      assertThat(execute(server.baseUrl(), vague)).isEqualTo(ExitStatus.NOTHING_TO_TAKE);
      assertThat(Files.readString(out.resolve("report.json"))).contains("needs_clarification");
      assertThat(server.requests()).hasSize(sent);
    }
  }

  @Test
  void endsWith1WhenNothingCanBeTaken() throws Exception {
    ScriptPlayer player =
        new ScriptPlayer().add(CODER, List.of(ModelTurn.of("", ToolCall.finish("nothing done"))));
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("a.txt", "one\n"));
        ScriptedModelServer server = ScriptedModelServer.start(player)) {
      int status = run(repository, server.baseUrl());

      assertThat(status).as(printed.toString()).isEqualTo(1);
      assertThat(Files.readString(out.resolve("report.json"))).contains("empty_diff");
    }
  }

  @Test
  void endsWith3WhenTheKeyIsRefused() throws Exception {
    ScriptPlayer player = new ScriptPlayer().add(CODER, Reply.unauthorized());
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("a.txt", "one\n"));
        ScriptedModelServer server = ScriptedModelServer.start(player)) {
      int status = run(repository, server.baseUrl());

      assertThat(status).as(printed.toString()).isEqualTo(3);
      assertThat(Files.readString(out.resolve("report.json"))).contains("model_unavailable");
    }
  }

  @Test
  void refusesATargetThatDoesNotExist() {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("a.txt", "one\n"))) {
      int status = run(repository, "http://127.0.0.1:1", "--target", "trunk");

      assertThat(status).isEqualTo(2);
      assertThat(printed.toString())
          .contains("--target 'trunk'")
          .contains("name an existing branch");
      assertThat(printed.toString()).doesNotContain("name a branch of");
    }
  }

  @Test
  void tellsOfTheDeliveryWhenTheReportCannotBeWritten() throws Exception {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("a.txt", "one\n"));
        ScriptedModelServer server = ScriptedModelServer.start(writesAndApproves())) {
      Path gone = out.resolve("gone");
      String gate = "rm -rf " + gone + " && touch " + gone;

      int status = execute(server.baseUrl(), arguments(repository, gate, gone, "--sandbox", "off"));

      assertThat(status).as(printed.toString()).isZero();
      assertThat(printed.toString())
          .contains("delivered (proposed)")
          .contains("proposed its change as branch nightshift/")
          .contains(gone.toString());
      Path elsewhere = Path.of(lastWord("report")).getParent();
      assertThat(elsewhere.resolve("report.json")).content().contains("\"proposed\"");
      delete(elsewhere);
    }
  }

  @Test
  void anEarlierReportIsGoneOnceTheRunBegins() throws Exception {
    Files.writeString(out.resolve("report.json"), "old");
    Files.writeString(out.resolve("report.md"), "old");
    Files.writeString(out.resolve("report.html"), "old");
    Files.writeString(out.resolve("changes.patch"), "old");
    Files.writeString(out.resolve("changes.diff"), "old");
    Files.writeString(out.resolve("events.jsonl"), "old\n");

    ReportDirectory.open(out).close();

    assertThat(out.resolve("events.jsonl")).isEmptyFile();
    assertThat(out).isDirectoryNotContaining("glob:**/{report.*,changes.*}");
  }

  @Test
  void namesTheOptionWhenTheBudgetWasTooSmall() {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("a.txt", "one\n"));
        ScriptedModelServer server = ScriptedModelServer.start(writesAndApproves())) {
      int status = run(repository, server.baseUrl(), "--budget-usd", "0.00001");

      assertThat(status).as(printed.toString()).isEqualTo(1);
      assertThat(printed.toString()).contains("give more than --budget-usd 0.00001.");
    }
  }

  @Test
  void namesTheOptionWhenTheBudgetOfTheDayWasTooSmall() {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("a.txt", "one\n"));
        ScriptedModelServer server = ScriptedModelServer.start(writesAndApproves())) {
      int status =
          run(
              repository,
              server.baseUrl(),
              "--budget-usd-per-day",
              "0.00001",
              "--zone",
              "Asia/Tokyo");

      assertThat(status).as(printed.toString()).isEqualTo(1);
      assertThat(printed.toString()).contains("give more than --budget-usd-per-day 0.00001.");
    }
  }

  @Test
  void namesTheOptionWhenTheTokensWereTooFew() {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("a.txt", "one\n"));
        ScriptedModelServer server = ScriptedModelServer.start(writesAndApproves())) {
      int status = run(repository, server.baseUrl(), "--budget-tokens", "1200");

      assertThat(status).as(printed.toString()).isEqualTo(1);
      assertThat(printed.toString())
          .contains("the cap of 1,200 tokens per run")
          .contains("give more than --budget-tokens 1200.");
    }
  }

  private static ScriptPlayer writesAndApproves() {
    ModelTurn verdict =
        ModelTurn.of(
            "",
            new ToolCall(
                "submit_review",
                Map.of("verdict", "approve", "findings", List.of(), "criteria", List.of())));
    return new ScriptPlayer()
        .add(
            CODER,
            List.of(
                ModelTurn.of("", ToolCall.write("b.txt", "two\n")),
                ModelTurn.of("", ToolCall.finish("wrote b"))))
        .add(CRITIC, List.of(verdict));
  }

  private int run(TemporaryRepository repository, String baseUrl, String... more) {
    return execute(baseUrl, arguments(repository, "true", out, more));
  }

  private static List<String> arguments(
      TemporaryRepository repository, String gate, Path out, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "--repo", repository.directory().toString()));
    arguments.addAll(
        List.of("--title", "Add b", "--no-tests", "--gate", gate, "--out", out.toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private int execute(String baseUrl, List<String> arguments) {
    PrintWriter writer = new PrintWriter(printed, true);
    return Main.commandLine(Map.of("ANTHROPIC_BASE_URL", baseUrl, "GITLAB_TOKEN", "test"))
        .setOut(writer)
        .setErr(writer)
        .execute(arguments.toArray(String[]::new));
  }

  private String lastWord(String row) {
    String line =
        printed.toString().lines().filter(text -> text.startsWith(row)).findFirst().orElseThrow();
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  private static Schema schema() throws IOException {
    try (InputStream schema = RunReport.class.getResourceAsStream("report.schema.json")) {
      if (schema == null) {
        throw new IllegalStateException("report.schema.json is missing");
      }
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(new String(schema.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
    }
  }
}
