package dev.nightshift.models.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ManualTime;
import dev.nightshift.models.ConnectionSettings;
import dev.nightshift.models.anthropic.AnthropicProvider;
import dev.nightshift.models.gemini.GeminiProvider;
import dev.nightshift.models.openai.OpenAiCompatibleProvider;
import dev.nightshift.models.openai.OpenAiProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A run with one provider, and what it costs against the least that a prompt cache allows. */
final class CostedRun {
  private static final Duration BETWEEN_CALLS = Duration.ofSeconds(20);

  final ManualTime time = ManualTime.startingAt(Instant.parse("2026-11-29T12:00:00Z"));
  int turns = 50;
  int callsAtOnce = 1;
  int requests;
  int calls;
  Duration gate = Duration.ofSeconds(30);
  ModelOptions options = ModelOptions.standard();
  UnaryOperator<ModelRequest> sending = UnaryOperator.identity();
  private final Vendor vendor;
  private ModelProvider provider;

  CostedRun(Vendor vendor) {
    this.vendor = vendor;
    this.provider = vendor.connect("http://localhost", time);
  }

  double run() throws InterruptedException {
    try (Nightshift engine = engine()) {
      return run(engine);
    }
  }

  /** Returns what a run costs over the optimum. */
  double run(Nightshift engine) throws InterruptedException {
    // Nothing that a run before it left is cached.
    time.advance(Duration.ofHours(2));
    try (ScriptedModelServer server =
        ScriptedModelServer.builder()
            .api(vendor.api)
            .simulateCaching()
            .time(time)
            .model(this::reply)
            .start()) {
      provider = vendor.connect(server.baseUrl(), time);
      RunResult result = engine.run(Task.builder("Read all parts").build(), pipeline());

      server.assertExhausted();
      assertThat(result).isInstanceOf(RunResult.Delivered.class);
      calls = server.charges().size();
      return (double) server.bill().nanos() / server.optimum().nanos();
    }
  }

  /** An engine whose every run has a server of its own. */
  Nightshift engine() {
    ModelProvider current =
        new ModelProvider() {
          @Override
          public String name() {
            return provider.name();
          }

          @Override
          public ModelFacts facts(ModelId id) {
            return provider.facts(id);
          }

          @Override
          public ModelResponse complete(ModelRequest request, CallContext context)
              throws InterruptedException {
            return provider.complete(sending.apply(request), context);
          }
        };
    return Nightshift.builder(InMemoryWorkspaces.of(files())).provider(current).time(time).build();
  }

  private StandardPipeline pipeline() {
    return StandardPipeline.builder()
        .implementer(
            ModelImplementer.builder(ModelId.parse(vendor.implementer))
                .options(options)
                .maxSteps(200)
                .build())
        .reviewer(ModelReviewer.builder(ModelId.parse(vendor.reviewer)).options(options).build())
        .gate(
            (candidate, context) -> {
              time.advance(gate);
              return GateResult.passed("tests", "all passed");
            })
        .build();
  }

  private Reply reply(RecordedRequest request) {
    time.advance(BETWEEN_CALLS);
    return request.toolNames().contains("submit_review") ? review(request) : implement(request);
  }

  /**
   * Thinks and reads all parts, or so many at once, writes, finishes; sent back it does the last
   * two again.
   */
  private Reply implement(RecordedRequest request) {
    int turn = request.assistantTurns();
    if (turn < turns - 2) {
      ContentBlock thought = new ContentBlock.Thinking("Part " + turn + " next.", "s" + turn);
      return Reply.of(
          Stream.concat(
                  Stream.of(thought),
                  IntStream.range(0, callsAtOnce).mapToObj(call -> reading(turn, call)))
              .toArray(ContentBlock[]::new));
    }
    String write = "{\"path\":\"a.txt\",\"content\":\"" + turn + "\\n\"}";
    return turn % 2 == 0
        ? Reply.toolUse("write_file", write)
        : Reply.toolUse("finish", "{\"summary\":\"done\"}");
  }

