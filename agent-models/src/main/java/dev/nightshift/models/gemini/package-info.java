/**
 * The Gemini API of Google.
 *
 * <p>Start with {@link dev.nightshift.models.gemini.GeminiProvider}, which is safe for concurrent
 * use by all runs of a program.
 *
 * <pre>{@code
 * GeminiProvider provider = GeminiProvider.fromEnvironment();
 * ModelRequest request =
 *     ModelRequest.builder(ModelId.parse("gemini:gemini-3.8-flash"))
 *         .transcript(Transcript.empty().plus(UserTurn.text("Say hello")))
 *         .build();
 * }</pre>
 */
package dev.nightshift.models.gemini;
