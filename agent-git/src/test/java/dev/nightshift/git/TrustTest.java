package dev.nightshift.git;

import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.command.SandboxMode;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.report.RejectionReason;
import dev.nightshift.core.report.ReviewTime;
import dev.nightshift.core.run.Acceptance;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskKind;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.ScriptedStep;
import dev.nightshift.core.trust.Standing;
import dev.nightshift.core.trust.TrustLedger;
import dev.nightshift.core.trust.TrustOutcome;
import dev.nightshift.core.trust.TrustPolicy;
import dev.nightshift.core.trust.TrustedDelivery;
import dev.nightshift.git.testing.TemporaryRepository;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trust is earned by what humans accept, per kind of task, and lost by one bad run. */
@Timeout(120)
class TrustTest {
  @TempDir private Path root;
  private TemporaryRepository repository;
  private TrustLedger ledger;
  private int runs;

  @BeforeEach
  void openRepository() {
    repository = TemporaryRepository.bare(Map.of("A.java", "a\n", "README.md", "r\n"));
    ledger =
        StateDirectory.trust(root.resolve("state"))
            .withReverts(GitReverts.in(repository.directory(), "main"));
  }

  @AfterEach
  void closeRepository() {
    repository.close();
  }

  @Test
  void theThirdCleanRunLetsTheFourthLandAlone() throws Exception {
    for (int clean = 0; clean < 3; clean++) {
      RunResult proposed = document("n" + clean);
      assertThat(proposed.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(proposed.report().ending().detail())
          .contains(clean + " of 3 clean runs in a row")
          .contains(
              "documentation (low risk) by coder:scripted-coder, reviewed by critic:scripted-critic");
      assertThat(accept(proposed, "").reason()).isEqualTo(EndReason.MERGED);
    }

    RunResult alone = document("alone");

    assertThat(alone.reason()).isEqualTo(EndReason.MERGED);
    assertThat(repository.read(repository.tip("main"), "alone.md")).isEqualTo("text\n");
    assertThat(alone.report().decisions())
        .singleElement()
        .satisfies(
            decision ->
                assertThat(decision.note().why())
                    .contains("3 clean in a row, 3 of 3 clean (44 to 100 %)"));
    assertThat(alone.report().toMarkdown()).contains("Landed without a human");
    assertThat(standing())
        .isEqualTo(new Standing(standing().key(), 3, 0, 0, 1, 3, "", ReviewTime.unknown()));
  }

  @Test
  void oneBadRunSetsItBack() throws Exception {
    earn(2);
    RunResult sentBack = document("back");
    try (Nightshift engine =
        engine(ScriptedModel.named("coder", write("back.md", "better\n"), finish("ok")))) {
      assertThat(engine.revise(sentBack.report().runId(), "Say it better.").await().reason())
          .isEqualTo(EndReason.PROPOSED);
    }

    assertThat(standing().streak()).isZero();
    assertThat(standing().setBack())
        .isEqualTo("run " + sentBack.report().runId() + " revised (Say it better.)");
    assertThat(accept(sentBack, "").reason()).isEqualTo(EndReason.MERGED);
    assertThat(standing().streak()).isZero();
    earn(2);
    RunResult rejected = document("unwanted");
    try (Nightshift engine = engine(ScriptedModel.named("coder"))) {
      engine.reject(rejected.report().runId(), RejectionReason.NOT_NEEDED, "no").await();
    }
    assertThat(standing().setBack()).contains("rejected (NOT_NEEDED no)");
    earn(2);
    RunResult poor = document("poor");
    accept(poor, "it has no title");
    assertThat(standing().setBack()).contains("accepted, and missed: it has no title");
    assertThat(standing().clean()).isEqualTo(6);
    assertThat(standing().bad()).isEqualTo(3);
  }

  @Test
  void whatLandedAloneAndIsRevertedSetsItBack() throws Exception {
    earn(3);
    RunResult alone = document("alone");
    String landed = repository.tip("main");
    assertThat(alone.report().commits().merge()).isEqualTo(landed);

    repository.delete("main", "alone.md");

    assertThat(ledger.entries())
        .filteredOn(entry -> entry.outcome() == TrustOutcome.REVERTED)
        .singleElement()
        .satisfies(entry -> assertThat(entry.run()).isEqualTo(alone.report().runId()));
    assertThat(standing().streak()).isZero();
    assertThat(document("next").reason()).isEqualTo(EndReason.PROPOSED);
  }

  @Test
  void aKindIsNoLabel() throws Exception {
    earn(3);

    RunResult mislabelled = run(task("code"), write("A.java", "changed\n"));

    assertThat(mislabelled.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(mislabelled.report().ending().detail())
        .contains("it is no change of kind 'documentation': it changes A.java");
    assertThat(standing().streak()).isZero();
    accept(mislabelled, "");
    assertThat(standing().streak()).isZero();
    assertThat(standing().bad()).isOne();
  }

  /** Symptom: a run that a human had sent back before it proposed anything landed alone. */
  @Test
  void aRunThatWasSentBackIsProposedWhateverWasEarned() throws Exception {
    earn(3);
    RunResult red;
    try (Nightshift engine =
        engine(ScriptedModel.named("coder", write("big.md", "x\n".repeat(200)), finish("done")))) {
      red = engine.dispatch(task("big"), "trusted").await();
    }
    assertThat(red.reason()).isEqualTo(EndReason.GATE_FAILED);

    try (Nightshift engine =
        engine(ScriptedModel.named("coder", write("big.md", "small\n"), finish("ok")))) {
      RunResult again = engine.revise(red.report().runId(), "Make it small.").await();

      assertThat(again.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(again.report().ending().detail()).contains("a human had a say in this run");
    }
    assertThat(standing().streak()).isZero();
  }

  @Test
  void whatIsForgottenStaysCounted() throws Exception {
    RunResult proposed = document("kept");
    accept(proposed, "");

    StateDirectory.at(root.resolve("state")).forget(proposed.report().runId());

    assertThat(standing().streak()).isOne();
  }

  @Test
  void aResetTakesAllTrustOfAKind() throws Exception {
    earn(3);

    assertThat(ledger.reset(TaskKind.DOCUMENTATION, "a new style guide")).isOne();

    assertThat(standing().streak()).isZero();
    assertThat(document("next").report().ending().detail())
        .contains("0 of 3 clean runs in a row; set back: reset (a new style guide)");
  }

  @Test
  void trustIsOfOneRiskAndPair() throws Exception {
    earn(3);

    RunResult risky =
        run(
            Task.builder("m").kind(TaskKind.DOCUMENTATION).risk(Risk.MEDIUM).build(),
            write("m.md", "m\n"));
    RunResult code =
        run(
            Task.builder("c").kind(TaskKind.REFACTORING).risk(Risk.LOW).build(),
            write("A.java", "b\n"));

    assertThat(risky.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(risky.report().ending().detail()).contains("0 of 3 clean runs");
    assertThat(code.report().ending().detail())
        .contains("'refactoring' never lands without a human");
  }

  private void earn(int clean) throws Exception {
    for (int i = 0; i < clean; i++) {
      accept(document("earn" + runs), "");
    }
  }

  private Standing standing() {
    return ledger.standings().stream()
        .filter(standing -> standing.key().kind().equals(TaskKind.DOCUMENTATION))
        .findFirst()
        .orElseThrow();
  }

  private RunResult document(String name) throws Exception {
    return run(task(name), write(name + ".md", "text\n"));
  }

  private static Task task(String name) {
    return Task.builder("Write " + name).kind(TaskKind.DOCUMENTATION).risk(Risk.LOW).build();
  }

  private RunResult run(Task task, ScriptedStep step) throws Exception {
    runs++;
    try (Nightshift engine = engine(ScriptedModel.named("coder", step, finish("done")))) {
      return engine.dispatch(task, "trusted").await();
    }
  }

  private RunResult accept(RunResult proposed, String missed) throws Exception {
    try (Nightshift engine = engine(ScriptedModel.named("coder"))) {
      return engine
          .accept(proposed.report().runId(), Acceptance.plain().withMissed(missed))
          .await();
    }
  }

  private Nightshift engine(ScriptedModel coder) {
    ScriptedModel critic = ScriptedModel.named("critic", approves());
    GitWorkspaces workspaces =
        GitWorkspaces.builder(repository.directory())
            .workspaceRoot(root.resolve("ws"))
            .target("main")
            .commands(
                CommandPolicy.builder().sandboxMode(SandboxMode.OFF).caches(List.of()).build())
            .build();
    return Nightshift.builder(workspaces)
        .provider(coder)
        .provider(critic)
        .budget(BudgetPolicy.unlimited())
        .state(root.resolve("state"))
        .pipeline(
            "trusted",
            StandardPipeline.builder()
                .implementer(ModelImplementer.using(coder.modelId().toString()))
                .reviewer(ModelReviewer.using(critic.modelId().toString()))
                .gate(Gates.maxDiff(99))
                .maxRevisions(0)
                .delivery(TrustedDelivery.of(ledger, "shop", TrustPolicy.afterCleanRuns(3)))
                .build())
        .build();
  }
}
