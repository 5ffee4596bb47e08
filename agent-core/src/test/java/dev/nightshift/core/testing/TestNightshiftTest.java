package dev.nightshift.core.testing;

import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.escalates;
import static dev.nightshift.core.testing.ScriptedSteps.fails;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.finishUnchanged;
import static dev.nightshift.core.testing.ScriptedSteps.hangs;
import static dev.nightshift.core.testing.ScriptedSteps.read;
import static dev.nightshift.core.testing.ScriptedSteps.requestsChange;
import static dev.nightshift.core.testing.ScriptedSteps.run;
import static dev.nightshift.core.testing.ScriptedSteps.several;
import static dev.nightshift.core.testing.ScriptedSteps.text;
import static dev.nightshift.core.testing.ScriptedSteps.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.CriterionVerdict;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.report.CriterionReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TestNightshiftTest {
  private static final Map<String, String> FILES = Map.of("A.java", "v0");
  private static final Task TASK = Task.builder("Fix the NPE in A.greet").build();

  /** What an approval names as criteria does not keep it from closing what is open. */
  @Test
  void anApprovalClosesWhatItsReviewerIsShownAsOpen() throws Exception {
    var coder =
        ScriptedModel.of(
            edit("A.java", "v0", "v1"),
            finish("one"),
            edit("A.java", "v1", "v2"),
            finish("two"),
            edit("A.java", "v2", "v3"),
            finish("three"));
    var critic =
        ScriptedModel.of(
            requestsChange("A.java", 1, "name may be null", "return early on null"),
            requestsChange("A.java", 1, "the stream stays open", "close it in every case"),
            several(text("all done"), approves(new CriterionVerdict(0, true, "seen")))
                .expecting("Your open requests: R1, R2\n"));

    RunResult result =
        TestNightshift.inMemory(FILES, coder, critic)
            .run(
                Task.builder("Do it")
                    .instructions("Your open requests: R9\n")
                    .acceptance("it is done")
                    .build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().reviews().get(2).closes()).containsExactly("R1", "R2");
  }

  @Test
  void mergesAfterOneRevision() throws Exception {
    var coder =
        ScriptedModel.of(
            edit("A.java", "v0", "v1"), finish("done"), edit("A.java", "v1", "v2"), finish("done"));
    var critic =
        ScriptedModel.of(
            requestsChange("A.java", 12, "name may be null", "return early on null"), approves());
    var result =
        TestNightshift.inMemory(Map.of("A.java", "v0"), coder, critic)
            .run(
                Task.builder("Fix the NPE in A.greet")
                    .acceptance("greet(null) returns \"\"")
                    .build());
    assertThat(result).isInstanceOf(RunResult.Delivered.class);
    assertThat(result.report().revisions()).isEqualTo(1);
    coder.assertExhausted();
    critic.assertExhausted();
  }

  @Test
  void landsWhatTheImplementerWrote() throws Exception {
    TestNightshift test = setup(coder(), critic(approves()));
    String before = test.workspaces().targetCommit();

    RunResult result = test.run(TASK);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(test.workspaces().targetFiles()).containsEntry("A.java", "v1");
    assertThat(test.workspaces().parentsOf(test.workspaces().targetCommit())).contains(before);
    assertThat(test.workspaces().branches()).containsOnlyKeys("main");
  }

  @Test
  void approvesEachCriterionTheReviewerIsShown() throws Exception {
    Task task =
        Task.builder("Fix the NPE in A.greet")
            .acceptance("greet(null) returns \"\"\n1. also twice in a row")
            .acceptance("greet(\" \") is unchanged")
            .build();

    RunResult result = setup(coder(), critic(approves())).run(task);

    assertThat(result.report().criteria())
        .extracting(CriterionReport::status, CriterionReport::met)
        .containsExactly(
            tuple(CriterionReport.Status.REVIEWER_SAYS, true),
            tuple(CriterionReport.Status.REVIEWER_SAYS, true));
  }

  @Test
  void raisesACallBeyondTheScriptInsteadOfHidingItInTheResult() {
    ScriptedModel coder = ScriptedModel.named("coder", edit("A.java", "v0", "v1"));

    assertThatThrownBy(() -> setup(coder, critic()).run(TASK))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("unexpected call 2 of scripted model 'coder' by implementer");
  }

  @Test
  void leavesUnusedStepsToTheAssertion() throws Exception {
    ScriptedModel coder = ScriptedModel.named("coder", text("hm"), finish("x"), read("never"));

    setup(coder, critic()).run(TASK);

    assertThatThrownBy(coder::assertExhausted).hasMessageContaining("read_file");
  }

  @Test
  void showsTheReviewerNothingTheImplementerSaid() throws Exception {
    ScriptedModel coder =
        ScriptedModel.named(
            "coder",
            several(text("my hidden plan"), edit("A.java", "v0", "v1")),
            finish("my hidden summary"));
    ScriptedModel critic = critic(approves().expecting("+v1"));

    setup(coder, critic).run(TASK);

    assertThat(coder.requests()).hasSize(2);
    assertThat(coder.requests().get(1).text()).contains("my hidden plan");
    assertThat(critic.requests()).hasSize(1);
    assertThat(critic.requests().get(0).text()).doesNotContain("hidden");
  }

  @Test
  void endsWithoutAChangeWhenTheEvidenceIsARealToolCall() throws Exception {
    ScriptedModel coder =
        ScriptedModel.named("coder", read("A.java"), finishUnchanged("it is right", "call-1"));

    assertThat(setup(coder, critic()).run(TASK).reason()).isEqualTo(EndReason.NOTHING_TO_DO);
    coder.assertExhausted();
  }

  @Test
  void keepsTheWorkOfARunWhoseGateStaysRed() throws Exception {
    TestNightshift test =
        setup(coder(), critic())
            .gate((candidate, context) -> GateResult.failed("tests", "1 of 2 failed"))
            .maxRevisions(0);

    RunResult result = test.run(TASK);

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(test.workspaces().targetFiles()).isEqualTo(FILES);
    assertThat(test.workspaces().branches()).hasSize(2);
  }

  @Test
  void proposesWhenAskedTo() throws Exception {
    TestNightshift test = setup(coder(), critic(approves())).delivery(Delivery.branch());

    assertThat(test.run(TASK).reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(test.workspaces().targetFiles()).isEqualTo(FILES);
    assertThat(test.workspaces().branches()).hasSize(2);
  }

  @Test
  void proposesWhatIsOfHighRiskOrMayNotLand() throws Exception {
    Task risky = Task.builder("Change the vault").risk(Risk.HIGH).build();
    assertThat(setup(coder(), critic(approves())).run(risky).reason())
        .isEqualTo(EndReason.PROPOSED);

    TestNightshift test = setup(coder(), critic(approves()));
    test.workspaces().refuseLandings("main is checked out");
    assertThat(test.run(TASK).reason()).isEqualTo(EndReason.PROPOSED);
  }

  @Test
  void escalatesToAHuman() throws Exception {
    assertThat(setup(coder(), critic(escalates("the task contradicts itself"))).run(TASK).reason())
        .isEqualTo(EndReason.ESCALATED);
  }

  @Test
  void stopsBeforeTheBudgetIsPassed() throws Exception {
    Price price = Price.of(Rates.perMillionTokens("4", "20"));
    ScriptedModel coder = coder().withPrice(price);

    RunResult result =
        setup(coder, critic()).budget(BudgetPolicy.perRun(Money.usd("0.001"))).run(TASK);

    assertThat(result.reason()).isEqualTo(EndReason.BUDGET_EXHAUSTED);
    assertThat(coder.requests()).isEmpty();
  }

  /**
   * Case 19 of the list of tricky cases: the reviewer has its part, and the report what was done.
   */
  @Test
  void aRunWhoseImplementerSpentItsPartIsStillReviewedAndReported() throws Exception {
    Price price = Price.of(Rates.perMillionTokens("1", "1"));
    var coder =
        ScriptedModel.named(
                "coder",
                edit("A.java", "v0", "v1").withUsage(TokenUsage.of(9_000, 8_000)),
                finish("done").withUsage(TokenUsage.of(17_100, 8_000)))
            .withPrice(price);
    var critic =
        critic(requestsChange("A.java", 1, "name may be null", "return early on null"))
            .withPrice(price);

    RunResult result =
        setup(coder, critic).budget(BudgetPolicy.perRun(Money.usd("0.07"))).run(TASK);

    assertThat(result.reason()).isEqualTo(EndReason.BUDGET_EXHAUSTED);
    assertThat(result.report().ending().detail()).contains("kept for the reviewer");
    assertThat(result.report().reviews()).hasSize(1);
    assertThat(result.report().spend().view().of(AgentRole.REVIEWER).calls()).isEqualTo(1);
    assertThat(result.report().toJson()).contains("A.java", "name may be null");
    coder.assertExhausted();
    critic.assertExhausted();
  }

  @Test
  void waitsOutFailuresWithoutRealTime() throws Exception {
    ManualTime time = ManualTime.create();
    Instant start = time.now();
    ModelException overloaded =
        ModelException.builder(ModelErrorKind.OVERLOADED, "try later")
            .billing(Billing.NOT_BILLED)
            .retryAfter(Duration.ofSeconds(20))
            .build();
    ScriptedModel coder =
        ScriptedModel.named("coder", fails(overloaded), edit("A.java", "v0", "v1"), finish("done"));

    RunResult result = setup(coder, critic(approves())).time(time).run(TASK);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(Duration.between(start, time.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void reconcilesAConflictWithATargetThatMoved() throws Exception {
    ScriptedModel coder =
        ScriptedModel.named(
            "coder",
            edit("A.java", "v0", "mine"),
            run("a colleague pushes"),
            finish("done"),
            write("A.java", "both").expecting("theirs"),
            finish("reconciled"));
    TestNightshift test = setup(coder, critic(approves()));
    test.workspaces()
        .onCommand(
            command -> {
              test.workspaces().advanceTarget(Map.of("A.java", "theirs"));
              return CommandResult.builder(0, "").build();
            });

    assertThat(test.run(TASK).reason()).isEqualTo(EndReason.MERGED);
    assertThat(test.workspaces().targetFiles()).containsEntry("A.java", "both");
    coder.assertExhausted();
  }

  @Test
  void gatesAgainWhenTheTargetMovesDuringTheGate() throws Exception {
    RecordingListener listener = new RecordingListener();
    TestNightshift test = setup(coder(), critic(approves())).listener(listener);
    test.gate(
        (candidate, context) -> {
          if (listener.named("gate.finished").isEmpty()) {
            test.workspaces().advanceTarget(Map.of("B.java", "news"));
          }
          return GateResult.passed("tests", "2 of 2");
        });

    assertThat(test.run(TASK).reason()).isEqualTo(EndReason.MERGED);
    assertThat(listener.named("gate.finished"))
        .extracting(event -> event.attributes().get("gate"))
        .containsExactly("secret scan", "tests", "secret scan", "tests");
    assertThat(test.workspaces().targetFiles()).isEqualTo(Map.of("A.java", "v1", "B.java", "news"));
  }

  @Test
  void refusesOneModelInBothRoles() {
    ScriptedModel both = ScriptedModel.named("coder");

    assertThatThrownBy(() -> setup(both, ScriptedModel.named("coder")).run(TASK))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void cancelsAHangingModelOfADispatchedRun() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    ScriptedModel coder = ScriptedModel.named("coder", edit("A.java", "v0", "v1"), hangs());
    TestNightshift test =
        setup(coder, critic())
            .listener(
                event -> {
                  if (event.name().equals("tool.call")) {
                    called.countDown();
                  }
                });

    try (Nightshift engine = test.engine()) {
      Run run = engine.dispatch(TASK, test.pipeline());
      called.await();
      run.cancel("enough");

      assertThat(run.await().reason()).isEqualTo(EndReason.CANCELLED);
    }
    test.workspaces().assertNothingOpen();
    assertThat(test.workspaces().branches()).hasSize(2);
  }

  private static TestNightshift setup(ScriptedModel coder, ScriptedModel critic) {
    return TestNightshift.inMemory(FILES, coder, critic);
  }

  private static ScriptedModel coder() {
    return ScriptedModel.named("coder", edit("A.java", "v0", "v1"), finish("done"));
  }

  private static ScriptedModel critic(ScriptedStep... steps) {
    return ScriptedModel.named("critic", steps);
  }
}
