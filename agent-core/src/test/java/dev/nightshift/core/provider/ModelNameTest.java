package dev.nightshift.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.ModelId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which spellings are one model, whoever serves it. */
class ModelNameTest {
  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({
    "openai-compatible:http://a/v1#m, openai-compatible:http://b/v1#m",
    "openai-compatible:http://localhost:11434/v1#qwen3, openai-compatible:http://LOCALHOST/v1/#qwen3",
    "ollama:qwen3, ollama:qwen3:latest",
    "ollama:qwen3:30b, openai-compatible:http://localhost:11434/v1#qwen3:30b",
    "openai:gpt-5.5, openai-compatible:https://api.openai.com/v1#gpt-5.5",
    "openrouter:openai/gpt-5.5, openai:gpt-5.5",
    "openrouter:openai/gpt-5.5, openai:gpt-5.5-2026-03-05",
    "openrouter:anthropic/claude-opus-4.5, anthropic:claude-opus-4-5",
    "openrouter:anthropic/claude-opus-4.5:free, anthropic:claude-opus-4-5-20251101",
    "vllm:Qwen/Qwen3-8B, llama-cpp:qwen3-8b",
    "vllm:Qwen/Qwen3-8B, lm-studio:unsloth/qwen3_8b",
    "gemini:models/gemini-3-pro, openrouter:google/gemini-3-pro",
    "gemini:gemini-2.5-flash, gemini:gemini-2.5-flash-001",
    "gemini:gemini-2.5-flash, openrouter:google/gemini-2.5-flash-001",
    "gemini:gemini-2.5-flash@002, gemini:models/gemini-2.5-flash-001",
    "gemini:gemini-2.5-flash-preview, gemini:gemini-2.5-flash-preview-05-20",
    "gemini:gemini-2.5-flash-preview-05-20, gemini:gemini-2.5-flash-preview-09-2025",
    "openai:gpt-4, azure:gpt-4-0613",
    "openai-compatible:http://a/v1#deepseek-v3-2-251201, openrouter:deepseek/deepseek-v3.2",
    // Nobody can know what the tag is that a server takes when none is named.
    "ollama:qwen3, ollama:qwen3:8b",
  })
  void areOneModel(ModelId one, ModelId other) {
    assertThat(ModelName.of(one).isSameAs(ModelName.of(other))).isTrue();
    assertThat(ModelName.of(other).isSameAs(ModelName.of(one))).isTrue();
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({
    "openai-compatible:http://a/v1#m, openai-compatible:http://a/v1#n",
    "ollama:qwen3:8b, ollama:qwen3:30b",
    "anthropic:claude-opus-4-5, anthropic:claude-opus-4-6",
    "openai:gpt-5.5, openai:gpt-5.5-mini",
    "openai:gpt-4, openai:gpt-4-32k",
    "openai:gpt-4, openai:gpt-4-1",
    "vllm:llama-3, vllm:llama-3-70b",
    "gemini:gemini-2.5-flash-001, gemini:gemini-2.5-flash-lite-001",
    "openrouter:openai/gpt-5.5, openrouter:anthropic/claude-opus-4.5",
  })
  void areTwoModels(ModelId one, ModelId other) {
    assertThat(ModelName.of(one).isSameAs(ModelName.of(other))).isFalse();
    assertThat(ModelName.of(other).isSameAs(ModelName.of(one))).isFalse();
  }
}
