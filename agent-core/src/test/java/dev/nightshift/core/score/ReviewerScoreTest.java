package dev.nightshift.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Category;
import dev.nightshift.core.agent.Finding;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.agent.RevisionRequest;
import dev.nightshift.core.base.Proportion;
import dev.nightshift.core.gate.GateContext;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.internal.text.PinnedText;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.ScriptedSteps;
import dev.nightshift.core.tree.TreeView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReviewerScoreTest {
  private static final String GOOD = "if (age >= 18) {\n}\n";
  private static final String BAD = "if (age > 18) {\n}\n";
  private static final SampleChange CHANGE =
      new SampleChange(
          Task.builder("Sell to adults").instructions("18 and older").build(),
          List.of(new SampleFile("Till.java", null, GOOD), new SampleFile("old.txt", "x\n", null)));
  private static final PlantedFault FAULT =
      new PlantedFault(
          FaultKind.LOGIC_EDGE_CASE, "boundary", "Till.java", 1, 1, "if (age >= 18) {", BAD);
  private static final List<Trial> BOTH =
      List.of(Trial.clean(CHANGE), Trial.planted(CHANGE, FAULT));

  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("old.txt", "x\n"));

  @Test
  void countsAFaultThatAFindingNames() throws InterruptedException {
    Scorecard score =
        measured(
            request ->
                text(request.candidate()).equals(BAD) ? at("Till.java", 1) : Review.approved());

    assertThat(score.recall()).isEqualTo(new Proportion(1, 1));
    assertThat(score.precision()).isEqualTo(new Proportion(1, 1));
    assertThat(score.passed()).isEqualTo(new Proportion(1, 1));
    assertThat(score.escaped()).isEmpty();
  }

  @Test
  void countsNoRejectionForSomethingElse() throws InterruptedException {
    Scorecard score = measured(request -> at("Till.java", 2));

    assertThat(score.recall()).isEqualTo(new Proportion(0, 1));
    assertThat(score.precision()).isEqualTo(new Proportion(0, 2));
    assertThat(score.passed()).isEqualTo(new Proportion(0, 1));
    assertThat(score.escaped())
        .singleElement()
        .satisfies(
            result ->
                assertThat(result.why()).isEqualTo("changes_requested, at Till.java:2: wrong"));
  }

  @Test
  void countsNoApprovalThatRemarksOnTheFault() throws InterruptedException {
    Finding remark = new Finding("Till.java", 1, Category.OTHER, "hm");

    Scorecard score = measured(request -> new Review.Approved(List.of(remark), List.of()));

    assertThat(score.recall()).isEqualTo(new Proportion(0, 1));
    assertThat(score.escaped().get(0).why()).isEqualTo("approved, with a remark on it");
  }

  @Test
  void countsAPlaceOnceThatIsRequestAndFinding() throws InterruptedException {
    Finding finding = new Finding("Till.java", 1, Category.OTHER, "wrong");

    Scorecard score =
        measured(
            request ->
                new Review.ChangesRequested(
                    new RevisionRequest(finding, "right", "a test"), List.of(finding), List.of()));

    assertThat(score.precision()).isEqualTo(new Proportion(1, 2));
  }

  @Test
  void countsAFindingBesideTheFaultWhereThatIsAllowed() throws InterruptedException {
    try (Nightshift engine = engine()) {
      Scorecard score =
          ReviewerScore.of(engine, request -> at("Till.java", 2)).withNear(1).measure(BOTH);

      assertThat(score.recall()).isEqualTo(new Proportion(1, 1));
    }
  }

  @Test
  void leavesToTheGateWhatItFinds() throws InterruptedException {
    try (Nightshift engine = engine()) {
      Scorecard score =
          ReviewerScore.of(engine, request -> Review.approved())
              .withGate(new RedFor(BAD))
              .measure(BOTH);

      assertThat(score.outcomes(FaultKind.LOGIC_EDGE_CASE))
          .isEqualTo(Map.of(TrialOutcome.CAUGHT_BY_GATE, 1));
      assertThat(score.recall()).isEqualTo(new Proportion(0, 0));
      assertThat(score.escaped()).isEmpty();
    }
  }

  @Test
  void countsNothingWhereTheGateIsRedWithoutTheFault() throws InterruptedException {
    try (Nightshift engine = engine()) {
      Scorecard score =
          ReviewerScore.of(engine, request -> Review.approved())
              .withGate(new RedFor("if"))
              .measure(BOTH);

      assertThat(score.results())
          .extracting(TrialResult::outcome)
          .containsOnly(TrialOutcome.NOT_JUDGED);
      assertThat(score.toTable()).contains("unknown: ", "without the fault, too, the gate is red");
    }
  }

  @Test
  void countsAReviewWithoutAVerdictAgainstTheReviewer() throws InterruptedException {
    Scorecard score =
        measured(
            request -> {
              throw new IllegalStateException("no idea");
            });

    assertThat(score.results())
        .extracting(TrialResult::outcome)
        .containsOnly(TrialOutcome.NO_VERDICT);
    assertThat(score.recall()).isEqualTo(new Proportion(0, 1));
    assertThat(score.escaped().get(0).why()).contains("no idea");
    assertThat(score.passed()).isEqualTo(new Proportion(0, 0));
  }

  @Test
  void asksTheReviewerAsInARunAndBillsItsRole() throws InterruptedException {
    ScriptedModel model =
        ScriptedModel.of(
            ScriptedSteps.approves().expecting("Sell to adults"),
            ScriptedSteps.approves().expecting("if (age > 18)"));
    try (Nightshift engine =
        Nightshift.builder(workspaces).provider(model).maxConcurrentRuns(1).build()) {
      Scorecard score =
          ReviewerScore.of(engine, ModelReviewer.using(model.modelId().toString())).measure(BOTH);

      assertThat(score.spend(AgentRole.REVIEWER).calls()).isEqualTo(2);
      assertThat(score.spend(AgentRole.IMPLEMENTER).calls()).isZero();
      model.assertExhausted();
    }
  }

  @Test
  void landsNothing() throws InterruptedException {
    measured(request -> Review.approved());

    assertThat(workspaces.targetFiles()).isEqualTo(Map.of("old.txt", "x\n"));
  }

  @Test
  void tellsAllOfThisInATable() throws InterruptedException {
    Scorecard score = measured(request -> Review.approved());
    Scorecard strict = measured(request -> at("Till.java", 1));
    PinnedText pinned = new PinnedText();

    pinned.add("blind", score.toTable());
    pinned.add("strict", strict.toTable());
    pinned.add("both", new Arrangements(Map.of("alone", score)).toTable());

    pinned.assertIsKeptAs("reviewer-score.txt");
  }

  @Test
  void refusesATaskThatCanBeDispatchedOnce() {
    Task task = Task.builder("t").dispatchKey("once").build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SampleChange(task, CHANGE.files()))
        .withMessageContaining("no dispatch key");
  }

  private Scorecard measured(Reviewer reviewer) throws InterruptedException {
    try (Nightshift engine = engine()) {
      return ReviewerScore.of(engine, reviewer).measure(BOTH);
    }
  }

  private Nightshift engine() {
    return Nightshift.builder(workspaces).provider(ScriptedModel.of()).build();
  }

  private static String text(TreeView tree) {
    return new String(tree.read("Till.java").bytes(), StandardCharsets.UTF_8);
  }

  private static Review at(String path, int line) {
    return Review.changesRequested(
        new RevisionRequest(
            new Finding(path, line, Category.OTHER, "wrong"), "it is right", "a test"));
  }

  /** Is red for each change that has a text in it. */
  private record RedFor(String text) implements MergeGate {
    @Override
    public GateResult evaluate(MergeCandidate candidate, GateContext context) {
      return context.change().patch().contains(text.strip().split("\n", 2)[0])
          ? GateResult.failed(name(), "it does not compile")
          : GateResult.passed(name(), "compiled");
    }

    @Override
    public String name() {
      return "compiler";
    }
  }
}
