/**
 * The Responses API of OpenAI.
 *
 * <p>Start with {@link dev.nightshift.models.openai.OpenAiProvider}, which is safe for concurrent
 * use by all runs of a program.
 *
 * <pre>{@code
 * OpenAiProvider provider = OpenAiProvider.fromEnvironment();
 * ModelRequest request =
 *     ModelRequest.builder(ModelId.parse("openai:gpt-6.1-sol"))
 *         .transcript(Transcript.empty().plus(UserTurn.text("Say hello")))
 *         .build();
 * }</pre>
 */
package dev.nightshift.models.openai;
