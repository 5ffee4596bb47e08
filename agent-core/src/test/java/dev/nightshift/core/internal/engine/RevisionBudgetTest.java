package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.SoftLimit;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.Revision;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a run that was sent back may spend. */
@Timeout(60)
class RevisionBudgetTest {
  private final Task task = Task.builder("Change A").build();
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private final Journal journal = Journal.inMemory();
  private BudgetPolicy budget = BudgetPolicy.of(Cap.callsPerRun(3));
  private CourseModel models = models();
  @TempDir private Path state;

  /** A round of the writer has two calls, one of the critic has one. */
  private static CourseModel models() {
    return new CourseModel(
        Map.of(
            "writer",
            (shown, turn) ->
                turn % 2 == 0 ? write("A.java", "v" + (turn + 1) + "\n") : finish("wrote it"),
            "critic",
            (shown, turn) -> approves()));
  }

  private Nightshift engine(UnaryOperator<NightshiftBuilder> keeping) {
    return keeping
        .apply(
            Nightshift.builder(workspaces)
                .provider("writer", models.named("writer"))
                .provider("critic", models.named("critic"))
                .budget(budget)
                .pipeline(
                    "it",
                    StandardPipeline.builder()
                        .implementer(ModelImplementer.using("writer:scripted"))
                        .reviewer(ModelReviewer.using("critic:scripted"))
                        .gate(EngineFixture.green())
                        .build()))
        .build();
  }

  /** Each of these has a ledger of its own, which knows nothing of the run. */
  private Nightshift engine() {
    return engine(builder -> builder.journal(journal));
  }

