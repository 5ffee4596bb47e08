/**
 * The Messages API of Anthropic.
 *
 * <p>Start with {@link dev.nightshift.models.anthropic.AnthropicProvider}, which is safe for
 * concurrent use by all runs of a program.
 *
 * <pre>{@code
 * ModelProvider anthropic = AnthropicProvider.builder().apiKey(key).build();
 * Nightshift withClaude = Nightshift.builder(workspaces).provider(anthropic).build();
 * }</pre>
 */
package dev.nightshift.models.anthropic;
