package dev.nightshift.models.anthropic;

import static dev.nightshift.models.anthropic.AnthropicFixture.ask;
import static dev.nightshift.models.anthropic.AnthropicFixture.events;
import static dev.nightshift.models.anthropic.AnthropicFixture.failure;
import static dev.nightshift.models.anthropic.AnthropicFixture.fixture;
import static dev.nightshift.models.anthropic.AnthropicFixture.replay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.models.internal.wire.FakeCall;
import dev.nightshift.models.testing.ReplayServer;
import dev.nightshift.models.testing.ReplayServer.Recording;
import dev.nightshift.models.testing.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Case 11 of the list of tricky cases: wherever the stream breaks off, the call fails and says what
 * may be billed.
 */
class CutStreamTest {
  private static final List<String> ANSWER =
      List.of(
          "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":40,"
              + "\"cache_read_input_tokens\":9000,\"output_tokens\":1}}}",
          "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\","
              + "\"id\":\"a\",\"name\":\"t\",\"input\":{}}}",
          "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
              + "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"p\\\":\"}}",
          "{\"type\":\"content_block_stop\",\"index\":0}");

  /** Each event of the answer may be the last that comes. */
  @ParameterizedTest(name = "after {0} events")
  @ValueSource(ints = {1, 2, 3, 4})
  void streamCutAfterItsFirstEventKeepsTheInputCounted(int events) {
    String begun = events(ANSWER.subList(0, events).toArray(String[]::new));

    for (ModelException failure : List.of(failure(raw(begun)), brokenOff(begun))) {
      assertThat(failure.kind()).isEqualTo(ModelErrorKind.SERVER);
      assertThat(failure.billing()).isEqualTo(Billing.UNKNOWN);
      assertThat(failure.usage().get().input()).isEqualTo(40);
      assertThat(failure.usage().get().cacheRead()).isEqualTo(9000);
      assertThat(failure.usage().get().isEstimated()).isTrue();
    }
  }

  @Test
  void streamCutBeforeTheAnswerBeganHasNoUsage() {
    ModelException failure = failure(Reply.text("hello").cutAfter(0));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.SERVER);
    assertThat(failure.billing()).isEqualTo(Billing.UNKNOWN);
    assertThat(failure.usage()).isEmpty();
  }

  @Test
  void streamCutWithinAToolRequestKeepsTheInputCounted() {
    Reply whole =
        Reply.toolUse("write_file", "{\"content\":\"" + "x".repeat(500) + "\"}")
            .withUsage(TokenUsage.builder().input(40).cacheRead(9000).output(300).build());

    ModelException failure = failure(whole.cutAfter(1500));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.SERVER);
    assertThat(failure.billing()).isEqualTo(Billing.UNKNOWN);
    assertThat(failure.usage().get().totalInput()).isEqualTo(9040);
    assertThat(failure.usage().get().isEstimated()).isTrue();
  }

  @Test
  void streamThatEndsInTheMiddleWithoutAFaultOfTheConnectionIsCutToo() {
    String whole = fixture("basic_response.txt");
    String half = whole.substring(0, whole.indexOf("event: content_block_stop"));

    ModelException failure = failure(Reply.raw("text/event-stream", half));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.SERVER);
    assertThat(failure).hasMessageContaining("middle of the answer");
  }

  @Test
  void streamCutAfterItsLastUsageIsAWholeAnswer() throws InterruptedException {
    String whole = fixture("basic_response.txt");
    String almost = whole.substring(0, whole.indexOf("event: message_stop"));

    assertThat(replay(almost).turn().text()).isEqualTo("Hello there!");
    assertThat(replay(almost).usage().output()).isEqualTo(6);
  }

  /** All that the answer says has come, and the connection breaks instead of its end. */
  @Test
  void connectionThatBreaksAfterTheLastUsageLeavesAWholeAnswer() throws InterruptedException {
    String whole = fixture("basic_response.txt");
    int end = whole.indexOf("event: message_stop");
    ModelResponse response;
    try (ReplayServer server = ReplayServer.start(Recording.stream(whole).cutAfter(end))) {
      response = provider(server).complete(ask("go"), FakeCall.open());
    }

    assertThat(response.turn().text()).isEqualTo("Hello there!");
    assertThat(response.usage().output()).isEqualTo(6);
  }

  private static Reply raw(String events) {
    return Reply.raw("text/event-stream", events);
  }

  /** The same events, but the server promised more. */
  private static ModelException brokenOff(String events) {
    Recording cut = Recording.stream(events + ": more").cutAfter(events.length());
    return catchThrowableOfType(
        ModelException.class,
        () -> {
          try (ReplayServer server = ReplayServer.start(cut)) {
            provider(server).complete(ask("go"), FakeCall.open());
          }
        });
  }

  private static AnthropicProvider provider(ReplayServer server) {
    return AnthropicProvider.builder().apiKey("k").baseUrl(server.url()).build();
  }
}
