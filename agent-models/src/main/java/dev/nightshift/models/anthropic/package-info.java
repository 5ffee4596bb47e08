/**
 * The Messages API of Anthropic.
 *
 * <p>Start with {@link dev.nightshift.models.anthropic.AnthropicProvider}, which is safe for
 * concurrent use by all runs of a program.
 *
 * <pre>{@code
 * AnthropicProvider provider = AnthropicProvider.fromEnvironment();
 * ModelRequest request =
 *     ModelRequest.builder(ModelId.parse("anthropic:claude-opus-5-5"))
 *         .transcript(Transcript.empty().plus(UserTurn.text("Say hello")))
 *         .build();
 * }</pre>
 */
package dev.nightshift.models.anthropic;
