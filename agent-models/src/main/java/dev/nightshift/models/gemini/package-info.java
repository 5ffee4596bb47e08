/**
 * The Gemini API of Google.
 *
 * <p>Start with {@link dev.nightshift.models.gemini.GeminiProvider}, which is safe for concurrent
 * use by all runs of a program.
 *
 * <pre>{@code
 * ModelProvider gemini = GeminiProvider.builder().apiKey(key).build();
 * Nightshift withGemini = Nightshift.builder(workspaces).provider(gemini).build();
 * }</pre>
 */
package dev.nightshift.models.gemini;