  private RunId proposed(Nightshift first) throws InterruptedException {
    try (first) {
      Run run = first.dispatch(task, "it");
      assertThat(ended(run).reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(models.calls()).isEqualTo(3);
      return run.id();
    }
  }

  private static RunResult ended(Run run) throws InterruptedException {
    return run.await(Duration.ofSeconds(20)).orElseThrow();
  }

  @Test
  void withoutABudgetItHasWhatIsLeft() throws Exception {
    RunId run = proposed(engine());

    try (Nightshift second = engine()) {
      RunResult revised = ended(second.revise(run, "make it v3"));

      assertThat(revised.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(revised.report().ending().detail()).contains("budget_exhausted");
      assertThat(models.calls()).isEqualTo(3);
      assertThat(second.replay(run)).isEqualTo(revised);
    }
  }

  @Test
  void aNewBudgetIsBesideWhatWasUsed() throws Exception {
    RunId run = proposed(engine());
    Revision revision = Revision.of("make it v3").withCap(Cap.callsPerRun(3));

    RunResult revised;
    try (Nightshift second = engine()) {
      revised = ended(second.revise(run, revision));
      assertThat(second.replay(run)).isEqualTo(revised);
    }

    assertThat(revised.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(revised.report().spend().view().spent().calls()).isEqualTo(6);
    assertThat(revised.report().spend().view().caps()).contains(Cap.callsPerRun(6));
    assertThat(revised.report().humanDecisions().get(0).caps()).containsExactly(Cap.callsPerRun(3));
    assertThat(revised.report().toMarkdown()).contains("with 3 calls more");
    try (Nightshift third = engine()) {
      RunResult again = ended(third.revise(run, "make it v5"));
      assertThat(again.report().ending().detail()).contains("budget_exhausted");
      assertThat(models.calls()).isEqualTo(6);
      assertThat(ended(third.accept(run)).reason()).isEqualTo(EndReason.MERGED);
    }
    assertThat(workspaces.targetFiles()).containsEntry("A.java", "v3\n");
  }

  /** Symptom: of a run that was sent back it was told what it had spent before that. */
  @Test
  void whatARevisionSpendsIsToldBeforeItsEnd() throws Exception {
    RunId run = proposed(engine());
    try (Nightshift second = engine()) {
      ended(second.revise(run, Revision.of("make it v3").withCap(Cap.callsPerRun(3))));
    }
    List<String> whole = journal.read(run);
    String bill = "{\"v\":1,\"step\":\"spend#2\"";
    List<String> open = whole.stream().takeWhile(line -> !line.startsWith(bill)).toList();
    Journal cut = Journal.inMemory();
    try (JournalWriter writer = cut.acquire(run)) {
      open.forEach(writer::append);
    }

    RecordedRun told = new RecordedRuns(cut, id -> "").find(run).orElseThrow();

    assertThat(open).hasSizeLessThan(whole.size());
    assertThat(told.status()).isEqualTo(RecordedRun.Status.UNFINISHED);
    assertThat(told.progress().spend().spent().calls()).isEqualTo(6);
  }

  /** Symptom: a run whose ledger had forgotten it was stuck for good by a small grant. */
  @Test
  void aGrantSmallerThanWhatACallCouldHaveCostIsSpent() throws Exception {
    budget = BudgetPolicy.perRun(Money.usd("5.00"));
    RunId run = proposed(engine());

    try (Nightshift second = engine()) {
      RunResult revised =
          ended(second.revise(run, Revision.of("make it v3").withMoney(Money.usd("0.02"))));

      assertThat(revised.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(revised.report().humanDecisions().get(0).outcome()).doesNotContain("exhausted");
      assertThat(models.calls()).isEqualTo(6);
    }
    try (Nightshift third = engine()) {
      assertThat(ended(third.accept(run)).reason()).isEqualTo(EndReason.MERGED);
    }
  }

  @Test
  void aGrantToEachRoleIsRefused() {
    Cap each = Cap.money(BudgetScope.ROLE, Money.usd("1.00"), BudgetWindow.LIFETIME);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Revision.of("make it v3").withCap(each))
        .withMessageContaining("name the role");
  }

  /** The ledger of a state directory has the account open, as it was. */
  @Test
  void aLedgerThatKnowsTheRunTakesTheNewBudget() throws Exception {
    RunId run = proposed(engine(builder -> builder.state(state)));

    try (Nightshift second = engine(builder -> builder.state(state))) {
      RunResult revised =
          ended(second.revise(run, Revision.of("make it v3").withCap(Cap.callsPerRun(3))));
      assertThat(revised.report().ending().detail()).doesNotContain("budget_exhausted");
      assertThat(revised.report().spend().view().spent().calls()).isEqualTo(6);
    }
    try (Nightshift third = engine(builder -> builder.state(state))) {
      RunResult again =
          ended(third.revise(run, Revision.of("make it v5").withCap(Cap.callsPerRun(2))));
      assertThat(again.report().spend().view().caps()).contains(Cap.callsPerRun(8));
      assertThat(models.calls())
          .as("one is kept for the reviewer, so the writer has one")
          .isEqualTo(7);
    }
  }

  /** Symptom: what a reviewer used before left nothing of a small budget to the implementer. */
  @Test
  void thePartThatIsKeptForTheReviewerIsOneOfTheNewBudget() throws Exception {
    budget = BudgetPolicy.of(Cap.callsPerRun(20));
    RunId run = proposed(engine());

    try (Nightshift second = engine()) {
      RunResult revised =
          ended(second.revise(run, Revision.of("make it v3").withCap(Cap.callsPerRun(3))));
      assertThat(revised.report().ending().detail()).doesNotContain("budget_exhausted");
      assertThat(models.calls()).isEqualTo(6);
    }
  }

  /** A soft limit that was reached is one of the budget before. */
  @Test
  void aSoftLimitThatWasReachedEndsNoNewBudget() throws Exception {
    budget = BudgetPolicy.of(Cap.callsPerRun(4).withSoftLimit(75, SoftLimit.Mode.STOP));
    RunId run = proposed(engine());

    try (Nightshift second = engine()) {
      RunResult none = ended(second.revise(run, "make it v3"));
      assertThat(none.report().ending().detail()).contains("a soft limit is reached");
      RunResult revised =
          ended(second.revise(run, Revision.of("make it v3").withCap(Cap.callsPerRun(3))));
      assertThat(revised.report().ending().detail()).doesNotContain("budget_exhausted");
      assertThat(second.replay(run)).isEqualTo(revised);
    }
  }

  /** What was granted without its decision is granted to nobody. */
  @Test
  void aKillBeforeTheDecisionGrantsNothing() throws Exception {
    int before;
    RunId run;
    try (Nightshift first = engine()) {
      run = first.dispatch(task, "it").await().report().runId();
      before = journal.read(run).size();
    }
    CutJournal cutting = new CutJournal(before + 1);
    models = models();
    Nightshift first = engine(builder -> builder.journal(cutting));
    RunId cut = ended(first.dispatch(task, "it")).report().runId();
    try {
      cutting.untilCut(
          () -> first.revise(cut, Revision.of("make it v3").withCap(Cap.callsPerRun(100))));
      workspaces.endTurns();
      Journal left = cutting.left();
      assertThat(left.read(cut)).last().asString().contains("account/amended#1");
      try (Nightshift second = engine(builder -> builder.journal(left))) {
        assertThat(second.recover()).isEmpty();
        RunResult plain = ended(second.revise(cut, "make it v3"));
        assertThat(plain.report().ending().detail()).contains("budget_exhausted");
        RunResult granted =
            ended(second.revise(cut, Revision.of("make it v3").withCap(Cap.callsPerRun(3))));
        assertThat(granted.report().spend().view().caps()).contains(Cap.callsPerRun(6));
        assertThat(models.calls()).isEqualTo(6);
      }
    } finally {
      cutting.release();
      first.close();
    }
  }

  @Test
  void whatIsNoBudgetOfOneRunIsRefused() {
    Revision revision = Revision.of("make it v3").withMoney(Money.usd("0.50"));

    assertThat(revision.withMoney(Money.usd("0.70")).caps())
        .containsExactly(Cap.moneyPerRun(Money.usd("0.70")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Revision.of(" "))
        .withMessageContaining("the request is blank");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                revision.withCap(
                    new Cap(BudgetScope.ENGINE, BudgetUnit.CALLS, 1, BudgetWindow.DAY)))
        .withMessageContaining("1 calls per engine and day, which others share");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> revision.withCap(Cap.callsPerRun(0)))
        .withMessageContaining("must be more than nothing");
    assertThat(List.of(revision.caps().get(0).amount())).containsExactly(500_000_000L);
  }
}
