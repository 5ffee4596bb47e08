package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.requestsChange;
import static dev.nightshift.core.testing.ScriptedSteps.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.SoftLimit.Mode;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.routing.RoutingTable;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ManualTime;
import dev.nightshift.core.testing.RecordedRequest;
import dev.nightshift.core.testing.RecordingListener;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.ScriptedStep;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What happens when a part of a cap is spent, and who is told. */
class SoftLimitTest {
  private static final Task TASK = Task.builder("Change A").build();
  private StandardPipeline pipeline = pipeline(EngineFixture.green());
  private final ManualTime time = ManualTime.create();
  private final BudgetLedger ledger = BudgetLedger.inMemory(ZoneOffset.UTC, time);
  private final Journal journal = Journal.inMemory();
  private final RecordingListener listener = new RecordingListener();
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));

  @Test
  void whatIsWrittenIsStillReviewedAndLands() throws Exception {
    RunResult result = run(calls(10, Mode.FINISH_REVIEWS), fourWrites(), critic("approve"));

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(replayed(result)).isEqualTo(result);
  }

  @Test
  void whatAReviewSendsBackIsNotWrittenAgain() throws Exception {
    RunResult result = run(calls(10, Mode.FINISH_REVIEWS), fourWrites(), critic("change"));

    assertThat(result.reason()).isEqualTo(EndReason.BUDGET_EXHAUSTED);
    assertThat(result.report().ending().detail())
        .contains(
            "the implementer did not begin to work, because a soft limit is reached: 6 calls of 10"
                + " calls per run (finish reviews at 50 %) are spent");
    assertThat(result.report().reviews()).hasSize(1);
    assertThat(replayed(result)).isEqualTo(result);
  }

  @Test
  void nobodyBeginsBehindAStop() throws Exception {
    ScriptedModel critic = critic("approve");

    RunResult result = run(calls(10, Mode.STOP), fourWrites(), critic);

    assertThat(result.reason()).isEqualTo(EndReason.BUDGET_EXHAUSTED);
    assertThat(result.report().ending().detail()).contains("the reviewer did not begin to work");
    assertThat(critic.requests()).isEmpty();
    assertThat(replayed(result)).isEqualTo(result);
  }

  @Test
  void aRoleStepsDownWhereItBegins() throws Exception {
    ScriptedModel small =
        ScriptedModel.named(
            "writer", write("A.java", "v1\n"), finish("1"), write("A.java", "v3\n"), finish("3"));
    ScriptedModel big =
        ScriptedModel.named("big", write("A.java", "v2\n"), write("B.java", "v2\n"), finish("2"));
    ScriptedModel critic = ScriptedModel.named("critic", change("v2"), approves());
    AtomicInteger asked = new AtomicInteger();
    pipeline =
        pipeline(
            (candidate, context) ->
                asked.incrementAndGet() == 2
                    ? GateResult.failed("second", "not the second one")
                    : GateResult.passed("second", "not the second one"));

    RunResult result = run(calls(12, Mode.STEP_DOWN), small, big, critic);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(listener.named("model.routed"))
        .last()
        .satisfies(
            event ->
                assertThat(event.attributes())
                    .containsEntry("cause", "STEPPED_DOWN")
                    .containsEntry("to", "writer:scripted"));
    small.assertExhausted();
    big.assertExhausted();
    assertThat(replayed(result)).isEqualTo(result);
  }

  @Test
  void aRunThatSharesACapBeginsInTheNextWindow() throws Exception {
    Cap shared =
        new Cap(BudgetScope.ENGINE, BudgetUnit.CALLS, 10, BudgetWindow.DAY)
            .withSoftLimit(50, Mode.FINISH_REVIEWS);
    run(shared, fourWrites(), critic("approve"));
    ScriptedModel idle = fourWrites();

    RunResult same = run(shared, idle, critic("approve"));
    time.advance(Duration.ofDays(1));
    RunResult next = run(shared, fourWrites(), critic("approve"));

    assertThat(same.reason()).isEqualTo(EndReason.BUDGET_EXHAUSTED);
    assertThat(idle.requests()).isEmpty();
    assertThat(next.reason()).isNotEqualTo(EndReason.BUDGET_EXHAUSTED);
  }

  @Test
  void theAgentIsToldOnceOfEachPartOfACap() throws Exception {
    ScriptedModel writer = fourWrites();

    run(Cap.callsPerRun(6), writer, critic("approve"));

    String line = "Budget notice: 50 % of 6 calls per run are used (3 calls)";
    List<String> said = writer.requests().stream().map(RecordedRequest::text).toList();
    assertThat(said.get(2)).doesNotContain("Budget notice");
    assertThat(said.get(3)).containsOnlyOnce(line);
    assertThat(said.get(4)).containsOnlyOnce(line).containsOnlyOnce("Budget notice");
  }

  @Test
  void aLimitThatCannotBeKeptIsRefusedByItsValue() {
    assertThatThrownBy(() -> Cap.callsPerRun(10).withSoftLimit(100, Mode.STOP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at 100 percent")
        .hasMessageContaining("between 1 and 99");
  }

  private static StandardPipeline pipeline(MergeGate gate) {
    return StandardPipeline.builder()
        .implementer(ModelImplementer.using("writer:scripted"))
        .reviewer(ModelReviewer.using("critic:scripted"))
        .gate(gate)
        .delivery(Delivery.merge())
        .build();
  }

  private static Cap calls(int most, Mode mode) {
    return Cap.callsPerRun(most).withSoftLimit(50, mode);
  }

  /** Five calls. */
  private static ScriptedModel fourWrites() {
    return ScriptedModel.named(
        "writer",
        write("A.java", "v1\n"),
        write("A.java", "v2\n"),
        write("B.java", "v3\n"),
        write("C.java", "v4\n"),
        finish("done"));
  }

  private static ScriptedModel critic(String verdict) {
    return ScriptedModel.named("critic", verdict.equals("approve") ? approves() : change("v9"));
  }

  private static ScriptedStep change(String to) {
    return requestsChange(EngineFixture.request("A.java", 1, "make it " + to));
  }

  private RunResult run(Cap cap, ScriptedModel... models) throws InterruptedException {
    NightshiftBuilder builder =
        Nightshift.builder(workspaces)
            .router(
                RoutingTable.builder()
                    .row(AgentRole.IMPLEMENTER, "writer:scripted", "big:scripted")
                    .build())
            .budget(BudgetPolicy.of(cap))
            .ledger(ledger)
            .journal(journal)
            .listener(listener)
            .time(time)
            .pipeline("it", pipeline);
    List.of(models).forEach(builder::provider);
    if (List.of(models).stream().noneMatch(model -> model.name().equals("big"))) {
      builder.provider(ScriptedModel.named("big"));
    }
    try (Nightshift nightshift = builder.build()) {
      return nightshift.dispatch(TASK, "it").await();
    }
  }

  private RunResult replayed(RunResult recorded) {
    try (Nightshift nightshift =
        Nightshift.builder(InMemoryWorkspaces.unborn())
            .provider((request, context) -> EngineFixture.answer(request))
            .journal(journal)
            .pipeline("it", pipeline)
            .build()) {
      return nightshift.replay(recorded.report().runId());
    }
  }
}
