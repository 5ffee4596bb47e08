/**
 * The APIs of OpenAI, and of the many servers that speak like one of them.
 *
 * <p>Start with {@link dev.nightshift.models.openai.OpenAiProvider} for OpenAI's models, and with
 * {@link dev.nightshift.models.openai.OpenAiCompatibleProvider} for Ollama, vLLM, llama.cpp, LM
 * Studio, OpenRouter and others. Both are safe for concurrent use by all runs of a program.
 *
 * <pre>{@code
 * ModelId local = ModelId.parse("ollama:qwen3-coder");
 * ModelProvider ollama = OpenAiCompatibleProvider.ollama().prices(PriceBook.free(local)).build();
 * }</pre>
 */
package dev.nightshift.models.openai;
