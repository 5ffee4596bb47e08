package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.run.Fork;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A model that gives no sign of life does not hold a run for ever, nor one of its forks. */
@Timeout(60)
class IdleLimitTest {
  private static final ModelId SILENT = ModelId.parse("silent:model");
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
  private final CountDownLatch asked = new CountDownLatch(1);

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  private static Implementer asksTheModel() {
    return assignment -> {
      assignment.conversation(ConversationSpec.builder(SILENT).build()).send(UserTurn.text("go"));
      return new Outcome.Changed("never");
    };
  }

  private RunResult silentFor(Duration silence, Pipeline pipeline) throws InterruptedException {
    try (Nightshift nightshift =
        fixture
            .builder()
            .provider(
                "silent",
                (request, context) -> {
                  asked.countDown();
                  new CountDownLatch(1).await();
                  throw new AssertionError("nobody answers");
                })
            .prices(PriceBook.free(SILENT))
            .idleLimit(Duration.ofMinutes(2))
            .build()) {
      Run run = nightshift.dispatch(Task.builder("Change A").build(), pipeline);
      asked.await();
      fixture.time.advance(silence);
      return run.await();
    }
  }

  @Test
  void aCallWithoutASignOfLifeEndsItsRun() throws Exception {
    RunResult result = silentFor(Duration.ofSeconds(121), pipeline(asksTheModel()).build());

    assertThat(result.reason()).isEqualTo(EndReason.TIME_LIMIT);
    assertThat(result.report().ending().detail())
        .contains("no sign of life for 120 s", "NightshiftBuilder.idleLimit");
  }

  @Test
  void aCallOfAForkWithoutASignOfLifeEndsTheRun() throws Exception {
    Pipeline forked =
        run -> {
          run.forks(
              List.of(new Fork<>("left", fork -> fork.implement(asksTheModel(), Feedback.none()))));
          return run.stop(EndReason.STUCK, "never");
        };

    RunResult result = silentFor(Duration.ofSeconds(121), forked);

    assertThat(result.reason()).isEqualTo(EndReason.TIME_LIMIT);
    assertThat(result.report().ending().detail()).contains("no sign of life for 120 s");
  }
}
