package dev.nightshift.benchmarks;

import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The same work as {@link Calls}, each way in JVMs of its own, so that none profits of another. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class JmhCalls {
  private static final Map<String, String> FILES = Prompt.files(Prompt.STEPS);
  private ServerProcess server;
  private RawClient raw;
  private RawClient rawDeltas;
  private RawClient rawLoop;
  private DirectClient provider;
  private DirectClient providerDeltas;
  private EngineRuns engineLoop;
  private HeldWay engineCall;
  private final ObjectNode rawRequest = RawClient.request();
  private final ObjectNode rawHistory = RawClient.history();
  private final ModelRequest request = DirectClient.request();
  private final ModelRequest history = DirectClient.history();

  /** Starts the server of this JVM. */
  @Setup
  public void start() throws Exception {
    server = ServerProcess.start();
    String loop = server.url("tools-" + Prompt.STEPS + "-0");
    raw = RawClient.plain(server.url("text"));
    rawDeltas = RawClient.streamed(server.url("deltas"));
    rawLoop = RawClient.plain(loop);
    provider = DirectClient.at(server.url("text"));
    providerDeltas = DirectClient.at(server.url("deltas"));
    engineLoop = EngineRuns.at(loop);
    engineCall = HeldWay.open(EngineRuns.calls(server.url("text")));
  }

  /** Ends it. */
  @TearDown
  public void stop() {
    engineCall.close();
    engineLoop.close();
    server.close();
  }

  /** A request of 1 KB, by hand. */
  @Benchmark
  public JsonNode smallCallRaw() throws Exception {
    return raw.send(rawRequest);
  }

  /** A request of 1 KB, by the provider. */
  @Benchmark
  public ModelResponse smallCallProvider() throws Exception {
    return provider.send(request);
  }

  /** A request of 1 KB in a conversation opened for it, through the engine. */
  @Benchmark
  public void smallCallEngine() throws Exception {
    engineCall.operation().run();
  }

  /** A request of 133 KB, by hand. */
  @Benchmark
  public JsonNode longHistoryRaw() throws Exception {
    return raw.send(rawHistory);
  }

  /** A request of 133 KB, by the provider. */
  @Benchmark
  public ModelResponse longHistoryProvider() throws Exception {
    return provider.send(history);
  }

  /** A stream of 10,000 deltas, by hand. */
  @Benchmark
  public JsonNode deltasRaw() throws Exception {
    return rawDeltas.send(rawRequest);
  }

  /** A stream of 10,000 deltas, by the provider. */
  @Benchmark
  public ModelResponse deltasProvider() throws Exception {
    return providerDeltas.send(request);
  }

  /** A loop of 50 tool steps, by hand. */
  @Benchmark
  public void loopRaw() throws Exception {
    rawLoop.loop(RawClient.request(), FILES);
  }

  /** A loop of 50 tool steps, as a whole run of the engine. */
  @Benchmark
  public void loopEngine() throws Exception {
    engineLoop.loop();
  }
}
