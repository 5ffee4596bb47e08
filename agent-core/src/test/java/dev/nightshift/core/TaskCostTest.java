package dev.nightshift.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.RunState;
import dev.nightshift.core.run.TaskOutcome;
import dev.nightshift.core.run.TaskSummary;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is known of the cost of a task, and what is a bound. */
class TaskCostTest {
  private static final SpendView SPEND =
      new SpendView(
          List.of(),
          new RoleSpend(Money.usd("0.50"), 3, TokenUsage.of(1, 1)),
          Money.usd("0.20"),
          Money.usd("0.10"),
          Map.of());

  /** Symptom: calls that another process had open counted as if they were billed. */
  @Test
  void openCallsOfARunWithoutAnEndAreABound() {
    TaskCost cost = TaskCost.of(recorded(RecordedRun.Status.AT_WORK, null));

    assertThat(cost).isEqualTo(new TaskCost(Money.usd("0.70"), Money.usd("0.30")));
  }

  @Test
  void ofARunThatEndedOnlyUnresolvedCallsAreABound() {
    TaskCost cost = TaskCost.of(recorded(RecordedRun.Status.ENDED, EndReason.ERROR));

    assertThat(cost).isEqualTo(new TaskCost(Money.usd("0.50"), Money.usd("0.10")));
  }

  @Test
  void theCostsOfAllRunsOfATaskAddUp() {
    TaskCost twice = TaskCost.ended(SPEND).plus(TaskCost.open(SPEND));

    assertThat(twice).isEqualTo(new TaskCost(Money.usd("1.20"), Money.usd("0.40")));
  }

  @Test
  void aSummaryTellsABoundFromABill() {
    TaskSummary summary =
        new TaskSummary(List.of(outcome("a", Money.usd("0.10")), outcome("b", Money.zero())));

    assertThat(summary.unresolved()).isEqualTo(Money.usd("0.10"));
    assertThat(summary.toTable().lines())
        .containsExactly(
            "task  end          criteria  tests  revisions  cost                               "
                + "branch",
            "a     open         -         -      -          at most $0.5000, by bound $0.1000  -",
            "b     open         -         -      -          $0.5000                            -",
            "all   0 of 2 well                              at most $1.0000, by bound $0.1000");
  }

  private static TaskOutcome outcome(String key, Money unresolved) {
    Task task = Task.builder("Task " + key).dispatchKey(key).build();
    return new TaskOutcome(task, null, 1, null, false, "", Money.usd("0.50"), unresolved, "", null);
  }

  private static RecordedRun recorded(RecordedRun.Status status, @Nullable EndReason reason) {
    return new RecordedRun(
        RunId.of("r1"),
        status,
        new RecordedRun.Origin(Task.builder("Task").build(), "it", Instant.EPOCH),
        new RecordedRun.Progress(RunState.IMPLEMENTING, "", Duration.ZERO, SPEND),
        new RecordedRun.End(reason, "", ""));
  }
}
