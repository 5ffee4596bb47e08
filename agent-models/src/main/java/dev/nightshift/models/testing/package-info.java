/**
 * A server on this computer that speaks a provider's wire format, to test programs that call models
 * without a key, a network or a bill. No test framework is needed.
 *
 * <p>Start with {@link dev.nightshift.models.testing.ScriptedModelServer}.
 *
 * <pre>{@code
 * try (ScriptedModelServer server = ScriptedModelServer.start(Reply.overloaded(), Reply.text("hello"))) {
 *   AnthropicProvider provider =
 *       AnthropicProvider.builder().apiKey("any").baseUrl(server.baseUrl()).build();
 *   // call the program under test
 *   server.assertExhausted();
 * }
 * }</pre>
 */
package dev.nightshift.models.testing;
