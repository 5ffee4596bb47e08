/**
 * A server on this computer that speaks a provider's wire format, to test programs that call models
 * without a key, a network or a bill. No test framework is needed.
 *
 * <p>Start with {@link dev.nightshift.models.testing.ScriptedModelServer}. What a real model
 * answered is played again by {@link dev.nightshift.models.testing.Cassette}.
 *
 * <pre>{@code
 * try (ScriptedModelServer server =
 *     ScriptedModelServer.start(
 *         Reply.overloaded(), Reply.toolUse("blocked", "{\"question\":\"Which B?\"}"))) {
 *   ModelProvider provider =
 *       AnthropicProvider.builder().apiKey("any").baseUrl(server.baseUrl()).build();
 *   try (Nightshift nightshift = Nightshift.builder(workspaces).provider(provider).build()) {
 *     nightshift.run(
 *         Task.builder("Write B").build(),
 *         run -> run.end(run.implement(implementer, Feedback.none())));
 *   }
 *   server.assertExhausted();
 * }
 * }</pre>
 *
 * <p>{@link dev.nightshift.models.testing.WireServer} speaks any API, and {@link
 * dev.nightshift.models.testing.ModelProviderContract} is what a provider for any of them must do.
 */
package dev.nightshift.models.testing;
