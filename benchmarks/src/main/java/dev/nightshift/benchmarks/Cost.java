package dev.nightshift.benchmarks;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ManualTime;
import dev.nightshift.models.ConnectionSettings;
import dev.nightshift.models.anthropic.AnthropicProvider;
import dev.nightshift.models.gemini.GeminiProvider;
import dev.nightshift.models.openai.OpenAiCompatibleProvider;
import dev.nightshift.models.openai.OpenAiProvider;
import dev.nightshift.models.testing.ModelApi;
import dev.nightshift.models.testing.RecordedRequest;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What whole runs cost, priced from the bytes that a server with a prompt cache received, over the
 * least they could have cost. Time is made up: 20 seconds a call, and the gate's. Nothing here
 * depends on the computer.
 */
final class Cost {
  private static final Duration CALL = Duration.ofSeconds(20);
  private static final Duration QUICK = Duration.ofSeconds(30);
  private static final Duration SLOW = Duration.ofMinutes(12);
  private static final ModelOptions PLAIN = ModelOptions.standard();
  private static final Task TASK = Task.builder("Read all parts").build();

  private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-11-29T12:00:00Z"));
  private final Vendor vendor;
  private final Duration gate;
  private int requests;

  private Cost(Vendor vendor, Duration gate, int requests) {
    this.vendor = vendor;
    this.gate = gate;
    this.requests = requests;
  }

  static void run() throws InterruptedException {
    System.out.printf("%n### What a run costs over the least a prompt cache allows%n");
    for (Vendor vendor : Vendor.values()) {
      System.out.printf("%n%s%n%n", vendor.title);
      System.out.println("| run | calls | input tokens | of them read | dollars | optimum | / optimum |");
      System.out.println("|---|---|---|---|---|---|---|");
      new Cost(vendor, QUICK, 0).row("loop of 50 turns", PLAIN, true);
      if (vendor.takesNoCache) {
        new Cost(vendor, QUICK, 0).row("the same without a cache", PLAIN.withoutCache(), true);
      }
      new Cost(vendor, QUICK, 1)
          .row("implement, review, revise, review; gate 30 s", PLAIN, false);
      new Cost(vendor, SLOW, 0).row("implement, review; gate 12 min", PLAIN, false);
      new Cost(vendor, SLOW, 1)
          .row("implement, review, revise, review; gate 12 min", PLAIN, false);
      if (vendor == Vendor.ANTHROPIC) {
        new Cost(vendor, SLOW, 1)
            .row("the same, an hour said", PLAIN.withCacheLifetime(Duration.ofHours(1)), false);
        new Cost(vendor, SLOW, 0)
            .row(
                "implement, review; gate 12 min, an hour said",
                PLAIN.withCacheLifetime(Duration.ofHours(1)),
                false);
      }
    }
  }

  private void row(String name, ModelOptions options, boolean implementOnly)
      throws InterruptedException {
    try (ScriptedModelServer server =
            ScriptedModelServer.builder()
                .api(vendor.api)
                .simulateCaching()
                .time(time)
                .model(this::reply)
                .start();
        Nightshift engine =
            Nightshift.builder(InMemoryWorkspaces.of(files()))
                .provider(vendor.connect(server.baseUrl(), time))
                .time(time)
                .build()) {
      RunResult result = engine.run(TASK, pipeline(options, implementOnly));
      server.assertExhausted();
      if (!implementOnly && !result.reason().equals(EndReason.PROPOSED)) {
        throw new IllegalStateException("the run ended as " + result);
      }
      long input = server.charges().stream().mapToLong(charge -> charge.usage().totalInput()).sum();
      long read = server.charges().stream().mapToLong(charge -> charge.usage().cacheRead()).sum();
      System.out.printf(
          "| %s | %d | %,d | %d %% | %.4f | %.4f | %.3f |%n",
          name,
          server.charges().size(),
          input,
          100 * read / input,
          server.bill().nanos() / 1e9,
          server.optimum().nanos() / 1e9,
          (double) server.bill().nanos() / server.optimum().nanos());
    }
  }

  private Pipeline pipeline(ModelOptions options, boolean implementOnly) {
    ModelImplementer implementer =
        ModelImplementer.builder(vendor.implementer).options(options).maxSteps(200).build();
    if (implementOnly) {
      return scope -> scope.end(scope.implement(implementer, Feedback.none()));
    }
    return StandardPipeline.builder()
        .implementer(implementer)
        .reviewer(ModelReviewer.builder(vendor.reviewer).options(options).build())
        .gate(
            (candidate, context) -> {
              time.advance(gate);
              return GateResult.passed("tests", "all passed");
            })
        .build();
  }

