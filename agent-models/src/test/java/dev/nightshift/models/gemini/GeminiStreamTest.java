package dev.nightshift.models.gemini;

import static dev.nightshift.models.gemini.GeminiFixture.call;
import static dev.nightshift.models.gemini.GeminiFixture.failure;
import static dev.nightshift.models.gemini.GeminiFixture.last;
import static dev.nightshift.models.gemini.GeminiFixture.piece;
import static dev.nightshift.models.gemini.GeminiFixture.recorded;
import static dev.nightshift.models.gemini.GeminiFixture.replayed;
import static dev.nightshift.models.gemini.GeminiFixture.stream;
import static dev.nightshift.models.gemini.GeminiFixture.usage;
import static dev.nightshift.models.gemini.GeminiFixture.wire;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.models.testing.GeminiServer.Answer;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GeminiStreamTest {
  @Test
  void readsARecordedStream() throws InterruptedException {
    ModelResponse response = replayed(GeminiFixture.STREAM, 0);

    assertThat(response.turn().blocks()).hasSize(1);
    assertThat(response.turn().text())
        .startsWith("low!\n\nThe sky is blue")
        .contains("all the colors of the rainbow")
        .endsWith("we perceive the sky as blue rather than violet.");
    assertThat(response.turn().stopReason()).isEqualTo(StopReason.END_TURN);
    assertThat(response.usage())
        .usingRecursiveComparison()
        .isEqualTo(TokenUsage.builder().input(20).output(513).reasoning(260).build());
    assertThat(response.model().model()).isEqualTo("gemini-2.5-flash");
    assertThat(response.turn().producer()).isEqualTo(GeminiFixture.FLASH);
    assertThat(response.requestId()).isEqualTo("tS77aIl-4ZvV7w_A9rTBBg");
    assertThat(JsonMapper.shared().readTree(wire(response.turn()))).hasSize(1);
  }

  @Test
  void readsARecordedStreamCutAtTheLimit() throws InterruptedException {
    ModelResponse response = replayed(GeminiFixture.CUT_STREAM, 0);

    assertThat(response.turn().stopReason()).isEqualTo(StopReason.MAX_TOKENS);
    assertThat(response.turn().text()).isNotBlank();
    assertThat(response.usage())
        .usingRecursiveComparison()
        .isEqualTo(TokenUsage.builder().input(7).output(198).reasoning(45).build());
  }

  /**
   * Case 18 of the list of tricky cases: thinking can use up the whole answer, which is billed and
   * no end of a turn.
   */
  @Test
  void answerOfNothingButThoughtIsCutAndNotEmpty() throws InterruptedException {
    ModelResponse response = replayed(GeminiFixture.ONLY_THOUGHT, 0);

    assertThat(response.turn().blocks()).isEmpty();
    assertThat(response.turn().stopReason()).isEqualTo(StopReason.MAX_TOKENS);
    assertThat(response.usage())
        .usingRecursiveComparison()
        .isEqualTo(TokenUsage.builder().input(7).output(19).reasoning(19).build());
  }

  /** Case 28 of the list of tricky cases. */
  @Test
  void readsARecordedCallThatStopsLikeAText() throws InterruptedException {
    ModelResponse response = replayed(GeminiFixture.ONE_CALL, 0);

    assertThat(response.turn().blocks())
        .containsExactly(
            new ContentBlock.ToolUse(
                "call_iC77aIDWMcDDvr0PoK6JkAY_1_0",
                "concatStringFunction",
                "{\"firstString\":\"hello\",\"secondString\":\"world\"}"));
    assertThat(response.turn().stopReason()).isEqualTo(StopReason.TOOL_USE);
    assertThat(response.usage())
        .usingRecursiveComparison()
        .isEqualTo(TokenUsage.builder().input(65).output(81).reasoning(59).build());
  }

  /** Case 28 of the list of tricky cases: none of these calls has an id on the wire. */
  @Test
  void recordedParallelCallsGetUniqueIdsThatAReplayRepeats() throws InterruptedException {
    for (String name : List.of(GeminiFixture.TWO_CALLS, GeminiFixture.THREE_CALLS)) {
      AssistantTurn turn = replayed(name, 0).turn();
      Set<String> ids =
          turn.toolUses().stream().map(ContentBlock.ToolUse::id).collect(Collectors.toSet());

      assertThat(ids).hasSameSizeAs(turn.toolUses()).hasSizeGreaterThan(1);
      assertThat(replayed(name, 0).turn()).isEqualTo(turn);
      assertThat(turn.stopReason()).isEqualTo(StopReason.TOOL_USE);
    }
  }

  @Test
  void wireFormOfEveryRecordedAnswerIsWhatTheServerSent() throws InterruptedException {
    for (String name :
        List.of(GeminiFixture.ONE_CALL, GeminiFixture.TWO_CALLS, GeminiFixture.THREE_CALLS)) {
      JsonNode sent = recorded(name, 0).at("/response/bodySegments/0/candidates/0/content/parts");

      assertThat(wire(replayed(name, 0).turn())).as(name).isEqualTo(sent.toString());
    }
  }

  @Test
  void everyRecordedUsageAddsUpToItsTotal() throws InterruptedException {
    for (String name :
        List.of(
            GeminiFixture.STREAM,
            GeminiFixture.CUT_STREAM,
            GeminiFixture.ONLY_THOUGHT,
            GeminiFixture.ONE_CALL,
            GeminiFixture.TWO_CALLS,
            GeminiFixture.THREE_CALLS)) {
      JsonNode pieces = recorded(name, 0).at("/response/bodySegments");
      long total = pieces.get(pieces.size() - 1).at("/usageMetadata/totalTokenCount").asLong();

      TokenUsage usage = replayed(name, 0).usage();

      assertThat(usage.total()).as(name).isEqualTo(total);
      assertThat(usage.isEstimated()).as(name).isFalse();
    }
  }

  /** Symptom: a signature that was joined into the text before it is refused when it comes back. */
  @Test
  void signatureStaysOnItsOwnPartAndDoesNotCutAWord() throws InterruptedException {
    AssistantTurn turn =
        stream(
                piece("{\"text\":\"Hel\"}"),
                piece("{\"text\":\"l\"}"),
                piece("{\"text\":\"o wor\",\"thoughtSignature\":\"SIG1\"}"),
                piece("{\"text\":\"l\"},{\"text\":\"d\"}"),
                last("{\"text\":\"\",\"thoughtSignature\":\"SIG2\"}"))
            .turn();

    assertThat(turn.text()).isEqualTo("Hello world");
    assertThat(turn.blocks())
        .containsExactly(
            new ContentBlock.Text("Hello world"), new ContentBlock.Thinking("", "SIG2"));
    assertThat(wire(turn))
        .isEqualTo(
            "[{\"text\":\"Hell\"},{\"text\":\"o wor\",\"thoughtSignature\":\"SIG1\"},"
                + "{\"text\":\"ld\"},{\"text\":\"\",\"thoughtSignature\":\"SIG2\"}]");
  }

  @Test
  void thoughtsAreKeptInOrderAndApartFromTheText() throws InterruptedException {
    AssistantTurn turn =
        stream(
                piece("{\"text\":\"hm\",\"thought\":true}"),
                piece("{\"thought\":true,\"text\":\" so\"}"),
                piece("{\"text\":\"Yes\"}"),
                last(
                    "{\"functionCall\":{\"name\":\"a\",\"args\":{\"n\":1.10}},"
                        + "\"thoughtSignature\":\"SIG\"},"
                        + call("b", "{}")))
            .turn();

    assertThat(turn.blocks())
        .containsExactly(
            new ContentBlock.Thinking("hm so", ""),
            new ContentBlock.Text("Yes"),
            new ContentBlock.ToolUse("call_r-1_1_0", "a", "{\"n\":1.10}"),
            new ContentBlock.ToolUse("call_r-1_1_1", "b", "{}"));
    assertThat(wire(turn))
        .isEqualTo(
            "[{\"text\":\"hm so\",\"thought\":true},{\"text\":\"Yes\"},"
                + "{\"functionCall\":{\"name\":\"a\",\"args\":{\"n\":1.10}},"
                + "\"thoughtSignature\":\"SIG\"},"
                + "{\"functionCall\":{\"name\":\"b\",\"args\":{}}}]");
  }

  /**
   * Case 28 of the list of tricky cases: ids missing and duplicate, arguments missing, null and no
   * object.
   */
  @Test
  void callsOfEveryShapeAreToldApart() throws InterruptedException {
    AssistantTurn turn =
        stream(
                piece("{\"functionCall\":{\"id\":\"x\",\"name\":\"a\"}}"),
                piece("{\"functionCall\":{\"id\":\"x\",\"name\":\"b\",\"args\":null}}"),
                piece("{\"functionCall\":{\"id\":\"\",\"args\":\"{\"}}"),
                last("{\"functionCall\":{\"id\":7,\"name\":\"d\",\"args\":{\"k\":[1,2]}}}"))
            .turn();

    assertThat(turn.toolUses())
        .containsExactly(
            new ContentBlock.ToolUse("x", "a", "{}"),
            new ContentBlock.ToolUse("call_r-1_1_1", "b", "{}"),
            new ContentBlock.ToolUse("call_r-1_1_2", "", "\"{\""),
            new ContentBlock.ToolUse("call_r-1_1_3", "d", "{\"k\":[1,2]}"));
    assertThat(turn.stopReason()).isEqualTo(StopReason.TOOL_USE);
  }

  @Test
  void unknownPartsFieldsAndPiecesAreKeptOrSkipped() throws InterruptedException {
    AssistantTurn turn =
        stream(
                "{}",
                "[]",
                "{\"brandNew\":1,\"candidates\":null}",
                "{\"candidates\":[{\"index\":1,\"content\":{\"parts\":[{\"text\":\"other\"}]}}]}",
                "{\"candidates\":[{\"content\":{\"parts\":\"x\"}},7,{\"content\":null}]}",
                piece("{\"thoughtSignature\":\"S\",\"hologram\":{\"pi\":3.10,\"z\":null}}"),
                piece("{\"executableCode\":{\"code\":\"1\"}},\"no part\",null,{}"),
                piece("{\"text\":\"said\",\"speechMetadata\":{}},{\"text\":\" on\"}"),
                last(""))
            .turn();

    assertThat(turn.blocks())
        .containsExactly(
            new ContentBlock.Other(
                "hologram", "{\"thoughtSignature\":\"S\",\"hologram\":{\"pi\":3.10,\"z\":null}}"),
            new ContentBlock.Other("executableCode", "{\"executableCode\":{\"code\":\"1\"}}"),
            new ContentBlock.Text("said on"));
    assertThat(wire(turn))
        .isEqualTo(
            "[{\"thoughtSignature\":\"S\",\"hologram\":{\"pi\":3.10,\"z\":null}},"
                + "{\"executableCode\":{\"code\":\"1\"}},"
                + "{\"text\":\"said\",\"speechMetadata\":{}},{\"text\":\" on\"}]");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "STOP, end_turn",
    "MAX_TOKENS, max_tokens",
    "SAFETY, refusal",
    "RECITATION, refusal",
    "BLOCKLIST, refusal",
    "PROHIBITED_CONTENT, refusal",
    "SPII, refusal",
    "MALFORMED_FUNCTION_CALL, malformed_function_call",
    "UNEXPECTED_TOOL_CALL, unexpected_tool_call",
    "TOO_MANY_TOOL_CALLS, too_many_tool_calls",
    "OTHER, other",
    "MOONRISE, moonrise"
  })
  void everyReasonToStopIsAnAnswer(String reason, String expected) throws InterruptedException {
    String piece =
        "{\"candidates\":[{\"finishReason\":\"%s\",\"finishMessage\":\"m\"}]%s}"
            .formatted(reason, usage(9, 2));

    ModelResponse response = stream(piece);

    assertThat(response.turn().stopReason()).isEqualTo(new StopReason(expected));
    assertThat(response.turn().blocks()).isEmpty();
    assertThat(response.usage()).usingRecursiveComparison().isEqualTo(TokenUsage.of(9, 2));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"SAFETY", "OTHER", "PROHIBITED_CONTENT", "MOONRISE"})
  void blockedPromptIsARefusalThatIsBilled(String reason) throws InterruptedException {
    ModelResponse response =
        stream(
            ("{\"promptFeedback\":{\"blockReason\":\"%s\"},\"usageMetadata\":"
                    + "{\"promptTokenCount\":12,\"totalTokenCount\":12}}")
                .formatted(reason));

    assertThat(response.turn().stopReason()).isEqualTo(StopReason.REFUSAL);
    assertThat(response.turn().blocks()).isEmpty();
    assertThat(response.usage()).usingRecursiveComparison().isEqualTo(TokenUsage.of(12, 0));
  }

  /**
   * Case 12 of the list of tricky cases: nothing marks the end of a stream, so it must have said
   * why the model stopped.
   */
  @Test
  void streamThatJustEndsIsABrokenAnswer() {
    ModelException within = failure(Answer.stream(piece("{\"text\":\"Hel\"}")));
    ModelException before = failure(Answer.stream());

    assertThat(within.kind()).isEqualTo(ModelErrorKind.SERVER);
    assertThat(within).hasMessageContaining("in the middle of the answer");
    assertThat(within.usage().orElseThrow().isEstimated()).isTrue();
    assertThat(before.kind()).isEqualTo(ModelErrorKind.SERVER);
    assertThat(before).hasMessageContaining("before the answer began");
  }

  /**
   * Symptom: some servers name a reason in every piece, so half an answer looked whole.
   *
   * <p>Case 11 of the list of tricky cases.
   */
  @Test
  void streamThatBreaksAfterAReasonToStopIsABrokenAnswer() {
    String first = piece("{\"text\":\"I will\"}", "\"finishReason\":\"STOP\",", usage(7, 2));
    String second = last(call("read_file", "{}"));

    ModelException failure = failure(Answer.stream(first, second).cutAfter(first.length() + 20));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.SERVER);
    assertThat(failure.usage()).isPresent();
  }

  /**
   * Case 12 of the list of tricky cases: an error after status 200, as an object or as an array of
   * one.
   */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"%s", "[%s]"})
  void errorInTheStreamIsReadByItsBody(String form) {
    String error =
        "{\"error\":{\"code\":503,\"message\":\"The model is overloaded.\","
            + "\"status\":\"UNAVAILABLE\",\"details\":[{\"@type\":"
            + "\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"1.5s\"}]}}";

    ModelException failure =
        failure(Answer.stream(piece("{\"text\":\"Hel\"}"), form.formatted(error)));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.OVERLOADED);
    assertThat(failure.retryAfter()).hasValueSatisfying(it -> assertThat(it).hasMillis(1500));
    assertThat(failure).hasMessageContaining("The model is overloaded.");
    assertThat(failure.usage()).isPresent();
  }

  @Test
  void endMarkOfAGatewayIsSkipped() throws InterruptedException {
    assertThat(stream(last("{\"text\":\"hi\"}"), "[DONE]").turn().text()).isEqualTo("hi");
  }

  @Test
  void piecesOfASurrogatePairAreJoined() throws InterruptedException {
    AssistantTurn turn =
        stream(piece("{\"text\":\"\\ud83d\"}"), last("{\"text\":\"\\ude00 \\ud83d\"}")).turn();

    assertThat(turn.text()).startsWith("\uD83D\uDE00 ");
    assertThat(wire(turn)).isEqualTo("[{\"text\":\"\uD83D\uDE00 \uFFFD\"}]");
  }

  @Test
  void malformedPieceIsAFailureNotASilentGap() {
    assertThat(failure(Answer.stream("{\"candidates\":", last("{\"text\":\"hi\"}"))))
        .hasMessageContaining("broke off");
  }

  @Test
  void answerThatIsNoStreamKeepsItsUsage() {
    String whole = last("{\"text\":\"hi\"}");

    for (String body : List.of(whole, "[" + piece("") + "," + whole + "]")) {
      ModelException failure = failure(Answer.whole(body));

      assertThat(failure).hasMessageContaining("instead of an event stream");
      assertThat(failure.usage()).hasValueSatisfying(it -> assertThat(it.total()).isEqualTo(10));
    }
  }

  /**
   * Symptom: a call cut before its arguments was run without any.
   *
   * <p>Case 28 of the list of tricky cases.
   */
  @Test
  void onlyTheLastPartOfACutAnswerMayBeUnfinished() throws InterruptedException {
    String bare = "{\"functionCall\":{\"name\":\"%s\"}}";
    AssistantTurn turn =
        stream(
                piece(
                    bare.formatted("a") + "," + bare.formatted("b"),
                    "\"finishReason\":\"MAX_TOKENS\",",
                    usage(7, 3)))
            .turn();

    assertThat(turn.toolUses()).map(use -> use.argumentsJson()).containsExactly("{}", "");
  }

  /** Symptom: arguments that are no object went back, and the API refused them for ever. */
  @Test
  void argumentsThatAreNoObjectGoBackAsAnEmptyOne() throws InterruptedException {
    AssistantTurn turn = stream(last(call("a", "[1]") + "," + call("b", "{\"args\":1}"))).turn();

    assertThat(turn.toolUses())
        .map(use -> use.argumentsJson())
        .containsExactly("[1]", "{\"args\":1}");
    assertThat(wire(turn)).isEqualTo("[" + call("a", "{}") + "," + call("b", "{\"args\":1}") + "]");
  }
}
