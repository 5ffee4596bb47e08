package dev.nightshift.models.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.model.ModelRequest;
import dev.nightshift.core.model.ModelResponse;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ManualTime;
import dev.nightshift.models.ConnectionSettings;
import dev.nightshift.models.testing.RecordedRequest;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What whole runs cost against the least that is possible with a prompt cache. */
class LoopCostTest {
  private static final double MOST = 1.05;
  private static final Duration BETWEEN_CALLS = Duration.ofSeconds(20);

  private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-11-29T12:00:00Z"));
  private ModelProvider provider = AnthropicProvider.builder().apiKey("k").build();
  private int turns = 50;
  private int callsAtOnce = 1;
  private int requests;
  private int calls;
  private Duration gate = Duration.ofSeconds(30);
  private ModelOptions options = ModelOptions.standard();

  @Test
  void loopOfFiftyTurnsCostsAtMostFivePercentMoreThanTheOptimum() throws InterruptedException {
    assertThat(run()).isBetween(1.0, MOST);
    assertThat(calls).isEqualTo(turns + 2);
  }

  /** The measure itself: without it nothing here could fail. */
  @Test
  void loopWithoutACacheCostsSeveralTimesTheOptimum() throws InterruptedException {
    options = ModelOptions.standard().withoutCache();

    assertThat(run()).isGreaterThan(3);
  }

  /** More results in a turn than the server looks back over. */
  @Test
  void turnsOfThirtyCallsReadAllEarlierTurns() throws InterruptedException {
    turns = 10;
    callsAtOnce = 30;

    assertThat(run()).isBetween(1.0, MOST);
  }

  @Test
  void runWithARevisionCostsAtMostFivePercentMoreThanTheOptimum() throws InterruptedException {
    requests = 1;

    assertThat(run()).isBetween(1.0, MOST);
    assertThat(calls).isEqualTo(turns + 2 + 2 + 2);
  }

  /**
   * Symptom: every revision after a gate of twelve minutes wrote the whole conversation again.
   * Without a word of the host an engine learns that from the first.
   */
  @Test
  void aGateThatOutlastsTheCacheCostsTooMuchOnlyOnce() throws InterruptedException {
    gate = Duration.ofMinutes(12);

    try (Nightshift engine = engine()) {
      requests = 1;
      assertThat(run(engine)).isBetween(MOST, 1.15);

      requests = 1;
      assertThat(run(engine)).isBetween(1.0, MOST);
    }
  }

  /** An hour costs more than it saves where nobody is ever sent back. */
  @Test
  void aSlowGateThatNeverSendsBackCostsNothingMore() throws InterruptedException {
    gate = Duration.ofMinutes(12);

    try (Nightshift engine = engine()) {
      assertThat(run(engine)).isEqualTo(1.0);
      assertThat(run(engine)).isEqualTo(1.0);
    }
  }

  @Test
  void aHostThatKnowsItsGateSaysSo() throws InterruptedException {
    gate = Duration.ofMinutes(12);
    requests = 1;
    options = ModelOptions.standard().withCacheLifetime(Duration.ofHours(1));

    assertThat(run()).isBetween(1.0, MOST);
  }

  private double run() throws InterruptedException {
    try (Nightshift engine = engine()) {
      return run(engine);
    }
  }

  /** Returns what a run costs over the optimum. */
  private double run(Nightshift engine) throws InterruptedException {
    // Nothing that a run before it left is cached.
    time.advance(Duration.ofHours(2));
    try (ScriptedModelServer server =
        ScriptedModelServer.builder().simulateCaching().time(time).model(this::reply).start()) {
      provider = provider(server);
      RunResult result = engine.run(Task.builder("Read all parts").build(), pipeline());

      server.assertExhausted();
      assertThat(result).isInstanceOf(RunResult.Delivered.class);
      calls = server.charges().size();
      return (double) server.bill().nanos() / server.optimum().nanos();
    }
  }

  /** An engine whose every run has a server of its own. */
  private Nightshift engine() {
    ModelProvider current =
        new ModelProvider() {
          @Override
          public String name() {
            return "anthropic";
          }

          @Override
          public ModelFacts facts(ModelId id) {
            return provider.facts(id);
          }

          @Override
          public ModelResponse complete(ModelRequest request, CallContext context)
              throws InterruptedException {
            return provider.complete(request, context);
          }
        };
    return Nightshift.builder(InMemoryWorkspaces.of(files())).provider(current).time(time).build();
  }

  /** Deadlines are those of the engine's clock. */
  private AnthropicProvider provider(ScriptedModelServer server) {
    return AnthropicProvider.builder()
        .apiKey("sk-test")
        .baseUrl(server.baseUrl())
        .connection(ConnectionSettings.standard().withTime(time))
        .build();
  }

  private StandardPipeline pipeline() {
    return StandardPipeline.builder()
        .implementer(
            ModelImplementer.builder(AnthropicFixture.OPUS).options(options).maxSteps(200).build())
        .reviewer(ModelReviewer.builder(AnthropicFixture.HAIKU).options(options).build())
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
   * Reads all parts, or so many at once, writes, finishes; sent back it does the last two again.
   */
  private Reply implement(RecordedRequest request) {
    int turn = request.assistantTurns();
    if (turn < turns - 2) {
      return Reply.of(
          IntStream.range(0, callsAtOnce)
              .mapToObj(call -> reading(turn, call))
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
}
