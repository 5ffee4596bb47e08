/**
 * A server on this computer that speaks a provider's wire format, to test programs that call models
 * without a key, a network or a bill. No test framework is needed.
 *
 * <p>Start with {@link dev.nightshift.models.testing.ScriptedModelServer}. What a real model
 * answered is played again by {@link dev.nightshift.models.testing.Cassette}.
 *
 * <pre>{@code
 * try (ScriptedModelServer server = ScriptedModelServer.start(Reply.overloaded(), Reply.text("hello"))) {
 *   AnthropicProvider provider =
 *       AnthropicProvider.builder().apiKey("any").baseUrl(server.baseUrl()).build();
 *   // call the program under test
 *   server.assertExhausted();
 * }
 * }</pre>
 *
 * <p>{@link dev.nightshift.models.testing.WireServer} speaks any API, and {@link
 * dev.nightshift.models.testing.ModelProviderContract} is what a provider for any of them must do.
 */
package dev.nightshift.models.testing;
