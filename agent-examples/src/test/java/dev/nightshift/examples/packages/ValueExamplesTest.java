package dev.nightshift.examples.packages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.command.SandboxMode;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.routing.RoutingTable;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.score.FaultPlanter;
import dev.nightshift.core.score.ReviewerScore;
import dev.nightshift.core.score.SampleChange;
import dev.nightshift.core.score.SampleFile;
import dev.nightshift.core.score.Scorecard;
import dev.nightshift.core.score.Trial;
import dev.nightshift.core.screen.ModelScreen;
import dev.nightshift.core.setup.SetUp;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.ScriptedSteps;
import dev.nightshift.core.testing.TestNightshift;
import dev.nightshift.core.tool.Description;
import dev.nightshift.core.tool.Tool;
import dev.nightshift.core.tool.ToolOutcome;
import dev.nightshift.core.trust.TrustLedger;
import dev.nightshift.core.trust.TrustPolicy;
import dev.nightshift.core.trust.TrustedDelivery;
import dev.nightshift.core.workspace.Workspaces;
import dev.nightshift.git.GitReverts;
import dev.nightshift.git.GitWorkspaces;
import dev.nightshift.git.testing.TemporaryRepository;
import dev.nightshift.models.BundledPrices;
import dev.nightshift.models.PriceFile;
import dev.nightshift.models.anthropic.AnthropicProvider;
import dev.nightshift.models.gemini.GeminiProvider;
import dev.nightshift.models.openai.OpenAiCompatibleProvider;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the descriptions of packages show of values, providers and fakes. */
class ValueExamplesTest {
  @TempDir private Path directory;

  @Test
  void aTask() {
    // region core.task
    Task task =
        Task.builder("Fix the NPE in A.greet")
            .instructions("See the stack trace in docs/npe.txt.")
            .acceptance("greet(null) returns \"\"")
            .risk(Risk.LOW)
            .build();
    // endregion

    assertThat(task.acceptance()).hasSize(1);
  }

  @Test
  void rolesAndAGate() {
    // region core.agent
    Implementer implementer = ModelImplementer.using("anthropic:claude-opus-5-5");
    Reviewer reviewer = ModelReviewer.using("anthropic:claude-haiku-5-5");
    // endregion

    // region core.gate
    MergeGate gate = Gates.allOf(Gates.tests("mvn", "-q", "test"), Gates.maxDiff(400));
    // endregion

    assertThat(List.of(implementer.name(), reviewer.name(), gate.name())).doesNotHaveDuplicates();
  }

  @Test
  void trustThatIsEarned() {
    Path state = Path.of("no-such-state");
    Path repository = Path.of("no-such-repository");
    // region core.trust
    TrustLedger ledger = StateDirectory.trust(state).withReverts(GitReverts.in(repository, "main"));
    Delivery delivery = TrustedDelivery.of(ledger, "shop", TrustPolicy.afterCleanRuns(3));
    // endregion

    assertThat(ledger.standings()).isEmpty();
    assertThat(delivery).isNotNull();
  }

  @Test
  void aReviewerThatIsMeasured() throws InterruptedException {
    SampleChange change =
        new SampleChange(
            Task.builder("Sell to adults").build(),
            List.of(new SampleFile("Till.java", null, "if (age >= 18) {\n")));
    Reviewer reviewer = request -> Review.approved();
    MergeGate gate = Gates.maxDiff(10);
    try (Nightshift nightshift =
        Nightshift.builder(InMemoryWorkspaces.of(Map.of())).provider(ScriptedModel.of()).build()) {
      // region core.score
      List<Trial> trials = FaultPlanter.seeded(1).trials(List.of(change), 3);
      Scorecard score = ReviewerScore.of(nightshift, reviewer).withGate(gate).measure(trials);
      System.out.println(score.toTable());
      // endregion

      assertThat(score.escaped()).isNotEmpty();
    }
  }

  @Test
  void aTaskIsLookedAtFirst() {
    Implementer implementer = assignment -> new Outcome.Changed("did it");
    Reviewer reviewer = request -> Review.approved();
    MergeGate gate = Gates.maxDiff(10);

    // region core.screen
    StandardPipeline pipeline =
        StandardPipeline.builder()
            .screen(ModelScreen.using("anthropic:claude-haiku-5-5"))
            .implementer(implementer)
            .reviewer(reviewer)
            .gate(gate)
            .build();
    // endregion

    assertThat(pipeline).isNotNull();
  }

  @Test
  void limitsOfMoneyAndModels() {
    // region core.budget
    BudgetPolicy policy = BudgetPolicy.perRun(Money.usd("2.00"));
    // endregion

    // region core.routing
    RoutingTable table =
        RoutingTable.builder()
            .row(
                AgentRole.IMPLEMENTER,
                Risk.LOW,
                "anthropic:claude-haiku-5-5",
                "anthropic:claude-opus-5-5")
            .build();
    // endregion

    assertThat(policy).isNotNull();
    assertThat(table.toString()).contains("claude-haiku-5-5");
  }