  private Reply reply(RecordedRequest request) {
    time.advance(CALL);
    return request.toolNames().contains("submit_review") ? review(request) : implement(request);
  }

  /** Reads all parts, writes and finishes, 50 turns in all; sent back it does the last two again. */
  private static Reply implement(RecordedRequest request) {
    int turn = request.assistantTurns();
    if (turn < Prompt.STEPS - 2) {
      return Reply.toolUse("read_file", "{\"path\":\"" + Prompt.path(turn) + "\"}");
    }
    return turn % 2 == 0
        ? Reply.toolUse("write_file", "{\"path\":\"a.txt\",\"content\":\"" + turn + "\\n\"}")
        : Reply.toolUse("finish", "{\"summary\":\"done\"}");
  }

  private Reply review(RecordedRequest request) {
    if (request.assistantTurns() == 0) {
      return Reply.toolUse("read_file", "{\"path\":\"" + Prompt.path(0) + "\"}");
    }
    boolean isClosing = request.firstUserText().contains("R1");
    String verdict =
        requests-- > 0
            ? "\"verdict\":\"request_changes\",\"request\":{\"path\":\"a.txt\",\"line\":1,"
                + "\"category\":\"LOGIC_EDGE_CASE\",\"problem\":\"it says so much\","
                + "\"required_change\":\"say more\",\"how_to_verify\":\"read it\"}"
            : "\"verdict\":\"approve\",\"closes\":[" + (isClosing ? "\"R1\"" : "") + "]";
    return Reply.toolUse("submit_review", "{" + verdict + ",\"findings\":[],\"criteria\":[]}");
  }

  private static Map<String, String> files() {
    Map<String, String> files = new HashMap<>(Prompt.files(Prompt.STEPS));
    files.put("a.txt", "one\n");
    return files;
  }

  /** Whom a run calls. */
  private enum Vendor {
    ANTHROPIC(
        ModelApi.ANTHROPIC_MESSAGES,
        "Anthropic: Opus 5.5 implements, Haiku 5.5 reviews",
        "anthropic:claude-opus-5-5",
        "anthropic:claude-haiku-5-5",
        true),
    RESPONSES(
        ModelApi.OPENAI_RESPONSES,
        "OpenAI, Responses: GPT-6.1 Sol implements, GPT-6 Luna reviews",
        "openai:gpt-6.1-sol",
        "openai:gpt-6-luna",
        true),
    OLDER_RESPONSES(
        ModelApi.OPENAI_RESPONSES,
        "OpenAI, Responses, before GPT-5.6: GPT-5.5 implements, GPT-5.4 mini reviews",
        "openai:gpt-5.5",
        "openai:gpt-5.4-mini",
        false),
    CHAT(
        ModelApi.OPENAI_CHAT_COMPLETIONS,
        "OpenAI, Chat Completions: GPT-6.1 Sol implements, GPT-6 Luna reviews",
        "openai:gpt-6.1-sol",
        "openai:gpt-6-luna",
        true),
    GEMINI(
        ModelApi.GEMINI,
        "Gemini: 3.8 Flash implements, 2.5 Flash reviews",
        "gemini:gemini-3.8-flash",
        "gemini:gemini-2.5-flash",
        false);

    private final ModelApi api;
    private final String title;
    private final ModelId implementer;
    private final ModelId reviewer;
    private final boolean takesNoCache;

    Vendor(
        ModelApi api, String title, String implementer, String reviewer, boolean takesNoCache) {
      this.api = api;
      this.title = title;
      this.implementer = ModelId.parse(implementer);
      this.reviewer = ModelId.parse(reviewer);
      this.takesNoCache = takesNoCache;
    }

    /** Deadlines are those of the engine's clock. */
    ModelProvider connect(String url, TimeSource time) {
      ConnectionSettings settings = ConnectionSettings.standard().withTime(time);
      return switch (api) {
        case ANTHROPIC_MESSAGES ->
            AnthropicProvider.builder().apiKey("k").baseUrl(url).connection(settings).build();
        case OPENAI_RESPONSES ->
            OpenAiProvider.builder().apiKey("k").baseUrl(url).connection(settings).build();
        case OPENAI_CHAT_COMPLETIONS ->
            OpenAiCompatibleProvider.openAi()
                .apiKey("k")
                .baseUrl(url)
                .connection(settings)
                .build();
        case GEMINI -> GeminiProvider.builder().apiKey("k").baseUrl(url).connection(settings).build();
      };
    }
  }
}
