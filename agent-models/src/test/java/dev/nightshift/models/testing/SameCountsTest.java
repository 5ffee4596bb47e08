package dev.nightshift.models.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.models.anthropic.AnthropicProvider;
import dev.nightshift.models.gemini.GeminiProvider;
import dev.nightshift.models.internal.wire.FakeCall;
import dev.nightshift.models.openai.OpenAiCompatibleProvider;
import dev.nightshift.models.openai.OpenAiProvider;
import dev.nightshift.models.testing.ReplayServer.Recording;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Case 9 of the list of tricky cases: a prompt of 1,200 tokens, 1,024 of them from the cache and
 * 128 into it, and an answer of 90 with 64 of thought, as each API counts them.
 */
class SameCountsTest {
  private static final TokenUsage WRITTEN_FOR_HALF_AN_HOUR =
      TokenUsage.builder()
          .input(48)
          .cacheRead(1024)
          .cacheWrite(Duration.ofMinutes(30), 128)
          .output(90)
          .reasoning(64)
          .build();

  /** Cached tokens beside the input, writes by their lifetime, thought within the output. */
  @Test
  void anthropicCountsWhatIsCachedBesideTheInput() throws InterruptedException {
    TokenUsage usage =
        usage(
            "anthropic:claude-opus-5-5",
            url -> AnthropicProvider.builder().apiKey("k").baseUrl(url).build(),
            "{'type':'message_start','message':{'usage':{'input_tokens':48,"
                + "'cache_read_input_tokens':1024,'cache_creation_input_tokens':128,"
                + "'cache_creation':{'ephemeral_5m_input_tokens':100,"
                + "'ephemeral_1h_input_tokens':28},'output_tokens':1}}}",
            "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':"
                + "{'output_tokens':90,'output_tokens_details':{'thinking_tokens':64}}}",
            "{'type':'message_stop'}");

    assertThat(usage)
        .isEqualTo(
            TokenUsage.builder()
                .input(48)
                .cacheRead(1024)
                .cacheWrite(Duration.ofMinutes(5), 100)
                .cacheWrite(Duration.ofHours(1), 28)
                .output(90)
                .reasoning(64)
                .build());
    assertSameTotals(usage);
  }

  /** Cached tokens within the input, thought within the output. */
  @Test
  void openAiCountsWhatIsCachedWithinTheInput() throws InterruptedException {
    TokenUsage usage =
        usage(
            "openai:gpt-6.1-sol",
            url -> OpenAiProvider.builder().apiKey("k").baseUrl(url).build(),
            "{'type':'response.completed','response':{'id':'r','output':[],'usage':"
                + "{'input_tokens':1200,'input_tokens_details':{'cached_tokens':1024,"
                + "'cache_write_tokens':128},'output_tokens':90,'output_tokens_details':"
                + "{'reasoning_tokens':64},'total_tokens':1290}}}");

    assertThat(usage).isEqualTo(WRITTEN_FOR_HALF_AN_HOUR);
    assertSameTotals(usage);
  }

  @Test
  void chatCompletionsCountsWhatIsCachedWithinThePrompt() throws InterruptedException {
    TokenUsage usage =
        usage(
            "openai-compatible:qwen3",
            url -> OpenAiCompatibleProvider.builder(url).build(),
            "{'choices':[{'index':0,'delta':{'content':'x'},'finish_reason':'stop'}]}",
            "{'choices':[],'usage':{'prompt_tokens':1200,'prompt_tokens_details':"
                + "{'cached_tokens':1024,'cache_write_tokens':128},'completion_tokens':90,"
                + "'completion_tokens_details':{'reasoning_tokens':64},'total_tokens':1290}}",
            "[DONE]");

    assertThat(usage).isEqualTo(WRITTEN_FOR_HALF_AN_HOUR);
    assertSameTotals(usage);
  }

  /** Cached tokens within the prompt, thought outside the candidates, writes not counted apart. */
  @Test
  void geminiCountsThoughtOutsideTheCandidates() throws InterruptedException {
    TokenUsage usage =
        usage(
            "gemini:gemini-3.8-flash",
            url -> GeminiProvider.builder().apiKey("k").baseUrl(url).build(),
            "{'candidates':[{'content':{'parts':[{'text':'x'}],'role':'model'},"
                + "'finishReason':'STOP','index':0}],'usageMetadata':{'promptTokenCount':1200,"
                + "'cachedContentTokenCount':1024,'candidatesTokenCount':26,"
                + "'thoughtsTokenCount':64,'totalTokenCount':1290}}");

    assertThat(usage)
        .isEqualTo(
            TokenUsage.builder().input(176).cacheRead(1024).output(90).reasoning(64).build());
    assertSameTotals(usage);
  }

  private static void assertSameTotals(TokenUsage usage) {
    assertThat(usage.totalInput()).isEqualTo(1200);
    assertThat(usage.input() + usage.cacheWrites().total()).isEqualTo(176);
    assertThat(usage.total()).isEqualTo(1290);
    assertThat(usage.isEstimated()).isFalse();
  }

  private static TokenUsage usage(
      String model, Function<String, ModelProvider> provider, String... events)
      throws InterruptedException {
    String[] json = new String[events.length];
    for (int i = 0; i < events.length; i++) {
      json[i] = events[i].replace('\'', '"');
    }
    ModelRequest request =
        ModelRequest.builder(ModelId.parse(model))
            .transcript(Transcript.empty().plus(UserTurn.text("go")))
            .maxOutputTokens(1024)
            .build();
    try (ReplayServer server = ReplayServer.start(Recording.events(json))) {
      return provider.apply(server.url()).complete(request, FakeCall.open()).usage();
    }
  }
}
