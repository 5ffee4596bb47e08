package dev.nightshift.core.agent;

import static dev.nightshift.core.agent.Turns.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.tool.Tool;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.core.tool.ToolOutcome;
import org.junit.jupiter.api.Test;

/** Symptom: a reviewer that read one file too many paid five times as much for every token. */
class TieredReviewTest {
  private static final AssistantTurn ESCALATES =
      call("2", "submit_review", "verdict", "escalate", "reason", "a human has to look");

  private final FakeReviewRequest request = new FakeReviewRequest();
  private final FakeConversation model = request.conversation;

  @Test
  void whatWouldMakeEveryTokenDearerIsNotShown() throws Exception {
    model.leaving(7_000).willAnswer(call("1", "dump"), ESCALATES);

    review(12_000);

    ContentBlock.ToolResult result = model.result(1, "1");
    assertThat(result.isError()).isTrue();
    assertThat(result.content()).startsWith("Not executed: ").contains("Ask for less");
  }

  @Test
  void whatFitsIsShown() throws Exception {
    model.leaving(7_000).willAnswer(call("1", "dump"), ESCALATES);

    review(8_000);

    assertThat(model.result(1, "1").content()).contains("xxx");
  }

  /** Symptom: with 1,900 tokens left one byte was refused, with the advice to ask for less. */
  @Test
  void aFewLinesAreShownShortlyBeforeTheBorder() throws Exception {
    model.leaving(1_900).willAnswer(call("1", "dump"), ESCALATES);

    review(1_000);

    assertThat(model.result(1, "1").content()).contains("xxx");
  }

  @Test
  void whatIsAskedForToBeLessIsShown() throws Exception {
    model.leaving(1_900).willAnswer(call("1", "dump"), ESCALATES);

    review(3_000);

    assertThat(model.result(1, "1").content()).contains("Ask for less, at most 1900 bytes,");
  }

  @Test
  void nobodyIsToldToAskForLessWhereNothingIsShownAnyMore() throws Exception {
    model.leaving(100).willAnswer(call("1", "dump"), ESCALATES);

    review(300);

    assertThat(model.result(1, "1").content())
        .contains("Call submit_review now")
        .doesNotContain("Ask for less");
  }

  @Test
  void allResultsOfATurnTogetherStayBelowTheBorder() throws Exception {
    model
        .leaving(1_900)
        .willAnswer(Turns.calls(Turns.use("1", "dump"), Turns.use("2", "dump")), ESCALATES);

    review(1_000);

    assertThat(model.result(1, "1").content()).contains("xxx");
    assertThat(model.result(1, "2").content()).startsWith("Not executed: ");
  }

  @Test
  void pricesWithoutATierAheadShowAll() throws Exception {
    model.willAnswer(call("1", "dump"), ESCALATES);

    review(12_000);

    assertThat(model.result(1, "1").content()).contains("xxx");
  }

  private void review(int bytes) throws InterruptedException {
    Tool dump =
        Tool.readOnly(
            new ToolDefinition("dump", "Dumps.", "{\"type\":\"object\"}"),
            (arguments, context) -> ToolOutcome.ok("x".repeat(bytes)));
    ModelReviewer.builder(Turns.MODEL).addTool(dump).build().review(request);
  }
}
