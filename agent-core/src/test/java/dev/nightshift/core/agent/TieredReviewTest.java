package dev.nightshift.core.agent;

import static dev.nightshift.core.agent.Turns.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ToolDefinition;
import dev.nightshift.core.tool.Tool;
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
