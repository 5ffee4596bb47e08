package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.internal.journal.RecordRedaction;
import dev.nightshift.core.internal.journal.RunRecord;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cap of eight hours counts what a run does and its models take, and none of its waits. */
@Timeout(60)
class ActiveTimeCapTest {
  private static final ModelId MODEL = ModelId.parse("slow:model");
  private static final Duration EIGHT_HOURS = Duration.ofHours(8);
  private static final Duration TEN_HOURS = Duration.ofHours(10);
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
  private final Journal journal = Journal.inMemory();
  private final Task task = Task.builder("Change A").build();

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  @Test
  void aRunQueuedForNineHoursStillRunsAndTheActiveOneBeforeItIsEnded() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    Implementer hanging =
        assignment -> {
          working.countDown();
          new CountDownLatch(1).await();
          return new Outcome.Changed("never");
        };
    try (Nightshift narrow = capped(fixture.builder()).maxConcurrentRuns(1).build()) {
      Run active = narrow.dispatch(task, pipeline(hanging).build());
      working.await();
      Run queued = narrow.dispatch(task, pipeline(asksTheModel()).build());

      fixture.time.advance(Duration.ofHours(9));

      assertThat(active.await().report().ending().detail())
          .isEqualTo(
              "the run used all its active time, by the cap of 8 h per run; Cap.timePerRun(..) sets another");
      assertThat(active.await().reason()).isEqualTo(EndReason.TIME_LIMIT);
      assertWaited(queued.await(), Duration.ofHours(9));
    }
  }

  @Test
  void aRunThatWaitsForTheTurnOfATenHourGateLands() throws Exception {
    ForwardingWorkspaces busy =
        new ForwardingWorkspaces(fixture.workspaces) {
          @Override
          public MergeQueue queue(String target) {
            return waitingForItsTurn(super.queue(target));
          }
        };
    NightshiftBuilder builder =
        Nightshift.builder(busy)
            .provider((request, context) -> EngineFixture.answer(request))
            .time(fixture.time);
    try (Nightshift nightshift = capped(builder).build()) {
      assertWaited(nightshift.run(task, pipeline(asksTheModel()).build()), TEN_HOURS);
    }
  }

  @Test
  void aRunThatWaitsForAPlaceWithinARateLimitGoesOn() throws Exception {
    NightshiftBuilder builder =
        fixture
            .builder()
            .admission(
                call -> {
                  fixture.time.advance(TEN_HOURS);
                  return usage -> {};
                });
    try (Nightshift nightshift = capped(builder).build()) {
      assertWaited(nightshift.run(task, pipeline(asksTheModel()).build()), TEN_HOURS);
    }
  }

  @Test
  void aRunThatWaitsForAHumanGoesOn() throws Exception {
    Pipeline asking =
        run -> {
          run.ask("May I?");
          return pipeline(asksTheModel()).build().run(run);
        };
    CountDownLatch asked = new CountDownLatch(1);
    NightshiftBuilder builder =
        fixture
            .builder()
            .listener(
                event -> {
                  if (event.name().equals("run.asked")) {
                    fixture.time.advance(TEN_HOURS);
                    asked.countDown();
                  }
                });
    try (Nightshift nightshift = capped(builder).build()) {
      Run run = nightshift.dispatch(task, asking);
      asked.await();
      run.answer("May I?", "Yes");

      assertWaited(run.await(), TEN_HOURS);
    }
  }

  @Test
  void theLastCallIsMadeBeforeTheExactMoment() throws Exception {
    int[] answers = {0};
    Implementer slow =
        assignment -> {
          fixture.time.advance(EIGHT_HOURS.minusMillis(1));
          assignment.conversation(ConversationSpec.builder(MODEL).build()).send(UserTurn.text("a"));
          answers[0]++;
          fixture.time.advance(Duration.ofMillis(1));
          assignment.conversation(ConversationSpec.builder(MODEL).build()).send(UserTurn.text("b"));
          answers[0]++;
          return new Outcome.Changed("never");
        };
    try (Nightshift nightshift = capped(fixture.builder()).build()) {
      RunResult result = nightshift.run(task, pipeline(slow).build());

      assertThat(result.reason()).isEqualTo(EndReason.TIME_LIMIT);
      assertThat(answers[0]).isEqualTo(1);
      RunId run = result.report().runId();
      assertThat(RunRecord.of(run, journal.read(run), RecordRedaction.standard()).activeTime())
          .isEqualTo(EIGHT_HOURS);
      assertThat(result.report().course().active()).isEqualTo(EIGHT_HOURS);
      assertThat(result.report().toMarkdown()).contains("took 480 min").doesNotContain("(active");
    }
  }

  private NightshiftBuilder capped(NightshiftBuilder builder) {
    return builder
        .provider("slow", (request, context) -> EngineFixture.answer(request))
        .prices(PriceBook.free(MODEL))
        .journal(journal)
        .budget(BudgetPolicy.of(Cap.timePerRun(EIGHT_HOURS)));
  }

  /** The run landed, and its report tells the wait from the work; so does its record. */
  private void assertWaited(RunResult result, Duration wait) {
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().duration()).isEqualTo(wait);
    assertThat(result.report().course().active()).isZero();
    assertThat(result.report().toMarkdown()).contains("(active 0.0 s; the rest was waiting)");
    assertThat(result.report().toJson())
        .contains("\"durationMs\" : " + wait.toMillis())
        .contains("\"activeMs\" : 0");
    assertThat(
            RunRecord.of(
                    result.report().runId(),
                    journal.read(result.report().runId()),
                    RecordRedaction.standard())
                .activeTime())
        .isZero();
  }

  /** A run is done by plain code and one call of a model, which is where its time is looked at. */
  private static Implementer asksTheModel() {
    return assignment -> {
      assignment.workspace().files().write("A.java", "v1\n".getBytes(StandardCharsets.UTF_8));
      assignment.conversation(ConversationSpec.builder(MODEL).build()).send(UserTurn.text("go"));
      return new Outcome.Changed("wrote A.java");
    };
  }

  private MergeQueue waitingForItsTurn(MergeQueue queue) {
    return (MergeQueue)
        Proxy.newProxyInstance(
            MergeQueue.class.getClassLoader(),
            new Class<?>[] {MergeQueue.class},
            (self, method, arguments) -> {
              if (method.getName().equals("turn")) {
                fixture.time.advance(TEN_HOURS);
              }
              try {
                return method.invoke(queue, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }
}
