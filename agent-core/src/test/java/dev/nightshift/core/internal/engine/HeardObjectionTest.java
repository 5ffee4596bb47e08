package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.changed;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.budget.BudgetDecision;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An objection that was heard stands, whatever ended the review and whoever asks again. */
@Timeout(60)
class HeardObjectionTest {
  private static final ModelId JUDGE = ModelId.parse("custom:judge");
  private static final String APPROVAL =
      "{\"verdict\":\"approve\",\"findings\":[],\"criteria\":[]}";
  private static final Turn OBJECTS = new Turn("", "{\"verdict\":\"request_changes\"}");
  private static final Turn APPROVES_WITH_WORDS = new Turn("Leave it unmerged.", APPROVAL);
  private static final Turn APPROVES_WITH_A_FIELD =
      new Turn("", APPROVAL.replace("[]}", "[],\"do_not_merge\":true}"));

  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
  private final Task task = Task.builder("Change A").build();
  private final Reviewer reviewer = ModelReviewer.builder(JUDGE).build();
  private final Deque<Object> script = new ArrayDeque<>();
  private final List<Throwable> caught = new ArrayList<>();

  private record Turn(String text, String call) {}

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  static Stream<Arguments> passedOn() {
    RunStoppedException stop = new RunStoppedException(EndReason.ERROR, "not kept apart");
    return Stream.of(
        Arguments.argumentSet("an interrupt", OBJECTS, interrupt()),
        Arguments.argumentSet("a stop of a role", OBJECTS, stop),
        Arguments.argumentSet("no memory", OBJECTS, new OutOfMemoryError("Java heap space")),
        Arguments.argumentSet("words, then an interrupt", APPROVES_WITH_WORDS, interrupt()),
        Arguments.argumentSet("a field, then a stop", APPROVES_WITH_A_FIELD, stop));
  }

  /** Symptom: the pipeline caught it and asked again, the same reviewer approved, and it landed. */
  @ParameterizedTest
  @MethodSource("passedOn")
  void anObjectionStandsWhenWhatEndedItsReviewIsCaught(Turn said, Throwable end) throws Exception {
    script.addAll(List.of(said, end));

    RunReport report = run(builder(), this::askUntilApproved).report();

    assertThat(caught).singleElement().isInstanceOf(end.getClass());
    assertStands(report);
  }

  /** Symptom: one long call was denied, a fresh short one was not, and its approval landed. */
  @Test
  void anObjectionStandsWhenTheBudgetDeniesTheNextCall() throws Exception {
    script.add(OBJECTS);

    RunReport report = run(builder().budget(denyingSecond()), this::askUntilApproved).report();

    assertThat(caught)
        .singleElement()
        .isInstanceOfSatisfying(
            RunStoppedException.class,
            stop -> assertThat(stop.reason()).isEqualTo(EndReason.BUDGET_EXHAUSTED));
    assertStands(report);
  }

  /** What is spent ends the run as such; the report tells what was objected. */
  @Test
  void aBudgetThatNobodyCatchesEndsTheRunByItsOwnReason() throws Exception {
    script.add(OBJECTS);

    RunResult result =
        run(
            builder().budget(denyingSecond()),
            run -> {
              MergeCandidate candidate = changed(run);
              GateResult gate = run.check(green(), candidate);
              Review review = run.review(reviewer, candidate, gate);
              return run.deliver(Delivery.merge(), candidate, gate, List.of(review));
            });

    assertThat(result.reason()).isEqualTo(EndReason.BUDGET_EXHAUSTED);
    assertTold(result.report());
  }

  static Stream<Arguments> escalating() {
    ModelException noKey = ModelException.builder(ModelErrorKind.AUTHENTICATION, "401").build();
    return Stream.of(
        Arguments.argumentSet("words, then no key", APPROVES_WITH_WORDS, noKey),
        Arguments.argumentSet("a field, then no key", APPROVES_WITH_A_FIELD, noKey),
        Arguments.argumentSet("a defect", OBJECTS, new IllegalStateException("broke")));
  }

