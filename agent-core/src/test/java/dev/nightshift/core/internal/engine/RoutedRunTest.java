package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.fails;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.requestsChange;
import static dev.nightshift.core.testing.ScriptedSteps.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.routing.RoutingTable;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ManualTime;
import dev.nightshift.core.testing.RecordingListener;
import dev.nightshift.core.testing.ScriptedModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whole runs whose roles change their model, and their reports. */
class RoutedRunTest {
  private static final Task TASK = Task.builder("Change A").build();
  private final Journal journal = Journal.inMemory();
  private final RecordingListener listener = new RecordingListener();
  private final ScriptedModel critic = ScriptedModel.named("critic", approves());

  @Test
  void theImplementerClimbsWhenTheGateWasRedTwiceAndTheReportSaysSo() throws Exception {
    ScriptedModel small =
        ScriptedModel.named(
            "small",
            write("A.java", "v1\n"),
            finish("one"),
            write("A.java", "v2\n"),
            finish("two"));
    ScriptedModel big = ScriptedModel.named("big", write("A.java", "v3\n"), finish("three"));
    Pipeline pipeline = pipeline(ModelImplementer.using("small:scripted"), redTwice());

    RunResult result = run(climbing("small:scripted", "big:scripted"), pipeline, small, big);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(told())
        .containsExactly(
            "small:scripted -> small:scripted ROUTED: row 1 of the routing table (implementer, any,"
                + " any)",
            "small:scripted -> big:scripted GATE_RED: the gate was red twice");
    assertThat(result.report().toMarkdown())
        .contains(
            "- implementer: `small:scripted` was replaced by `big:scripted`: the gate was red"
                + " twice");
    assertThat(result.report().toJson()).contains("\"cause\" : \"gate_red\"");
    small.assertExhausted();
    big.assertExhausted();
    assertThat(replay(result, pipeline)).isEqualTo(result);
  }

  @Test
  void theImplementerClimbsWhenAReviewRequestedAChange() throws Exception {
    ScriptedModel small = ScriptedModel.named("small", write("A.java", "v1\n"), finish("one"));
    ScriptedModel big = ScriptedModel.named("big", write("A.java", "v3\n"), finish("three"));
    ScriptedModel judge =
        ScriptedModel.named(
            "critic", requestsChange(EngineFixture.request("A.java", 1, "make it v3")), approves());

    RunResult result =
        run(
            climbing("small:scripted", "big:scripted"),
            pipeline(ModelImplementer.using("small:scripted"), EngineFixture.green()),
            small,
            big,
            judge);

    assertThat(told())
        .endsWith(
            "small:scripted -> big:scripted REVIEW_REJECTED: a review ended as changes_requested");
    assertThat(result.report().reviews()).hasSize(2);
    big.assertExhausted();
  }

  @Test
  void aRunGoesOnWithTheFallbackAndItsReplayIsEqual() throws Exception {
    ScriptedModel gone = ScriptedModel.named("gone", fails(notFound()));
    ScriptedModel spare = ScriptedModel.named("spare", write("A.java", "v3\n"), finish("done"));
    Pipeline pipeline =
        pipeline(
            ModelImplementer.using("gone:scripted").orElse("spare:scripted"),
            EngineFixture.green());

    RunResult result = run(RoutingTable.builder().build(), pipeline, gone, spare);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(told())
        .containsExactly(
            "gone:scripted -> spare:scripted FAILED_OVER: gone:scripted failed as"
                + " MODEL_NOT_FOUND");
    assertThat(result.report().spend().models()).hasSize(1);
    RunResult replayed = replay(result, pipeline);
    assertThat(replayed).isEqualTo(result);
    assertThat(replayed.report().toJson()).isEqualTo(result.report().toJson());
  }

