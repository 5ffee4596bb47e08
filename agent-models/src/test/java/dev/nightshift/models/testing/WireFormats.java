package dev.nightshift.models.testing;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.models.anthropic.AnthropicProvider;
import dev.nightshift.models.gemini.GeminiProvider;
import dev.nightshift.models.openai.OpenAiCompatibleProvider;
import dev.nightshift.models.openai.OpenAiProvider;
import dev.nightshift.models.openai.Quirks;
import java.util.List;

/** The providers of this library by the formats they speak. */
final class WireFormats {
  private WireFormats() {}

  static List<ProviderUnderTest> all() {
    return List.of(anthropic(), responses(), chat(), gemini(), ollama());
  }

  private static ProviderUnderTest anthropic() {
    return new ProviderUnderTest(
        "Anthropic Messages",
        VendorChecked.anthropic(),
        ModelId.parse("anthropic:claude-opus-5-5"),
        ModelId.parse("anthropic:claude-haiku-5-5"),
        (url, settings) ->
            AnthropicProvider.builder().apiKey("k").baseUrl(url).connection(settings).build());
  }

  private static ProviderUnderTest responses() {
    return new ProviderUnderTest(
        "OpenAI Responses",
        VendorChecked.openAiResponses(),
        ModelId.parse("openai:gpt-6.1-sol"),
        ModelId.parse("openai:gpt-6-luna"),
        (url, settings) ->
            OpenAiProvider.builder().apiKey("k").baseUrl(url).connection(settings).build());
  }

  private static ProviderUnderTest chat() {
    return new ProviderUnderTest(
        "Chat Completions",
        VendorChecked.chatCompletions(true),
        ModelId.parse("openai-compatible:qwen3"),
        ModelId.parse("openai-compatible:glm-6"),
        (url, settings) ->
            OpenAiCompatibleProvider.builder(url)
                .quirks(Quirks.standard().withReturnsReasoning(true))
                .connection(settings)
                .build());
  }

  private static ProviderUnderTest gemini() {
    return new ProviderUnderTest(
        "Gemini",
        VendorChecked.gemini(),
        ModelId.parse("gemini:gemini-3.8-flash"),
        ModelId.parse("gemini:gemini-2.5-pro"),
        (url, settings) ->
            GeminiProvider.builder().apiKey("k").baseUrl(url).connection(settings).build());
  }

  private static ProviderUnderTest ollama() {
    return new ProviderUnderTest(
        "Ollama",
        VendorChecked.chatCompletions(false),
        ModelId.parse("ollama:qwen3"),
        ModelId.parse("ollama:glm-6"),
        (url, settings) ->
            OpenAiCompatibleProvider.ollama().baseUrl(url).connection(settings).build());
  }
}
