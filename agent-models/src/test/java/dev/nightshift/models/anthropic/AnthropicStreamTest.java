package dev.nightshift.models.anthropic;

import static dev.nightshift.models.anthropic.AnthropicFixture.events;
import static dev.nightshift.models.anthropic.AnthropicFixture.failure;
import static dev.nightshift.models.anthropic.AnthropicFixture.fixture;
import static dev.nightshift.models.anthropic.AnthropicFixture.replay;
import static dev.nightshift.models.anthropic.AnthropicFixture.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.BillingTerms;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ServiceTier;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.WireForm;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.models.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicStreamTest {
  private static final String START =
      "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"claude-opus-5-5\","
          + "\"usage\":{\"input_tokens\":40,\"cache_creation_input_tokens\":900,"
          + "\"cache_read_input_tokens\":12000,\"output_tokens\":1}}}";
  private static final String STOP = "{\"type\":\"message_stop\"}";

  @Test
  void readsARecordedText() throws InterruptedException {
    ModelResponse response = replay(fixture("basic_response.txt"));

    assertThat(response.turn().text()).isEqualTo("Hello there!");
    assertThat(response.turn().stopReason()).isEqualTo(StopReason.END_TURN);
    assertThat(response.usage()).usingRecursiveComparison().isEqualTo(TokenUsage.of(11, 6));
    assertThat(response.model().model()).isEqualTo("claude-3-opus-latest");
  }

  @Test
  void readsARecordedToolRequestAndKeepsItsUnknownFields() throws InterruptedException {
    AssistantTurn turn = replay(fixture("tool_use_response.txt")).turn();

    assertThat(turn.toolUses())
        .containsExactly(
            new ContentBlock.ToolUse(
                "toolu_01NRLabsLyVHZPKxbKvkfSMn", "get_weather", "{\"location\": \"Paris\"}"));
    assertThat(wire(turn))
        .contains("\"caller\":{\"type\":\"direct\"},\"input\":{\"location\": \"Paris\"}");
  }

  /** Case 28 of the list of tricky cases. */
  @Test
  void keepsTheRawTextOfToolArgumentsCutAtTheLimit() throws InterruptedException {
    AssistantTurn turn = replay(fixture("incomplete_partial_json_response.txt")).turn();

    assertThat(turn.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
    ContentBlock.ToolUse use = turn.toolUses().get(0);
    assertThat(use.argumentsJson()).startsWith("{\"").doesNotEndWith("}");
    assertThat(wire(turn)).contains("\"input\":{}");
  }

  @Test
  void refusalIsAnAnswerWithoutContent() throws InterruptedException {
    ModelResponse response = replay(fixture("refusal_response.txt"));

    assertThat(response.turn().stopReason()).isEqualTo(StopReason.REFUSAL);
    assertThat(response.turn().blocks()).isEmpty();
    assertThat(response.usage()).usingRecursiveComparison().isEqualTo(TokenUsage.of(20, 0));
  }

  @Test
  void keepsBlocksOfUnknownKinds() throws InterruptedException {
    AssistantTurn compaction = replay(fixture("compaction_response.txt")).turn();
    AssistantTurn fallback = replay(fixture("fallback_response.txt")).turn();
    AssistantTurn serverTool = replay(fixture("stream-a-toolrefusal.sse")).turn();

    assertThat(compaction.blocks().get(0)).isInstanceOf(ContentBlock.Other.class);
    assertThat(wire(compaction))
        .contains(
            "{\"type\":\"compaction\",\"content\":\"Earlier conversation summarized.\","
                + "\"encrypted_content\":\"EpwBCioIDxgCEAEYASJALd_opaque_compaction_payload\"}");
    assertThat(((ContentBlock.Other) fallback.blocks().get(0)).kind()).isEqualTo("fallback");
    assertThat(((ContentBlock.Other) serverTool.blocks().get(0)).json())
        .contains("\"server_tool_use\"", "\"query\": \"solar eclipse viewing safety news 2026\"");
  }

  @Test
  void readsEveryRecordedStream() throws InterruptedException {
    for (String name :
        List.of("fallback_credit_response.txt", "stream-a-refusal.sse", "stream-b-fallback.sse")) {
      ModelResponse response = replay(fixture(name));

      assertThat(response.turn().blocks()).as(name).isNotEmpty();
      assertThat(response.usage().isEstimated()).as(name).isFalse();
    }
  }

  @Test
  void thinkingKeepsTextAndSignatureInOrder() throws InterruptedException {
    AssistantTurn turn =
        reply(
                Reply.of(
                    new ContentBlock.Thinking("first", "SIG1"),
                    Reply.use("a", "{}"),
                    new ContentBlock.Other(
                        "redacted_thinking", "{\"type\":\"redacted_thinking\",\"data\":\"x==\"}"),
                    new ContentBlock.Thinking("", "SIG2"),
                    Reply.use("b", "{}")))
            .turn();

    assertThat(wire(turn))
        .isEqualTo(
            "[{\"type\":\"thinking\",\"thinking\":\"first\",\"signature\":\"SIG1\"},"
                + "{\"type\":\"tool_use\",\"id\":\"toolu_0_1\",\"name\":\"a\",\"input\":{}},"
                + "{\"type\":\"redacted_thinking\",\"data\":\"x==\"},"
                + "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"SIG2\"},"
                + "{\"type\":\"tool_use\",\"id\":\"toolu_0_4\",\"name\":\"b\",\"input\":{}}]");
  }

  /** Case 10 of the list of tricky cases: counts are cumulative and may restate the input. */
  @Test
  void repeatedUsageIsNotAddedUp() throws InterruptedException {
    String delta =
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":"
            + "{\"input_tokens\":40,\"cache_read_input_tokens\":12000,\"output_tokens\":%d}}";

    TokenUsage usage =
        replay(events(START, String.format(delta, 100), String.format(delta, 212), STOP)).usage();

    assertThat(usage)
        .usingRecursiveComparison()
        .isEqualTo(
            TokenUsage.builder()
                .input(40)
                .cacheRead(12000)
                .cacheWrite(Duration.ofMinutes(5), 900)
                .output(212)
                .build());
  }

  /**
   * Symptom: a final event that restates the input as 0 made the whole prompt free.
   *
   * <p>Case 10 of the list of tricky cases.
   */
  @Test
  void laterCountThatIsSmallerDoesNotTakeInputBack() throws InterruptedException {
    String start =
        "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":50000,"
            + "\"cache_read_input_tokens\":700,\"cache_creation_input_tokens\":30,"
            + "\"output_tokens\":9}}}";
    String delta =
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":"
            + "{\"input_tokens\":0,\"cache_read_input_tokens\":0,"
            + "\"cache_creation_input_tokens\":0,\"output_tokens\":2}}";

    TokenUsage usage = replay(events(start, delta, STOP)).usage();

    assertThat(usage)
        .usingRecursiveComparison()
        .isEqualTo(
            TokenUsage.builder()
                .input(50000)
                .cacheRead(700)
                .cacheWrite(Duration.ofMinutes(5), 30)
                .output(2)
                .build());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "\"service_tier\":\"batch\" | BATCH |",
        "\"speed\":\"fast\",\"service_tier\":\"standard\" | FAST |",
        "\"service_tier\":\"priority\",\"inference_geo\":\"us\" | STANDARD | us",
        "\"service_tier\":null,\"inference_geo\":\"global\" | STANDARD |",
        "\"inference_geo\":\"not_available\",\"speed\":\"standard\" | STANDARD |",
        "\"service_tier\":\"lunar\" | OTHER |"
      })
  void usageSaysOnWhatTermsItWasBilled(String words, ServiceTier service, String region)
      throws InterruptedException {
    String start =
        "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":5," + words + "}}}";
    String delta =
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":"
            + "{\"output_tokens\":2}}";

    TokenUsage usage = replay(events(start, delta, STOP)).usage();

    assertThat(usage.terms()).isEqualTo(new BillingTerms(service, region == null ? "" : region));
  }

  /** Symptom: a gateway that ends with a zeroed usage made the whole answer free. */
  @Test
  void laterOutputCountThatIsSmallerDoesNotTakeTheFirstBack() throws InterruptedException {
    String delta =
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":"
            + "{\"output_tokens\":%d}}";

    TokenUsage usage =
        replay(events(START, String.format(delta, 5000), String.format(delta, 0), STOP)).usage();

    assertThat(usage.output()).isEqualTo(5000);
    assertThat(usage.isEstimated()).isFalse();
  }

  /** Symptom: the run ended with an overflow of its bill. */
  @ParameterizedTest
  @ValueSource(strings = {"9000000000000000000", "100000000000000000000", "100000001", "-1"})
  void countThatNoModelHasIsTakenForNoCountAtAll(String absurd) throws InterruptedException {
    String start =
        "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":50,"
            + "\"cache_read_input_tokens\":"
            + absurd
            + ",\"output_tokens\":9}}}";
    String delta =
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":"
            + "{\"output_tokens\":2}}";

    TokenUsage usage = replay(events(start, delta, STOP)).usage();

    assertThat(usage.isEstimated()).isTrue();
    assertThat(usage.output()).isEqualTo(1024);
    assertThat(usage.totalInput()).isBetween(1L, 10_000L);
  }

  /** Symptom: the run ended with a complaint about the writing of model names. */
  @Test
  void answerOfAModelWithoutANameIsThatOfTheModelAskedFor() throws InterruptedException {
    String start =
        "{\"type\":\"message_start\",\"message\":{\"model\":\"[1m]\",\"usage\":"
            + "{\"input_tokens\":5,\"output_tokens\":1}}}";

    assertThat(replay(events(start, STOP)).model()).isEqualTo(AnthropicFixture.OPUS);
  }

  /**
   * Case 9 of the list of tricky cases: disjoint counts, writes by lifetime, reasoning within the
   * output.
   */
  @Test
  void usageSplitsCacheWritesByLifetime() throws InterruptedException {
    String start =
        "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":5,"
            + "\"cache_creation_input_tokens\":70,\"cache_read_input_tokens\":30,"
            + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":20,"
            + "\"ephemeral_1h_input_tokens\":50}}}}";
    String delta =
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":"
            + "{\"output_tokens\":9,\"output_tokens_details\":{\"thinking_tokens\":4}}}";

    TokenUsage usage = replay(events(start, delta, STOP)).usage();

    assertThat(usage.totalInput()).isEqualTo(105);
    assertThat(usage.cacheWrites().tokens(Duration.ofMinutes(5))).isEqualTo(20);
    assertThat(usage.cacheWrites().tokens(Duration.ofHours(1))).isEqualTo(50);
    assertThat(usage.output()).isEqualTo(9);
    assertThat(usage.reasoning()).isEqualTo(4);
  }

  /**
   * Case 13 of the list of tricky cases: a server that never says what it charged is charged by the
   * bound.
   */
  @Test
  void missingUsageIsBoundedAndMarkedAsEstimated() throws InterruptedException {
    TokenUsage usage =
        replay(
                events(
                    "{\"type\":\"message_start\",\"message\":{}}",
                    "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}",
                    STOP))
            .usage();

    assertThat(usage.isEstimated()).isTrue();
    assertThat(usage.output()).isEqualTo(1024);
    assertThat(usage.input()).isPositive();
  }

  /**
   * Case 28 of the list of tricky cases: deltas of several tool requests arrive interleaved, ids
   * are missing or repeated.
   */
  @Test
  void interleavedToolRequestsAreToldApartAndGetUniqueIds() throws InterruptedException {
    String block =
        "{\"type\":\"content_block_start\",\"index\":%d,\"content_block\":{\"type\":\"tool_use\","
            + "\"id\":\"%s\",\"name\":\"t\",\"input\":{}}}";
    String delta =
        "{\"type\":\"content_block_delta\",\"index\":%d,\"delta\":{\"type\":\"input_json_delta\","
            + "\"partial_json\":\"%s\"}}";

    AssistantTurn turn =
        replay(
                events(
                    START,
                    String.format(block, 0, "x"),
                    String.format(block, 1, "x"),
                    String.format(block, 2, ""),
                    String.format(delta, 1, "{\\\"b\\\":"),
                    String.format(delta, 0, "{\\\"a\\\":1}"),
                    String.format(delta, 2, ""),
                    String.format(delta, 1, "2}"),
                    STOP))
            .turn();

    assertThat(turn.toolUses())
        .containsExactly(
            new ContentBlock.ToolUse("x", "t", "{\"a\":1}"),
            new ContentBlock.ToolUse("toolu_msg_1_1", "t", "{\"b\":2}"),
            new ContentBlock.ToolUse("toolu_msg_1_2", "t", "{}"));
    assertThat(turn.stopReason()).isEqualTo(StopReason.TOOL_USE);
  }

  /** Case 29 of the list of tricky cases. */
  @Test
  void unknownEventsDeltasAndStopReasonsDoNotThrow() throws InterruptedException {
    AssistantTurn turn =
        replay(
                events(
                    START,
                    "{\"type\":\"ping\"}",
                    "{\"type\":\"brand_new\",\"x\":1}",
                    "{\"type\":\"content_block_delta\",\"index\":9,\"delta\":{\"type\":\"t\"}}",
                    "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
                        + "{\"type\":\"hologram\",\"pi\":3.10,\"z\":null}}",
                    "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                        + "{\"type\":\"hologram_delta\",\"ray\":\"a\",\"n\":1}}",
                    "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                        + "{\"type\":\"hologram_delta\",\"ray\":\"b\",\"n\":2}}",
                    "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"moonrise\"}}",
                    STOP))
            .turn();

    assertThat(turn.stopReason()).isEqualTo(new StopReason("moonrise"));
    assertThat(wire(turn))
        .isEqualTo("[{\"type\":\"hologram\",\"pi\":3.10,\"z\":null,\"ray\":\"ab\",\"n\":2}]");
  }

  @Test
  void fullContextWindowHasItsOwnStopReason() throws InterruptedException {
    assertThat(
            reply(Reply.text("a").withStopReason(StopReason.CONTEXT_WINDOW_EXCEEDED))
                .turn()
                .stopReason())
        .isEqualTo(StopReason.CONTEXT_WINDOW_EXCEEDED);
  }

  @Test
  void blankTextIsDroppedSinceTheApiRefusesToTakeItBack() throws InterruptedException {
    AssistantTurn turn =
        reply(Reply.of(new ContentBlock.Text("\n\n"), Reply.use("a", "{}"))).turn();

    assertThat(turn.blocks()).hasSize(1);
    assertThat(wire(turn)).doesNotContain("\"text\"");
  }

  @Test
  void surrogatePairSplitBetweenDeltasIsWhole() throws InterruptedException {
    String delta =
        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
            + "{\"type\":\"text_delta\",\"text\":\"%s\"}}";

    AssistantTurn turn =
        replay(
                events(
                    START,
                    "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
                        + "{\"type\":\"text\",\"text\":\"\"}}",
                    String.format(delta, "\\ud83d"),
                    String.format(delta, "\\ude00 \\ud83d"),
                    STOP))
            .turn();

    assertThat(turn.text()).startsWith("\uD83D\uDE00 ");
    assertThat(wire(turn)).contains("\uD83D\uDE00 \uFFFD");
  }

  @Test
  void malformedEventIsAFailureNotASilentGap() {
    assertThat(failure(Reply.raw("text/event-stream", events(START, "{\"type\":"))))
        .hasMessageContaining("broke off");
  }

  private static String wire(AssistantTurn turn) {
    WireForm form = turn.wireForm().orElseThrow();
    assertThat(form.format()).isEqualTo("anthropic-messages");
    return new String(form.bytes(), StandardCharsets.UTF_8);
  }
}