  @Test
  void thePipelineAsksForAStepDownAndTheNextRoundIsServedByTheCheaperModel() throws Exception {
    ScriptedModel small =
        ScriptedModel.named(
            "small",
            write("A.java", "v1\n"),
            finish("one"),
            write("A.java", "v2\n"),
            finish("two"),
            write("A.java", "v4\n"),
            finish("four"));
    ScriptedModel big = ScriptedModel.named("big", write("A.java", "v3\n"), finish("three"));
    ModelImplementer writer = ModelImplementer.using("small:scripted");
    Pipeline pipeline =
        scope -> {
          Feedback feedback = Feedback.none();
          for (int round = 1; round <= 4; round++) {
            scope.implement(writer, feedback);
            MergeCandidate candidate = EngineFixture.candidate(scope);
            feedback = new Feedback.GateFailed(scope.check(EngineFixture.red(), candidate));
            if (round == 3) {
              scope.stepDown(AgentRole.IMPLEMENTER, "the night is long");
            }
          }
          return scope.stop(EndReason.GATE_FAILED, "red");
        };

    run(climbing("small:scripted", "big:scripted"), pipeline, small, big);

    assertThat(told())
        .endsWith(
            "small:scripted -> big:scripted GATE_RED: the gate was red twice",
            "big:scripted -> small:scripted STEPPED_DOWN: the night is long");
    small.assertExhausted();
    big.assertExhausted();
  }

  @Test
  void aReviewersLadderThatBeginsWithTheImplementersModelIsNoErrorAfterDispatch() throws Exception {
    ScriptedModel small = ScriptedModel.named("small", write("A.java", "v1\n"), finish("one"));
    RoutingTable table =
        RoutingTable.builder().row(AgentRole.REVIEWER, "small:scripted", "critic:scripted").build();

    RunResult result =
        run(
            table,
            pipeline(ModelImplementer.using("small:scripted"), EngineFixture.green()),
            small);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    small.assertExhausted();
    critic.assertExhausted();
  }

  @Test
  void theImplementerBeginsOnTheLowestRungOfALadderThatBothRolesHave() throws Exception {
    ScriptedModel small = ScriptedModel.named("small", write("A.java", "v1\n"), finish("one"));
    ScriptedModel big = ScriptedModel.named("big", approves());
    RoutingTable table =
        RoutingTable.builder()
            .row(AgentRole.REVIEWER, "small:scripted", "big:scripted")
            .row(AgentRole.IMPLEMENTER, "small:scripted", "big:scripted")
            .build();

    RunResult result =
        run(
            table,
            pipeline(ModelImplementer.using("small:scripted"), EngineFixture.green()),
            small,
            big);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    small.assertExhausted();
    big.assertExhausted();
  }

  @Test
  void aClimbToAModelThatIsDownGoesOnWithTheRungBelow() throws Exception {
    ScriptedModel small =
        ScriptedModel.named(
            "small",
            write("A.java", "v1\n"),
            finish("one"),
            write("A.java", "v2\n"),
            finish("two"),
            write("A.java", "v3\n"),
            finish("three"));
    ScriptedModel big = ScriptedModel.named("big", fails(notFound()));

    RunResult result =
        run(
            climbing("small:scripted", "big:scripted"),
            pipeline(ModelImplementer.using("small:scripted"), redTwice()),
            small,
            big);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(told())
        .endsWith(
            "big:scripted -> small:scripted FAILED_OVER: big:scripted failed as MODEL_NOT_FOUND");
    small.assertExhausted();
  }

