/**
 * The provider SPI: how a service that runs models is called, what it knows of them, and the small
 * policies around each call: admission and retries.
 *
 * <p>Start with {@link dev.nightshift.core.provider.ModelProvider}, the one method to implement or
 * fake:
 *
 * <pre>{@code
 * ModelProvider canned =
 *     (request, context) ->
 *         ModelResponse.of(AssistantTurn.text(request.model(), "hello"), TokenUsage.of(10, 2));
 * }</pre>
 *
 * <p>Values are immutable. Providers and policies are called from many run threads at once.
 */
package dev.nightshift.core.provider;