  /** Symptom: the model failed at the question which words count, and the next ask approved. */
  @ParameterizedTest
  @MethodSource("escalating")
  void anApprovalThatWasHeldBackStandsAsAnEscalation(Turn said, Throwable end) throws Exception {
    script.addAll(List.of(said, end));

    RunReport report = run(builder(), this::askUntilApproved).report();

    assertThat(report.ending().reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(report.reviews().get(0)).isInstanceOf(Review.Escalated.class);
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  /** Symptom: a host's reviewer asked the model again in the same review, and approved. */
  @Test
  void aHostsReviewerThatAsksAgainItselfTurnsNoObjection() throws Exception {
    script.addAll(List.of(OBJECTS, new OutOfMemoryError("Java heap space")));
    Reviewer stubborn =
        request -> {
          try {
            return reviewer.review(request);
          } catch (OutOfMemoryError failed) {
            caught.add(failed);
            return reviewer.review(request);
          }
        };

    RunReport report =
        run(
                builder(),
                run -> {
                  MergeCandidate candidate = changed(run);
                  GateResult gate = run.check(green(), candidate);
                  Review review = run.review(stubborn, candidate, gate);
                  return run.deliver(Delivery.merge(), candidate, gate, List.of(review));
                })
            .report();

    assertThat(caught).hasSize(1);
    assertThat(report.ending().reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(report.ending().detail()).contains("it said request_changes");
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  /** An approval that is affirmed after the question is one, and leaves nothing behind. */
  @Test
  void anApprovalThatIsAffirmedLands() throws Exception {
    script.addAll(List.of(APPROVES_WITH_WORDS, new Turn("", APPROVAL)));

    assertThat(run(builder(), this::askUntilApproved).reason()).isEqualTo(EndReason.MERGED);
    assertThat(caught).isEmpty();
  }

  private RunResult askUntilApproved(RunScope run) throws InterruptedException {
    MergeCandidate candidate = changed(run);
    GateResult gate = run.check(green(), candidate);
    while (true) {
      try {
        Review review = run.review(reviewer, candidate, gate);
        if (review instanceof Review.Approved) {
          return run.deliver(Delivery.merge(), candidate, gate, List.of(review));
        }
      } catch (InterruptedException | RunStoppedException | Error end) {
        caught.add(end);
      }
    }
  }

  private void assertStands(RunReport report) {
    assertThat(report.ending().reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(report.ending().detail())
        .contains("the review ended before it gave one")
        .containsPattern(
            "it said (request_changes|do_not_merge)|it left open whether what it wrote");
    assertThat(report.reviews()).singleElement().isInstanceOf(Review.Approved.class);
    assertTold(report);
  }

  private void assertTold(RunReport report) {
    assertThat(report.rounds().get(0).missingReviews())
        .singleElement()
        .satisfies(
            missing ->
                assertThat(missing.why())
                    .containsPattern("request_changes|unmerged|do_not_merge")
                    .endsWith("; that stands, and a human has to decide"));
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  /** Runs it, and once more from the record alone, which has to tell the same. */
  private RunResult run(NightshiftBuilder builder, Pipeline pipeline) throws Exception {
    try (Nightshift nightshift =
        builder.journal(Journal.inMemory()).pipeline("it", pipeline).build()) {
      Run run = nightshift.dispatch(task, "it");
      RunResult result = run.await();
      List<Throwable> first = List.copyOf(caught);
      assertThat(script).as("turns nobody asked for").isEmpty();
      assertThat(nightshift.replay(run.id()).report().toJson()).isEqualTo(result.report().toJson());
      caught.clear();
      caught.addAll(first);
      return result;
    }
  }

  private NightshiftBuilder builder() {
    int[] calls = {0};
    return Nightshift.builder(fixture.workspaces)
        .time(fixture.time)
        .prices(PriceBook.free(JUDGE))
        .provider(
            (request, context) -> {
              Object next = script.isEmpty() ? new Turn("", APPROVAL) : script.remove();
              if (next instanceof InterruptedException interrupted) {
                throw interrupted;
              }
              if (next instanceof Error error) {
                throw error;
              }
              if (next instanceof RuntimeException failure) {
                throw failure;
              }
              return answer(request.model(), (Turn) next, "u" + calls[0]++);
            });
  }

  private static ModelResponse answer(ModelId model, Turn said, String id) {
    ContentBlock use = new ContentBlock.ToolUse(id, "submit_review", said.call());
    List<ContentBlock> blocks =
        said.text().isEmpty() ? List.of(use) : List.of(new ContentBlock.Text(said.text()), use);
    return ModelResponse.of(
        AssistantTurn.of(model, StopReason.TOOL_USE, blocks), TokenUsage.of(1, 1));
  }

  private static InterruptedException interrupt() {
    return new InterruptedException("gave up");
  }

  private static BudgetPolicy denyingSecond() {
    int[] asked = {0};
    return new BudgetPolicy() {
      @Override
      public List<Cap> caps(Task task) {
        return BudgetPolicy.defaults().caps(task);
      }

      @Override
      public BudgetDecision decide(SpendView spend, CallEstimate next) {
        return ++asked[0] == 2
            ? new BudgetDecision.Deny("this call is too long")
            : new BudgetDecision.Allow();
      }
    };
  }
}
