package dev.nightshift.models.testing;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.models.ConnectionSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.BiFunction;

/** A provider and the server that one scenario lets it talk to. */
final class ContractScene implements AutoCloseable {
  static final int MAX_OUTPUT_TOKENS = 1024;
  private static final ToolDefinition READ =
      new ToolDefinition(
          "read_file",
          "Reads a file.",
          "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}},"
              + "\"required\":[],\"additionalProperties\":false}");

  private final ProviderUnderTest subject;
  private final Queue<BiFunction<WireSpeaker, WireRequest, Reply>> script = new ArrayDeque<>();
  private final WireServer server;

  ContractScene(ProviderUnderTest subject) {
    this.subject = subject;
    this.server = WireServer.start(subject.speaker(), this::next);
  }

  WireSpeaker speaker() {
    return subject.speaker();
  }

  /** Lets the server answer the next request. */
  void answers(Reply reply) {
    script.add((speaker, request) -> reply);
  }

  /** Lets the server answer the next request with something made of the stream of a reply. */
  void answersWith(Reply reply, BiFunction<WireSpeaker, String, Reply> change) {
    script.add(
        (speaker, request) ->
            change.apply(speaker, speaker.stream(reply, TokenUsage.of(50, 7), request)));
  }

  /** Returns the first request of a conversation. */
  ModelRequest ask() {
    return ModelRequest.builder(subject.model())
        .system("You fix bugs.")
        .tools(List.of(READ))
        .transcript(Transcript.empty().plus(UserTurn.text("Fix it.")))
        .maxOutputTokens(MAX_OUTPUT_TOKENS)
        .build();
  }

  /** Returns the request that follows an answer, with a result for each tool that was asked for. */
  ModelRequest goOn(AssistantTurn turn) {
    List<ContentBlock> said = new ArrayList<>();
    turn.toolUses()
        .forEach(
            use -> said.add(new ContentBlock.ToolResult(use.id(), result(said.size()), false)));
    UserTurn next = said.isEmpty() ? UserTurn.text("Go on.") : UserTurn.of(said);
    ModelRequest first = ask();
    return first.toBuilder().transcript(first.transcript().plus(turn).plus(next)).build();
  }

  /** Returns the same request to the other model. */
  ModelRequest toTheOtherModel(ModelRequest request) {
    return request.toBuilder().model(subject.otherModel()).build();
  }

  /** Returns what the tool asked for at some place answers. */
  static String result(int index) {
    return "result-of-call-" + index;
  }

  ModelResponse complete(ModelRequest request) throws InterruptedException {
    return provider(ConnectionSettings.standard()).complete(request, ContractCall.open());
  }

  ModelException failure() throws InterruptedException {
    return failure(ConnectionSettings.standard(), ContractCall.open());
  }

  /** Returns how the first request of a conversation fails, which it must. */
  ModelException failure(ConnectionSettings settings, ContractCall call)
      throws InterruptedException {
    ModelResponse response;
    try {
      response = provider(settings).complete(ask(), call);
    } catch (ModelException failure) {
      return failure;
    }
    throw new AssertionError("a call that had to fail was answered: " + response.turn().blocks());
  }

  ModelProvider provider(ConnectionSettings settings) {
    return subject.connector().connect(server.baseUrl(), settings);
  }

  List<WireRequest> requests() {
    return server.requests();
  }

  String lastBody() {
    List<WireRequest> all = server.requests();
    return all.get(all.size() - 1).body();
  }

  void requireClientGone() throws InterruptedException {
    require(server.awaitClientGone(10), "the connection was left open");
  }

  void requireNoServerFailure() {
    require(server.failures().isEmpty(), "the server refused: " + server.failures());
    require(script.isEmpty(), script.size() + " answers were not asked for");
  }

  @Override
  public void close() {
    server.close();
  }

  static void equal(Object expected, Object actual, String what) {
    require(
        Objects.equals(expected, actual), what + " is <" + actual + "> and not <" + expected + ">");
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  private Reply next(WireRequest request) {
    BiFunction<WireSpeaker, WireRequest, Reply> answer = script.poll();
    if (answer == null) {
      throw new IllegalStateException("a request that no scenario asks for");
    }
    return answer.apply(subject.speaker(), request);
  }
}
