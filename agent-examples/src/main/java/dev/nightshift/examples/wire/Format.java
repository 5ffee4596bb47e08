package dev.nightshift.examples.wire;

import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.models.anthropic.AnthropicProvider;
import dev.nightshift.models.gemini.GeminiProvider;
import dev.nightshift.models.openai.OpenAiCompatibleProvider;
import dev.nightshift.models.openai.OpenAiProvider;
import dev.nightshift.models.testing.WireSpeaker;
import java.util.List;
import java.util.function.Function;

/** A wire format: how a server speaks it, who calls it, and two models. */
record Format(
    String name,
    WireSpeaker speaker,
    String implementer,
    String reviewer,
    Function<String, ModelProvider> provider) {

  static List<Format> all() {
    return List.of(
        new Format(
            "Anthropic Messages",
            WireSpeaker.anthropic(),
            "anthropic:claude-opus-5-5",
            "anthropic:claude-haiku-5-5",
            url -> AnthropicProvider.builder().apiKey("proof").baseUrl(url).build()),
        new Format(
            "OpenAI Responses",
            WireSpeaker.openAiResponses(),
            "openai:gpt-6.1-sol",
            "openai:gpt-6-luna",
            url -> OpenAiProvider.builder().apiKey("proof").baseUrl(url).build()),
        new Format(
            "Chat Completions",
            WireSpeaker.chatCompletions(),
            "openai:gpt-6.1-sol",
            "openai:gpt-6-luna",
            url -> OpenAiCompatibleProvider.openAi().apiKey("proof").baseUrl(url).build()),
        new Format(
            "Gemini",
            WireSpeaker.gemini(),
            "gemini:gemini-3.8-flash",
            "gemini:gemini-2.5-pro",
            url -> GeminiProvider.builder().apiKey("proof").baseUrl(url).build()),
        new Format(
            "Ollama",
            WireSpeaker.chatCompletions(),
            "ollama:qwen3",
            "ollama:glm-6",
            url -> OpenAiCompatibleProvider.ollama().baseUrl(url).build()));
  }
}
