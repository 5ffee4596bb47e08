package dev.nightshift.benchmarks;

import dev.nightshift.core.base.Registration;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.models.anthropic.AnthropicProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The provider alone, without an engine around it. */
final class DirectClient {
  private final ModelProvider provider;

  private DirectClient(ModelProvider provider) {
    this.provider = provider;
  }

  static DirectClient at(String url) {
    return new DirectClient(provider(url));
  }

  static AnthropicProvider provider(String url) {
    return AnthropicProvider.builder().apiKey("bench").baseUrl(url).build();
  }

  /** The request of a conversation of this benchmark before its first step. */
  static ModelRequest request() {
    return ModelRequest.builder(Prompt.MODEL)
        .system(Prompt.SYSTEM)
        .tools(List.of(Prompt.TOOL))
        .maxOutputTokens(Prompt.MAX_OUTPUT_TOKENS)
        .transcript(Transcript.empty().plus(UserTurn.text(Prompt.USER)))
        .build();
  }

  /** The same with all its steps made. */
  static ModelRequest history() {
    ModelRequest request = request();
    int step = 0;
    for (Map.Entry<String, String> file : Prompt.files(Prompt.HISTORY_STEPS).entrySet()) {
      String path = "{\"path\":\"" + file.getKey() + "\"}";
      ContentBlock.ToolUse use =
          new ContentBlock.ToolUse("toolu_" + step++, Prompt.TOOL.name(), path);
      AssistantTurn turn = AssistantTurn.of(Prompt.MODEL, StopReason.TOOL_USE, List.of(use));
      request = withStep(request, turn, use, file.getValue());
    }
    return request;
  }

  ModelResponse send(ModelRequest request) throws InterruptedException {
    return provider.complete(
        request, new UnlimitedCall(Instant.now().plus(Duration.ofMinutes(10))));
  }

  /** Reads files until the model is done. */
  void loop(ModelRequest first, Map<String, String> files) throws InterruptedException {
    ModelRequest request = first;
    while (true) {
      AssistantTurn turn = send(request).turn();
      ContentBlock.ToolUse use = turn.toolUses().get(0);
      if (use.name().equals("finish")) {
        return;
      }
      JsonNode arguments = RawClient.JSON.readTree(use.argumentsJson());
      request = withStep(request, turn, use, files.get(arguments.path("path").asString()));
    }
  }

  private static ModelRequest withStep(
      ModelRequest request, AssistantTurn turn, ContentBlock.ToolUse use, String text) {
    UserTurn result = UserTurn.of(List.of(new ContentBlock.ToolResult(use.id(), text, false)));
    return request.toBuilder().transcript(request.transcript().plus(turn).plus(result)).build();
  }

  /** A call that nobody cancels. */
  private record UnlimitedCall(Instant deadline) implements CallContext {
    private static final RunId RUN = RunId.of("bench");

    @Override
    public RunId run() {
      return RUN;
    }

    @Override
    public AgentRole role() {
      return AgentRole.IMPLEMENTER;
    }

    @Override
    public Registration onCancel(Runnable closeTheConnection) {
      return () -> {};
    }

    @Override
    public void progress(long receivedBytes) {
      // Nobody watches this call.
    }
  }
}
