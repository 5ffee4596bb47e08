package dev.nightshift.benchmarks;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.node.ObjectNode;

/** Single calls, loops and long streams, by hand, by the provider alone and through the engine. */
final class Calls {
  private static final Map<String, String> FILES = Prompt.files(Prompt.STEPS);
  private final ServerProcess server;
  private final boolean quick;
  private final Allocation allocation = Allocation.watch();

  private Calls(ServerProcess server, boolean quick) {
    this.server = server;
    this.quick = quick;
  }

  static void run(boolean quick) throws Exception {
    try (ServerProcess server = ServerProcess.start()) {
      Calls calls = new Calls(server, quick);
      calls.small();
      calls.withHistory();
      calls.loop();
      calls.deltas();
    }
  }

  private void small() throws Exception {
    Way[] ways =
        oneCall(RawClient.request(), DirectClient.request(), EngineRuns.calls(server.url("text")));
    print(compared(2_000, ways), "Small call", 26);
  }

  private void withHistory() throws Exception {
    Way[] ways =
        oneCall(
            RawClient.history(),
            DirectClient.history(),
            EngineRuns.callsWithHistory(server.url("calls")));
    print(compared(500, ways), "Call with a long history", 361);
  }

  private Way[] oneCall(ObjectNode rawRequest, ModelRequest request, Way.Opening engine) {
    String url = server.url("text");
    RawClient raw = RawClient.plain(url);
    RawClient streamed = RawClient.streamed(url);
    DirectClient direct = DirectClient.at(url);
    return new Way[] {
      Way.of("raw", () -> raw.send(rawRequest)),
      Way.of("raw streamed", () -> streamed.send(rawRequest)),
      Way.of("provider", () -> direct.send(request)),
      new Way("engine", engine)
    };
  }

  private void loop() throws Exception {
    String url = server.url("tools-" + Prompt.STEPS + "-0");
    RawClient raw = RawClient.plain(url);
    RawClient streamed = RawClient.streamed(url);
    DirectClient direct = DirectClient.at(url);
    ModelRequest request = firstRequest(url);
    ObjectNode rawRequest = (ObjectNode) RawClient.JSON.readTree(server.ask("first"));
    try (EngineRuns engine = EngineRuns.at(url)) {
      Comparison comparison =
          compared(
              20,
              Way.of("raw", () -> raw.loop(rawRequest.deepCopy(), FILES)),
              Way.of("raw streamed", () -> streamed.loop(rawRequest.deepCopy(), FILES)),
              Way.of("provider", () -> direct.loop(request, FILES)),
              Way.of("engine", engine::loop));
      print(comparison, "Loop of 50 tool steps and an answer", 10_100);
    }
  }

  private void deltas() throws Exception {
    String url = server.url("deltas");
    RawClient raw = RawClient.streamed(url);
    DirectClient direct = DirectClient.at(url);
    ObjectNode rawRequest = RawClient.request();
    ModelRequest request = DirectClient.request();
    Comparison comparison =
        compared(
            30,
            Way.of("raw", () -> raw.send(rawRequest)),
            Way.of("provider", () -> direct.send(request)),
            new Way("engine", EngineRuns.calls(url)));
    print(comparison, "Stream of 10,000 deltas", 21_400);
  }

  /** What a run of the engine sends first, so that every way sends the same. */
  private static ModelRequest firstRequest(String url) throws InterruptedException {
    AtomicReference<ModelRequest> first = new AtomicReference<>();
    ModelProvider provider = DirectClient.provider(url);
    try (EngineRuns engine = EngineRuns.with(new FirstRequest(provider, first), 1)) {
      engine.loop();
    }
    return first.get();
  }

  private Comparison compared(int times, Way... ways) throws Exception {
    server.ask("counts");
    return new Comparison(allocation, ways).run(quick ? 3 : 7, quick ? times / 5 : times);
  }

  private void print(Comparison comparison, String title, double knownKilobytes) throws Exception {
    String largest = server.ask("counts").split(" ")[2];
    comparison.print(title + ", request up to " + Integer.parseInt(largest) / 1000 + " KB");
    comparison.printBaseline(knownKilobytes);
  }

  /** A provider that keeps the first request made of it. */
  private record FirstRequest(ModelProvider inner, AtomicReference<ModelRequest> first)
      implements ModelProvider {
    @Override
    public ModelResponse complete(ModelRequest request, CallContext context)
        throws InterruptedException {
      first.compareAndSet(null, request);
      return inner.complete(request, context);
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public ModelFacts facts(ModelId id) {
      return inner.facts(id);
    }
  }
}