  private static ContentBlock.ToolUse reading(int turn, int call) {
    String lines = call == 0 ? "" : ",\"start_line\":" + call + ",\"end_line\":" + call;
    return Reply.use("read_file", "{\"path\":\"" + path(turn) + "\"" + lines + "}");
  }

  /** Looks once; requests one change as long as there are requests left, then approves. */
  private Reply review(RecordedRequest request) {
    if (request.assistantTurns() == 0) {
      return Reply.toolUse("read_file", "{\"path\":\"a.txt\"}");
    }
    boolean isClosing = request.firstUserText().contains("R1");
    return requests-- > 0
        ? Reply.toolUse(
            "submit_review",
            "{\"verdict\":\"request_changes\",\"criteria\":[],\"findings\":[],\"request\":{"
                + "\"path\":\"a.txt\",\"line\":1,\"category\":\"LOGIC_EDGE_CASE\","
                + "\"problem\":\"it says so much\",\"required_change\":\"say more\","
                + "\"how_to_verify\":\"read it\"}}")
        : Reply.toolUse(
            "submit_review",
            "{\"verdict\":\"approve\",\"closes\":["
                + (isClosing ? "\"R1\"" : "")
                + "],\"findings\":[],\"criteria\":[]}");
  }

  private Map<String, String> files() {
    Map<String, String> files = new TreeMap<>(Map.of("a.txt", "one\n"));
    for (int part = 0; part < turns; part++) {
      files.put(path(part), ("int value" + part + " = compute(input, offset);\n").repeat(30));
    }
    return files;
  }

  private static String path(int part) {
    return "src/Part" + part + ".java";
  }

  /** Whom a run calls. */
  enum Vendor {
    ANTHROPIC(
        ModelApi.ANTHROPIC_MESSAGES, "anthropic:claude-opus-5-5", "anthropic:claude-haiku-5-5"),
    OPENAI_RESPONSES(ModelApi.OPENAI_RESPONSES, "openai:gpt-6.1-sol", "openai:gpt-6-luna"),
    OPENAI_RESPONSES_WITH_TWO_LIFETIMES(
        ModelApi.OPENAI_RESPONSES, "openai:gpt-6.1-terra", "openai:gpt-6-luna"),
    OPENAI_RESPONSES_BEFORE_BREAKPOINTS(
        ModelApi.OPENAI_RESPONSES, "openai:gpt-5.5", "openai:gpt-5.4-mini"),
    OPENAI_CHAT_COMPLETIONS(
        ModelApi.OPENAI_CHAT_COMPLETIONS, "openai:gpt-6.1-sol", "openai:gpt-6-luna"),
    OPENAI_CHAT_COMPLETIONS_BEFORE_BREAKPOINTS(
        ModelApi.OPENAI_CHAT_COMPLETIONS, "openai:gpt-5.5", "openai:gpt-5.4-mini"),
    GEMINI(ModelApi.GEMINI, "gemini:gemini-3.8-flash", "gemini:gemini-2.5-flash");

    final ModelApi api;
    final String implementer;
    final String reviewer;

    Vendor(ModelApi api, String implementer, String reviewer) {
      this.api = api;
      this.implementer = implementer;
      this.reviewer = reviewer;
    }

    /** Deadlines are those of the engine's clock. */
    ModelProvider connect(String url, ManualTime time) {
      ConnectionSettings settings = ConnectionSettings.standard().withTime(time);
      return switch (api) {
        case ANTHROPIC_MESSAGES ->
            AnthropicProvider.builder().apiKey("k").baseUrl(url).connection(settings).build();
        case OPENAI_RESPONSES ->
            OpenAiProvider.builder().apiKey("k").baseUrl(url).connection(settings).build();
        case OPENAI_CHAT_COMPLETIONS ->
            OpenAiCompatibleProvider.openAi().apiKey("k").baseUrl(url).connection(settings).build();
        case GEMINI ->
            GeminiProvider.builder().apiKey("k").baseUrl(url).connection(settings).build();
      };
    }
  }
}
