package dev.nightshift.models.testing;

import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a server of one API says what a script tells it to: the server's half of a wire format. Those
 * of the APIs that this library calls are here; who writes a provider for another one writes its
 * speaker, and gets {@link WireServer} and {@link ModelProviderContract} for it.
 *
 * <p><b>Threads:</b> one instance serves all requests; none of ours has a state.
 */
public interface WireSpeaker {
  /**
   * Returns an answer as the events of a stream, as the real API would send it.
   *
   * <p>A tool request without an id gets one that no other has; one whose id is blank is sent
   * without. Its arguments are JSON, or empty for the API's own way to say none. A block of kind
   * {@link ContentBlock.Other} is sent as its JSON, as a block or field that nobody knows. A usage
   * that is null is not sent. {@link Reply#brokenOffBy} ends the stream with the API's error in
   * place of its end.
   *
   * @param answer what to say
   * @param usage what the answer is said to have cost, in this library's disjoint counts
   * @param request what is answered
   * @return server-sent events, a blank line after each
   */
  String stream(Reply answer, TokenUsage usage, WireRequest request);

  /**
   * Returns a refusal before any answer.
   *
   * @param refusal what for
   * @param wait how long the server asks to wait, in whole seconds; only said if it is {@link
   *     Refusal#THROTTLED}
   * @return status, headers and body as the real API would send them
   */
  Reply refusal(Refusal refusal, Duration wait);

  /**
   * Returns an event that no client knows yet.
   *
   * @return one server-sent event with its blank line
   */
  String unknownEvent();

  /**
   * Returns how something thought must stand in the next request to the model that thought it, and
   * in none to another model.
   *
   * @param thinking what {@link #stream} sent
   * @return parts of the body, each to be found byte for byte; empty if the API takes nothing back
   */
  List<String> sentBack(ContentBlock.Thinking thinking);

  /**
   * Returns how something that nobody knows must stand in the next request to the model that sent
   * it, and in none to another model.
   *
   * @param unknown what {@link #stream} sent
   * @return parts of the body, each to be found byte for byte: unless overridden, its JSON; empty
   *     if the API takes nothing back
   */
  default List<String> sentBack(ContentBlock.Other unknown) {
    return List.of(unknown.json());
  }

  /**
   * Tells whether the API says how many tokens were written to a cache.
   *
   * @return true unless overridden
   */
  default boolean countsCacheWrites() {
    return true;
  }

  /**
   * Returns why the real API would refuse a request.
   *
   * @param request what was received
   * @return the reason in one sentence; empty, the default, if nothing is wrong with it
   */
  default Optional<String> complaint(WireRequest request) {
    return Optional.empty();
  }

  /**
   * Returns Anthropic's Messages API.
   *
   * @return a speaker
   */
  static WireSpeaker anthropic() {
    return new AnthropicSpeaker();
  }

  /**
   * Returns OpenAI's Responses API.
   *
   * @return a speaker
   */
  static WireSpeaker openAiResponses() {
    return new ResponsesSpeaker();
  }

  /**
   * Returns the Chat Completions API of OpenAI and of the servers that speak like it, with the
   * fields some of them tell in what a model thought.
   *
   * @return a speaker
   */
  static WireSpeaker chatCompletions() {
    return new ChatSpeaker();
  }

  /**
   * Returns Google's Gemini API.
   *
   * @return a speaker
   */
  static WireSpeaker gemini() {
    return new GeminiSpeaker();
  }
}