  @Test
  void commandsWithoutANetwork() throws IOException {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("a.txt", "one\n"))) {
      Path directory = repository.directory();

      // region core.command
      CommandPolicy commands =
          CommandPolicy.builder().sandboxMode(SandboxMode.PREFERRED).network(false).build();
      Workspaces workspaces = GitWorkspaces.builder(directory).commands(commands).build();
      // endregion

      assertThat(workspaces.sandbox()).isNotEmpty();
    }
  }

  @Test
  void packagesFromElsewhere() {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("a.txt", "one\n"))) {
      Path directory = repository.directory();

      // region core.setup
      SetUp packages =
          SetUp.builder(Command.of("npm", "ci", "--ignore-scripts"))
              .addLockFile("package-lock.json")
              .addKept("node_modules")
              .addSecret("NPM_TOKEN")
              .build();
      Workspaces workspaces = GitWorkspaces.builder(directory).setUp(packages).build();
      // endregion

      assertThat(workspaces.unfinished()).isEmpty();
    }
  }

  // region core.tool
  record Zone(@Description("For example Europe/Zurich") String id) {}

  static final Tool CLOCK =
      Tool.of(
          "clock",
          "Tells the time in a zone.",
          Zone.class,
          (zone, context) -> ToolOutcome.ok(LocalTime.now(ZoneId.of(zone.id())).toString()));

  // endregion

  @Test
  void aTool() {
    assertThat(CLOCK.definition().inputSchemaJson()).contains("Europe/Zurich");
  }

  @Test
  void aRunWithoutANetwork() throws InterruptedException {
    // region core.testing
    ScriptedModel coder =
        ScriptedModel.of(ScriptedSteps.edit("A.java", "v0", "v1"), ScriptedSteps.finish("done"));
    ScriptedModel critic = ScriptedModel.of(ScriptedSteps.approves());
    RunResult result =
        TestNightshift.inMemory(Map.of("A.java", "v0"), coder, critic)
            .run(Task.builder("Write v1").build());
    // endregion

    assertThat(result).isInstanceOf(RunResult.Delivered.class);
  }

  @Test
  void aRunOnGit() throws InterruptedException {
    ScriptedModel provider =
        ScriptedModel.named(
            "coder", ScriptedSteps.write("B.java", "class B {}"), ScriptedSteps.finish("done"));
    Task task = Task.builder("Write B").build();
    Pipeline pipeline =
        StandardPipeline.builder()
            .implementer(ModelImplementer.using("coder:scripted"))
            .reviewer(request -> Review.approved())
            .gate(Gates.maxDiff(10))
            .delivery(Delivery.merge())
            .build();
    List<String> landed = new ArrayList<>();

    // region git.testing
    try (TemporaryRepository scratch = TemporaryRepository.bare(Map.of("A.java", "class A {}"))) {
      Path repository = scratch.directory();
      run(task, pipeline, provider, repository);
      landed.add(scratch.read(scratch.tip("main"), "B.java"));
    }
    // endregion

    assertThat(landed).containsExactly("class B {}");
  }

  private static void run(Task task, Pipeline pipeline, ModelProvider provider, Path repository)
      throws InterruptedException {
    // region git
    try (Nightshift nightshift =
        Nightshift.builder(GitWorkspaces.of(repository)).provider(provider).build()) {
      nightshift.run(task, pipeline);
    }
    // endregion
  }

  @Test
  void prices() throws IOException {
    Path file = directory.resolve("prices.json");
    Files.writeString(
        file,
        """
        {"asOf": "2026-11-23", "unit": "USD per million tokens",
         "prices": [{"model": "local:qwen", "free": true}]}
        """);

    // region models
    PriceBook prices = PriceFile.read(file).orElse(BundledPrices.load());
    // endregion

    ModelId known = ModelId.parse("anthropic:claude-opus-5-5");
    assertThat(prices.price(known, Instant.now())).isPresent();
  }

  @Test
  void providers() {
    String key = "any";
    Workspaces workspaces = InMemoryWorkspaces.of(Map.of());

    // region models.anthropic
    ModelProvider anthropic = AnthropicProvider.builder().apiKey(key).build();
    Nightshift withClaude = Nightshift.builder(workspaces).provider(anthropic).build();
    // endregion

    // region models.gemini
    ModelProvider gemini = GeminiProvider.builder().apiKey(key).build();
    Nightshift withGemini = Nightshift.builder(workspaces).provider(gemini).build();
    // endregion

    // region models.openai
    ModelId local = ModelId.parse("ollama:qwen3-coder");
    ModelProvider ollama = OpenAiCompatibleProvider.ollama().prices(PriceBook.free(local)).build();
    // endregion

    assertThat(ollama.facts(local).prices().price(local, Instant.now())).isPresent();
    try (withClaude;
        withGemini) {
      assertThat(withClaude.unblock("anthropic")).isFalse();
      assertThat(withGemini.unblock("gemini")).isFalse();
    }
  }

  @Test
  void aServerOnThisComputer() throws InterruptedException {
    Workspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "class A {}"));
    Implementer implementer = ModelImplementer.using("anthropic:claude-opus-5-5");

    // region models.testing
    try (ScriptedModelServer server =
        ScriptedModelServer.start(
            Reply.overloaded(), Reply.toolUse("blocked", "{\"question\":\"Which B?\"}"))) {
      ModelProvider provider =
          AnthropicProvider.builder().apiKey("any").baseUrl(server.baseUrl()).build();
      try (Nightshift nightshift = Nightshift.builder(workspaces).provider(provider).build()) {
        nightshift.run(
            Task.builder("Write B").build(),
            run -> run.end(run.implement(implementer, Feedback.none())));
      }
      server.assertExhausted();
    }
    // endregion
  }
}
