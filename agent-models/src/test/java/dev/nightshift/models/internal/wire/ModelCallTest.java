package dev.nightshift.models.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.testing.ManualTime;
import dev.nightshift.models.ConnectionSettings;
import dev.nightshift.models.anthropic.AnthropicAnswers;
import dev.nightshift.models.fuzz.FuzzedFormat;
import dev.nightshift.models.gemini.GeminiAnswers;
import dev.nightshift.models.openai.OpenAiAnswers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCallTest {
  private static final FuzzedFormat MESSAGES = AnthropicAnswers.format();
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final FuzzedFormat CHAT = OpenAiAnswers.chat();
  private static final String WHOLE = text(MESSAGES.answers().get(0));

  @Test
  void whatFollowsTheEndCountsForNothingWhereverTheNetworkCuts() throws InterruptedException {
    String late = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\"}}\n\n";

    ModelResponse together = reply(WHOLE + late);

    assertThat(together).isEqualTo(reply(WHOLE, late));
  }

  @Test
  void theFirstOfTwoErrorsCountsWhereverTheNetworkCuts() {
    String full = "data: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n";
    String other = "data: {\"type\":\"error\",\"error\":{\"type\":\"billing_error\"}}\n\n";

    ModelException together = failure(full + other);

    assertThat(together.kind()).isEqualTo(ModelErrorKind.OVERLOADED);
    assertThat(together).hasMessage(failure(full, other).getMessage());
  }

  @Test
  void aServerCannotFillAMessageOrBreakItsLine() {
    String name = "content_block_\u001b[31m".repeat(10_000);

    ModelException failure = failure("event: " + name + "\ndata: no JSON\n\n");

    assertThat(failure.getMessage()).hasSizeLessThan(1_000).doesNotContain("\u001b", "\n");
  }

  /** Symptom: an event {@code ping} with the data {@code ping} broke the call, paid for twice. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"ping", "{half", "[DONE", "{\"x\":NaN,\"type\":\"ping\"}"})
  void unknownEventThatIsNoJsonBrokeTheCall(String data) throws InterruptedException {
    String unknown = "event: ping\ndata: " + data + "\n\n";

    assertThat(reply(unknown + WHOLE)).isEqualTo(reply(WHOLE));
  }

  /** Of an API without names for its events, so that only what is in one tells it from a chunk. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"event: ping\ndata: ping\n\n", "event: keepalive\ndata: 2026\n\n"})
  void namedEventThatIsNoJsonBrokeAChat(String unknown) throws InterruptedException {
    String whole = text(CHAT.answers().get(0));

    assertThat(reply(CHAT, unknown + whole)).isEqualTo(reply(CHAT, whole));
  }

  /** What may be a piece of the answer is never skipped: the rest would say something else. */
  @Test
  void pieceThatIsNoJsonBreaksTheCall() {
    String chunk = "data: {\"choices\":[{\"index\":0,\"de\n\n";
    String delta = "event: content_block_delta\ndata: {\"type\n\n";

    assertThat(failure(delta + WHOLE)).hasMessageContaining("'content_block_delta'");
    assertThat(failure("event: message\ndata: ping\n\n" + WHOLE))
        .hasMessageContaining("is not JSON");
    assertThat(failure("data: ping\n\n" + WHOLE)).hasMessageContaining("is not JSON");
    for (String name : List.of("", "event: chunk\n", "event: message\n")) {
      ModelException failure =
          catchThrowableOfType(
              ModelException.class, () -> reply(CHAT, name + chunk + text(CHAT.answers().get(0))));
      assertThat(failure.kind()).isEqualTo(ModelErrorKind.SERVER);
    }
  }

  /** Symptom: a server that only kept its connection alive held a run until its time limit. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        ": ping\n\n",
        ": OPENROUTER PROCESSING\n",
        "event: ping\ndata: {\"type\":\"ping\"}\n\n",
        "event: ping\ndata: ping\n\n",
        "data:\n\n",
        "event: keepalive\ndata: {}\n\n"
      })
  void keepAlivesAloneHeldTheCallForEver(String sign) {
    ModelException failure =
        catchThrowableOfType(ModelException.class, () -> kept(MESSAGES, "", sign, Long.MAX_VALUE));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.TIMEOUT);
    assertThat(failure.billing()).isEqualTo(Billing.UNKNOWN);
    assertThat(failure)
        .hasMessageContaining("nothing but keep-alives for PT10M")
        .hasMessageContaining("raise silenceTimeout, which is a fifth of that");
  }

  /** Symptom: a server that told the same again and again, or nothing, held a run for ever. */
  @ParameterizedTest(name = "{1}")
  @MethodSource
  void eventsByWhichNoAnswerGrowsHeldTheCallForEver(FuzzedFormat format, List<String> events) {
    List<String> all = events.stream().map(ModelCallTest::event).toList();
    String begun = String.join("", all);
    String repeated = all.get(all.size() - 1);

    ModelException failure =
        catchThrowableOfType(
            ModelException.class, () -> kept(format, begun, repeated, Long.MAX_VALUE));

    assertThat(failure).hasMessageContaining("nothing but keep-alives for PT10M");
  }

  /** All events of a stream; the last one comes again and again. */
  static Stream<Arguments> eventsByWhichNoAnswerGrowsHeldTheCallForEver() {
    return Stream.of(ofMessages(), ofChat(), ofResponses(), ofGemini()).flatMap(all -> all);
  }

  private static Stream<Arguments> ofMessages() {
    String begun = "{'type':'message_start','message':{'usage':{'input_tokens':9}}}";
    String text = started("'type':'text','text':''");
    String call = started("'type':'tool_use','id':'t','name':'read','input':{}");
    String unknown = started("'type':'hologram'");
    return Stream.of(
            List.of(begun),
            List.of(begun, text),
            List.of(begun, text, delta("'type':'text_delta','text':''")),
            List.of(begun, text, delta("'type':'hologram_delta','hologram':''")),
            List.of(begun, text, delta("'type':'citations_delta'")),
            List.of(begun, text, "{'type':'content_block_stop','index':0}"),
            List.of(begun, call),
            List.of(begun, call, delta("'type':'input_json_delta','partial_json':''")),
            List.of(begun, unknown, delta("'type':'hologram_delta','hologram':''")),
            List.of(begun, "{'type':'message_delta','delta':{},'usage':{'output_tokens':1}}"),
            List.of(begun, "{'type':'message_delta','delta':{'stop_reason':'end_turn'}}"),
            List.of(begun, "{'type':'message_heartbeat','at':1}"))
        .map(events -> Arguments.of(MESSAGES, events));
  }

  private static String started(String block) {
    return "{'type':'content_block_start','index':0,'content_block':{" + block + "}}";
  }

  private static String delta(String delta) {
    return "{'type':'content_block_delta','index':0,'delta':{" + delta + "}}";
  }

  private static Stream<Arguments> ofChat() {
    String whole = "{'index':0,'id':'c','function':{'name':'read','arguments':'{}'}}";
    return Stream.of(
            "{'choices':[]}",
            "{'choices':[{'index':0,'delta':{}}]}",
            chunk("'role':'assistant','content':''"),
            chunk("'content':'','reasoning':null"),
            chunk("'content':[]"),
            chunk("'content':[{'type':'text','text':''}]"),
            chunk("'refusal':''"),
            chunk("'provider':'somebody'"),
            chunk("'tool_calls':[{'index':0,'function':{'arguments':''}}]"),
            chunk("'tool_calls':[{'index':0,'id':'c','function':{'name':'read'}}]"),
            chunk("'tool_calls':[" + whole + "]"),
            chunk("'function_call':{'name':'read','arguments':''}"),
            "{'choices':[],'usage':{'prompt_tokens':9,'completion_tokens':1}}")
        .map(chunk -> Arguments.of(CHAT, List.of(chunk)));
  }

  private static String chunk(String delta) {
    return "{'choices':[{'index':0,'delta':{" + delta + "}}]}";
  }

  private static Stream<Arguments> ofResponses() {
    String created = "{'type':'response.created','response':{'id':'r'}}";
    String message = "'output_index':0,'item':{'id':'m','type':'message','content':[]}}";
    String call = "'output_index':0,'item':{'id':'f','type':'function_call','name':'read'}}";
    String added = "{'type':'response.output_item.added',";
    String arguments = "{'type':'response.function_call_arguments.";
    return Stream.of(
            List.of(created),
            List.of(created, "{'type':'response.heartbeat','at':1}"),
            List.of(created, "{'type':'response.queued','response':{'id':'r'}}"),
            List.of(created, added + message),
            List.of(
                created,
                added + message,
                "{'type':'response.output_text.delta','item_id':'m','delta':''}"),
            List.of(created, added + message, "{'type':'response.output_item.done'," + message),
            List.of(created, added + call, arguments + "delta','item_id':'f','delta':''}"),
            List.of(created, added + call, arguments + "done','item_id':'f','arguments':'{}'}"))
        .map(events -> Arguments.of(OpenAiAnswers.responses(), events));
  }

  private static Stream<Arguments> ofGemini() {
    return Stream.of(
            "{'responseId':'r','modelVersion':'gemini-3-pro'}",
            "{'candidates':[{'content':{'parts':[]}}]}",
            "{'candidates':[{'content':{'parts':[{'text':''}]}}]}",
            "{'candidates':[{'content':{'parts':[{'text':'','thought':true}]}}]}",
            "{'candidates':[{'index':1,'content':{'parts':[{'text':'of another'}]}}]}",
            "{'candidates':[{'finishReason':'STOP'}]}",
            "{'promptFeedback':{'blockReason':'SAFETY'}}",
            "{'promptFeedback':{'safetyRatings':[{'category':'HARM'}]}}",
            "{'usageMetadata':{'promptTokenCount':9,'totalTokenCount':9}}")
        .map(piece -> Arguments.of(GeminiAnswers.format(), List.of(piece)));
  }

  private static String event(String data) {
    return "data: " + data.replace('\'', '"') + "\n\n";
  }

  /** A model that thinks for nine minutes without a word is waited for. */
  @Test
  void keepAlivesAreWaitedForAsLongAsAModelMayThink() throws InterruptedException {
    String ping = "event: ping\ndata: {\"type\":\"ping\"}\n\n";

    assertThat(kept(MESSAGES, "", ping, 540)).isEqualTo(reply(WHOLE));
  }

  /** An answer after so many signs of life, one a second. */
  private static ModelResponse kept(FuzzedFormat format, String begun, String sign, long signs)
      throws InterruptedException {
    ManualTime time = ManualTime.startingAt(Instant.parse("2026-12-01T00:00:00Z"));
    Stream<String> pieces =
        Stream.concat(
            Stream.generate(() -> sign).limit(signs).peek(unused -> time.advance(SECOND)),
            Stream.of(text(format.answers().get(0))));
    Stream<String> all = Stream.concat(Stream.of(begun), pieces);
    return new PieceCall(
            200, "text/event-stream", () -> all.map(ModelCallTest::bytes).iterator(), false)
        .complete(format.wire(), format.request(), ConnectionSettings.standard().withTime(time));
  }

  private static ByteBuffer bytes(String piece) {
    return ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8));
  }

  private static ModelException failure(String... pieces) {
    return catchThrowableOfType(ModelException.class, () -> reply(pieces));
  }

  private static ModelResponse reply(String... pieces) throws InterruptedException {
    return reply(MESSAGES, pieces);
  }

  private static ModelResponse reply(FuzzedFormat format, String... pieces)
      throws InterruptedException {
    List<ByteBuffer> arriving = List.of(pieces).stream().map(ModelCallTest::bytes).toList();
    return new PieceCall(200, "text/event-stream", arriving, false)
        .complete(format.wire(), format.request());
  }

  private static String text(byte[] stream) {
    return new String(stream, StandardCharsets.UTF_8);
  }
}
