package dev.nightshift.models.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.models.testing.RecordedRequest;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tiers of Haiku 5.5, whose every token is five times as dear above 100,000. */
class ReviewTierTest {
  private static final String FILE = "int value = compute(input, offset);\n".repeat(860);

  @Test
  void aReviewerThatReadsAndReadsStaysBelowTheDearerTier() throws InterruptedException {
    try (ScriptedModelServer server =
            ScriptedModelServer.builder().simulateCaching().model(ReviewTierTest::reply).start();
        Nightshift engine =
            Nightshift.builder(InMemoryWorkspaces.of(Map.of("a.txt", "one\n", "B.java", FILE)))
                .provider(AnthropicFixture.provider(server))
                .build()) {
      engine.run(
          Task.builder("Say two").build(),
          StandardPipeline.builder()
              .implementer(ModelImplementer.builder(AnthropicFixture.OPUS).build())
              .reviewer(ModelReviewer.builder(AnthropicFixture.HAIKU).build())
              .gate((candidate, context) -> GateResult.passed("tests", "all passed"))
              .build());

      server.assertExhausted();
      long longest =
          server.charges().stream()
              .filter(charge -> charge.model().equals(AnthropicFixture.HAIKU.model()))
              .mapToLong(charge -> charge.usage().totalInput())
              .max()
              .orElse(0);
      assertThat(longest).isBetween(80_000L, 100_000L);
    }
  }

  private static Reply reply(RecordedRequest request) {
    int turn = request.assistantTurns();
    if (!request.toolNames().contains("submit_review")) {
      return turn == 0
          ? Reply.toolUse("write_file", "{\"path\":\"a.txt\",\"content\":\"two\\n\"}")
          : Reply.toolUse("finish", "{\"summary\":\"done\"}");
    }
    boolean isTooMuch =
        request.toolResults().stream()
            .anyMatch(result -> result.content().contains("Ask for less"));
    return isTooMuch
        ? Reply.toolUse(
            "submit_review",
            "{\"verdict\":\"approve\",\"closes\":[],\"findings\":[],\"criteria\":[]}")
        : Reply.toolUse("read_file", "{\"path\":\"B.java\",\"start_line\":" + (turn + 1) + "}");
  }
}
