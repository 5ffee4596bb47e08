/**
 * Talking to language models: the provider SPI, the values that cross it, and the small policies
 * around each call.
 *
 * <p>Start with {@link dev.nightshift.core.model.ModelProvider}, the one method to implement or
 * fake:
 *
 * <pre>{@code
 * ModelProvider canned = (request, context) ->
 *     ModelResponse.of(AssistantTurn.text(request.model(), "hello"), TokenUsage.of(10, 2));
 * }</pre>
 *
 * <p>Values are immutable. Providers are called from many run threads at once.
 */
package dev.nightshift.core.model;