  @Test
  void aClimbToAWindowThatIsTooSmallGoesOnWithTheModelBeforeAndTheReportSaysWhy() throws Exception {
    ScriptedModel small =
        ScriptedModel.named(
            "small",
            write("A.java", "v1\n"),
            finish("one"),
            write("A.java", "v2\n"),
            finish("two"),
            write("A.java", "v3\n"),
            finish("three"));
    ScriptedModel big = ScriptedModel.named("big").withLimits(new ModelLimits(30, 10));
    Pipeline pipeline = pipeline(ModelImplementer.using("small:scripted"), redTwice());

    RunResult result = run(climbing("small:scripted", "big:scripted"), pipeline, small, big);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().toMarkdown())
        .contains("- implementer: `small:scripted` was replaced by `big:scripted`: the gate was")
        .contains(
            "- implementer: `big:scripted` was replaced by `small:scripted`: big:scripted cannot"
                + " take the next call: the conversation of the implementer has about");
    assertThat(result.report().toJson()).contains("\"cause\" : \"does_not_fit\"");
    small.assertExhausted();
    assertThat(replay(result, pipeline)).isEqualTo(result);
  }

  /** Each review is a conversation of its own, so a fallback lasts for one review only. */
  @Test
  void theReturnOfAReviewerFromItsFallbackStandsInTheReport() throws Exception {
    ScriptedModel writer =
        ScriptedModel.named(
            "writer",
            write("A.java", "v1\n"),
            finish("one"),
            write("A.java", "v2\n"),
            finish("two"));
    ScriptedModel first = ScriptedModel.named("first", fails(notFound()), approves());
    ScriptedModel spare =
        ScriptedModel.named(
            "spare", requestsChange(EngineFixture.request("A.java", 1, "make it v2")));
    Pipeline pipeline =
        StandardPipeline.builder()
            .implementer(ModelImplementer.using("writer:scripted"))
            .reviewer(ModelReviewer.using("first:scripted").orElse("spare:scripted"))
            .gate(EngineFixture.green())
            .delivery(Delivery.merge())
            .build();

    RunResult result = run(RoutingTable.builder().build(), pipeline, writer, first, spare);

    assertThat(result.report().toMarkdown())
        .contains(
            "- reviewer: `spare:scripted` was replaced by `first:scripted`: a new conversation"
                + " begins with it again");
    assertThat(result.report().toJson()).contains("\"cause\" : \"returned\"");
  }

  /** A gate that is red twice and then green. */
  private static MergeGate redTwice() {
    AtomicInteger asked = new AtomicInteger();
    return (candidate, context) ->
        asked.incrementAndGet() > 2
            ? GateResult.passed("third", "the third one")
            : GateResult.failed("third", "not the third one");
  }

  private static ModelException notFound() {
    return ModelException.builder(ModelErrorKind.MODEL_NOT_FOUND, "no such model")
        .billing(Billing.NOT_BILLED)
        .build();
  }

  private static RoutingTable climbing(String... models) {
    return RoutingTable.builder().row(AgentRole.IMPLEMENTER, models).build();
  }

  private static Pipeline pipeline(ModelImplementer implementer, MergeGate gate) {
    return StandardPipeline.builder()
        .implementer(implementer)
        .reviewer(ModelReviewer.using("critic:scripted"))
        .gate(gate)
        .delivery(Delivery.merge())
        .build();
  }

  private RunResult run(RoutingTable table, Pipeline pipeline, ScriptedModel... models)
      throws InterruptedException {
    NightshiftBuilder builder =
        Nightshift.builder(InMemoryWorkspaces.of(Map.of("A.java", "v0\n")))
            .router(table)
            .journal(journal)
            .listener(listener)
            .time(ManualTime.create())
            .pipeline("it", pipeline);
    List.of(models).forEach(builder::provider);
    if (List.of(models).stream().noneMatch(model -> model.name().equals("critic"))) {
      builder.provider(critic);
    }
    try (Nightshift nightshift = builder.build()) {
      return nightshift.dispatch(TASK, "it").await();
    }
  }

  private RunResult replay(RunResult recorded, Pipeline pipeline) {
    RunId run = recorded.report().runId();
    try (Nightshift nightshift =
        Nightshift.builder(InMemoryWorkspaces.unborn())
            .provider((request, context) -> EngineFixture.answer(request))
            .journal(journal)
            .pipeline("it", pipeline)
            .build()) {
      return nightshift.replay(run);
    }
  }

  private List<String> told() {
    return listener.named("model.routed").stream()
        .map(
            event ->
                "%s -> %s %s: %s"
                    .formatted(
                        event.attributes().get("from"),
                        event.attributes().get("to"),
                        event.attributes().get("cause"),
                        event.attributes().get("why")))
        .toList();
  }
}
