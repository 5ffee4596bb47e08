package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.blocked;
import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.report.RejectionReason;
import dev.nightshift.core.report.RoundReport;
import dev.nightshift.core.run.ContinuingPipeline;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunRefusedException;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ManualTime;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.ScriptedStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Runs that a human sends back after their end, with one request or with an answer. */
class SentBackRunTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String LACKED = "check.sh";
  private static final String QUESTION = "Celsius or Fahrenheit?";
  private final Task task = Task.builder("Convert").build();
  private final Journal journal = Journal.inMemory();
  private World world = new World();

  /** A repository, and what its roles were told. */
  private static final class World {
    final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
    final ManualTime time = ManualTime.create();
    final List<Feedback> told = new ArrayList<>();
    final List<String> requests = new ArrayList<>();

    Nightshift engine(Journal journal, Pipeline pipeline) {
      return Nightshift.builder(workspaces)
          .provider((request, context) -> EngineFixture.answer(request))
          .journal(journal)
          .time(time)
          .pipeline("it", pipeline)
          .build();
    }

    StandardPipeline.Builder builder(Implementer implementer) {
      return StandardPipeline.builder()
          .implementer(
              assignment -> {
                told.add(assignment.feedback());
                return implementer.implement(assignment);
              })
          .reviewer(
              request -> {
                requests.addAll(request.humanRequests());
                return Review.approved();
              })
          .gate(green());
    }

    /** Writes what it was asked for last, or asks if it was asked for nothing. */
    Pipeline writing() {
      return builder(
              assignment -> {
                String text =
                    assignment.feedback() instanceof Feedback.HumanRequested asked
                        ? asked.request()
                        : "v1";
                assignment.workspace().files().write("A.java", (text + "\n").getBytes(UTF_8));
                return new Outcome.Changed("wrote " + text);
              })
          .build();
    }

    StandardPipeline.Builder asking() {
      return builder(
          assignment -> {
            if (assignment.feedback() instanceof Feedback.Answered told) {
              String text = told.clarification().answer() + "\n";
              assignment.workspace().files().write("A.java", text.getBytes(UTF_8));
              return new Outcome.Changed("as answered");
            }
            return new Outcome.NeedsClarification(QUESTION);
          });
    }
  }

  private RunId ended(Pipeline pipeline, EndReason reason) throws InterruptedException {
    try (Nightshift first = world.engine(journal, pipeline)) {
      Run run = first.dispatch(task, "it");
      assertThat(run.await().reason()).isEqualTo(reason);
      return run.id();
    } finally {
      world.time.advance(Duration.ofDays(2));
    }
  }

  private static RunResult ended(Run run) throws InterruptedException {
    return run.await(TIMEOUT).orElseThrow();
  }

  @Test
  void oneRequestIsOneRoundAndItsWorkIsAcceptedLater() throws Exception {
    RunId run = ended(world.writing(), EndReason.PROPOSED);

    RunResult revised;
    try (Nightshift second = world.engine(journal, world.writing())) {
      revised = ended(second.revise(run, "v2"));
      assertThat(second.replay(run)).isEqualTo(revised);
    }
    assertThat(revised.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(world.told).containsExactly(Feedback.none(), new Feedback.HumanRequested("v2"));
    assertThat(world.requests).containsExactly("v2");
    assertThat(revised.report().rounds().get(0).answers())
        .extracting(RoundReport.Answer::cause)
        .containsExactly(RoundReport.Cause.HUMAN_REQUESTED);
    assertThat(world.workspaces.filesOf(world.workspaces.branches().get(revised.report().branch())))
        .containsEntry("A.java", "v2\n");
    assertThat(world.workspaces.parked()).hasSize(1);

    try (Nightshift third = world.engine(journal, world.writing())) {
      RunResult landed = ended(third.accept(run));
      assertThat(landed.reason()).isEqualTo(EndReason.MERGED);
      assertThat(landed.report().humanDecisions())
          .extracting(HumanDecision::kind)
          .containsExactly(HumanDecision.Kind.REVISED, HumanDecision.Kind.ACCEPTED);
      assertThat(third.replay(run)).isEqualTo(landed);
    }
    assertThat(world.workspaces.targetFiles()).containsEntry("A.java", "v2\n");
    assertThat(world.told).hasSize(2);
  }

  /** Symptom: who installed what a gate lacked had to pay for all the work again. */
  @Test
  void whatTheHostLackedIsInstalledAndTheRunGoesOn() throws Exception {
    AtomicBoolean isInstalled = new AtomicBoolean();
    Pipeline pipeline =
        world
            .builder(
                assignment -> {
                  boolean isFirst = assignment.feedback().equals(Feedback.none());
                  assignment
                      .workspace()
                      .files()
                      .write("A.java", (isFirst ? "v1\n" : "v2\n").getBytes(UTF_8));
                  return new Outcome.Changed("done");
                })
            .gate(
                (candidate, context) -> {
                  if (!isInstalled.get()) {
                    throw new RunStoppedException(EndReason.ENVIRONMENT, "no cargo here");
                  }
                  return GateResult.passed("build", "");
                })
            .build();
    RunId run = ended(pipeline, EndReason.ENVIRONMENT);
    isInstalled.set(true);

    try (Nightshift second = world.engine(journal, pipeline)) {
      RunResult revised = ended(second.revise(run, "cargo is installed now; go on"));
      assertThat(revised.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(second.replay(run)).isEqualTo(revised);
      assertThat(ended(second.accept(run)).reason()).isEqualTo(EndReason.MERGED);
    }
    assertThat(world.workspaces.targetFiles()).containsEntry("A.java", "v2\n");
  }

  /** What a gate lacks until somebody installs it, or a file of that name is written. */
  private MergeGate lacking(AtomicBoolean isInstalled) {
    return (candidate, context) -> {
      boolean isThere =
          isInstalled.get()
              || context.change().files().stream().anyMatch(file -> file.path().equals(LACKED));
      return GateResult.builder("check", isThere, "").missing(isThere ? "" : LACKED).build();
    };
  }

  /** Symptom: who was sent back to write what the gate starts had one round for it, not two. */
  @Test
  void aRunThatIsSentBackHasTwoRoundsForWhatItsGateStarts() throws Exception {
    AtomicInteger rounds = new AtomicInteger();
    Pipeline pipeline =
        world
            .builder(
                assignment -> {
                  int round = rounds.incrementAndGet();
                  String path = round < 4 ? "A.java" : LACKED;
                  assignment.workspace().files().write(path, ("v" + round + "\n").getBytes(UTF_8));
                  return new Outcome.Changed("done");
                })
            .gate(lacking(new AtomicBoolean()))
            .build();
    RunId run = ended(pipeline, EndReason.ENVIRONMENT);
    assertThat(rounds).hasValue(2);

    try (Nightshift second = world.engine(journal, pipeline)) {
      assertThat(ended(second.revise(run, "write check.sh")).reason())
          .isEqualTo(EndReason.PROPOSED);
    }
    assertThat(rounds).hasValue(4);
  }

  /** Symptom: a gate that passed once the host was repaired was called flaky. */
  @Test
  void aGateThatLackedSomethingIsNotCalledFlaky() throws Exception {
    AtomicBoolean isInstalled = new AtomicBoolean();
    AtomicInteger rounds = new AtomicInteger();
    Pipeline pipeline =
        world
            .builder(
                assignment -> {
                  int round = Math.min(2, rounds.incrementAndGet());
                  assignment
                      .workspace()
                      .files()
                      .write("A.java", ("v" + round + "\n").getBytes(UTF_8));
                  return new Outcome.Changed("done");
                })
            .gate(lacking(isInstalled))
            .delivery(Delivery.merge())
            .build();
    RunId run = ended(pipeline, EndReason.ENVIRONMENT);
    isInstalled.set(true);

    try (Nightshift second = world.engine(journal, pipeline)) {
      RunResult revised = ended(second.revise(run, "it is installed now"));
      assertThat(revised.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(revised.report().ending().detail())
          .contains("gate 'check' lacked something", "passed when it was there")
          .doesNotContain("flaky");
      assertThat(ended(second.accept(run)).reason()).isEqualTo(EndReason.MERGED);
    }
  }

  @Test
  void aRequestOfWhichNothingComesLeavesTheProposal() throws Exception {
    Pipeline stopping =
        world
            .builder(
                assignment -> {
                  if (assignment.feedback() instanceof Feedback.HumanRequested) {
                    return new Outcome.Stopped(EndReason.STUCK, "no idea");
                  }
                  assignment.workspace().files().write("A.java", "v1\n".getBytes(UTF_8));
                  return new Outcome.Changed("done");
                })
            .build();
    RunId run = ended(stopping, EndReason.PROPOSED);

    try (Nightshift second = world.engine(journal, stopping)) {
      RunResult revised = ended(second.revise(run, "v2"));
      assertThat(revised.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(revised.report().ending().detail())
          .endsWith("After that the run was stopped as stuck: no idea");
      assertThat(second.replay(run)).isEqualTo(revised);
      assertThat(ended(second.accept(run)).reason()).isEqualTo(EndReason.MERGED);
    }
  }

  @Test
  void anAnswerDaysLaterLetsTheRunGoOn() throws Exception {
    RunId run = ended(world.asking().build(), EndReason.NEEDS_CLARIFICATION);
    assertThat(world.workspaces.parked()).hasSize(1);
    world.workspaces.assertNothingOpen();

    try (Nightshift second = world.engine(journal, world.asking().build())) {
      RunResult result = ended(second.answer(run, "Celsius"));

      assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(result.report().clarifications().get(0).clarification())
          .isEqualTo(new Clarification(QUESTION, "Celsius"));
      assertThat(result.report().humanDecisions().get(0).question()).isEqualTo(QUESTION);
      assertThat(second.replay(run)).isEqualTo(result);
      assertThat(ended(second.accept(run)).reason()).isEqualTo(EndReason.MERGED);
    }
    assertThat(world.told)
        .containsExactly(
            Feedback.none(), new Feedback.Answered(new Clarification(QUESTION, "Celsius")));
    assertThat(world.workspaces.targetFiles()).containsEntry("A.java", "Celsius\n");
  }

  /** Symptom: a question that nobody answered held its thread for ever. */
  @Test
  void aQuestionWaitsNoLongerThanItsTimeout() throws Exception {
    Pipeline patient =
        world.asking().maxQuestions(1).questionTimeout(Duration.ofMinutes(5)).build();
    RunId run = ended(patient, EndReason.NEEDS_CLARIFICATION);

    try (Nightshift second = world.engine(journal, patient)) {
      assertThat(second.replay(run).report().ending().detail()).contains(QUESTION);
      RunResult result = ended(second.answer(run, "Kelvin"));
      assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(second.replay(run)).isEqualTo(result);
    }
  }

  @Test
  void eachOfSeveralQuestionsCanBeAnswered() throws Exception {
    Pipeline several = new Several(world.asking().build());
    RunId run = ended(several, EndReason.NEEDS_CLARIFICATION);

    try (Nightshift second = world.engine(journal, several)) {
      assertThatThrownBy(() -> second.answer(run, "How hot?", "very"))
          .isInstanceOf(RunRefusedException.class)
          .hasMessageContaining("it asks [" + QUESTION + ", How cold?]");
      RunResult still = ended(second.answer(run, "How cold?", "very"));
      assertThat(still.reason()).isEqualTo(EndReason.NEEDS_CLARIFICATION);
      assertThat(second.replay(run)).isEqualTo(still);
      RunResult result = ended(second.answer(run, QUESTION, "Celsius"));

      assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(result.report().clarifications())
          .extracting(one -> one.clarification().answer())
          .containsExactlyInAnyOrder("very", "Celsius");
      assertThat(second.replay(run)).isEqualTo(result);
    }
  }

  /** Asks something first that nobody answers in time, and goes on without. */
  private record Several(StandardPipeline standard) implements ContinuingPipeline {
    @Override
    public RunResult run(RunScope run) throws InterruptedException {
      run.ask("How cold?", Duration.ofMinutes(1));
      return standard.run(run);
    }

    @Override
    public RunResult goOn(RunScope run, Feedback feedback) throws InterruptedException {
      return standard.goOn(run, feedback);
    }
  }

  @Test
  void aModelGoesOnInItsOwnConversation() throws Exception {
    ScriptedModel coder = ScriptedModel.named("coder", edit("A.java", "v0", "v1"), finish("done"));
    RunId run;
    try (Nightshift first = models(coder, approves())) {
      run = first.dispatch(task, "it").id();
      ended(first.find(run).orElseThrow());
    }
    ScriptedModel later =
        ScriptedModel.named("coder", edit("A.java", "v1", "v2"), finish("done again"));

    try (Nightshift second = models(later, approves())) {
      RunResult revised = ended(second.revise(run, "make it v2"));
      assertThat(revised.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(revised.report().spend().view().spent().calls()).isEqualTo(6);
      assertThat(second.replay(run)).isEqualTo(revised);
    }
    later.assertExhausted();
    assertThat(later.requests().get(0).text()).contains("Convert", "done");
    assertThat(later.requests().get(0).lastUserText()).contains("make it v2");
  }

  @Test
  void aModelThatWasBlockedGoesOnInItsOwnConversation() throws Exception {
    RunId run;
    try (Nightshift first = models(ScriptedModel.named("coder", blocked(QUESTION)))) {
      run = first.dispatch(task, "it").id();
      assertThat(ended(first.find(run).orElseThrow()).reason())
          .isEqualTo(EndReason.NEEDS_CLARIFICATION);
    }
    ScriptedModel later =
        ScriptedModel.named("coder", edit("A.java", "v0", "Celsius"), finish("done"));

    try (Nightshift second = models(later, approves())) {
      assertThat(ended(second.answer(run, "Celsius")).reason()).isEqualTo(EndReason.PROPOSED);
    }
    assertThat(later.requests().get(0).lastUserText())
        .contains("The round ends here.", QUESTION, "Celsius");
  }

  private Nightshift models(ScriptedModel coder, ScriptedStep... reviews) {
    ScriptedModel critic = ScriptedModel.named("critic", reviews);
    return Nightshift.builder(world.workspaces)
        .provider(coder)
        .provider(critic)
        .journal(journal)
        .time(world.time)
        .pipeline(
            "it",
            StandardPipeline.builder()
                .implementer(ModelImplementer.using(coder.modelId().toString()))
                .reviewer(ModelReviewer.using(critic.modelId().toString()))
                .gate(green())
                .build())
        .build();
  }

  /** Wherever the process ends after the request was recorded, one round is made of it. */
  @Test
  void aKillAfterTheRequestIsNoSecondRequest() throws Exception {
    int before = journalOf(nightshift -> {}).size();
    int all = journalOf(nightshift -> nightshift.revise(only(), "v2")).size();
    for (int kept = before + 1; kept < all; kept++) {
      world = new World();
      CutJournal cutting = new CutJournal(kept);
      Nightshift first = world.engine(cutting, world.writing());
      RunId run = ended(first.dispatch(task, "it")).report().runId();
      try {
        cutting.untilCut(() -> first.revise(run, "v2"));
        world.workspaces.endTurns();
        try (Nightshift second = world.engine(cutting.left(), world.writing())) {
          List<RecoveredRun> found = second.recover();
          assertThat(found).as("cut after %s", kept).hasSize(1);
          RunResult revised = ended(found.get(0).run());

          assertThat(revised.reason()).as("cut after %s", kept).isEqualTo(EndReason.PROPOSED);
          assertThat(revised.report().humanDecisions()).hasSize(1);
          assertThat(second.replay(run)).isEqualTo(revised);
          assertThat(ended(second.accept(run)).reason()).isEqualTo(EndReason.MERGED);
        }
        assertThat(world.workspaces.targetFiles()).containsEntry("A.java", "v2\n");
      } finally {
        cutting.release();
        first.close();
      }
    }
  }

  private RunId only() {
    return recording.runs().get(0);
  }

  private Journal recording = Journal.inMemory();

  private List<String> journalOf(Consumer<Nightshift> then) throws Exception {
    World other = new World();
    recording = Journal.inMemory();
    try (Nightshift nightshift = other.engine(recording, other.writing())) {
      RunId run = ended(nightshift.dispatch(task, "it")).report().runId();
      then.accept(nightshift);
      ended(nightshift.find(run).orElseThrow());
      return recording.read(run);
    }
  }

  @Test
  void whatCannotGoOnIsRefused() throws Exception {
    RunId run = ended(world.writing(), EndReason.PROPOSED);
    Pipeline plain = scope -> world.writing().run(scope);

    try (Nightshift nightshift = world.engine(journal, world.writing())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> nightshift.revise(run, " \n"))
          .withMessageContaining("the request is blank");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> nightshift.revise(run, "x".repeat(10_001)))
          .withMessageContaining("10001 characters");
      assertThatThrownBy(() -> nightshift.answer(run, "Celsius"))
          .isInstanceOf(RunRefusedException.class)
          .hasMessageContaining("it asks nothing: it ended as proposed");
    }
    try (Nightshift nightshift = world.engine(journal, plain)) {
      assertThatThrownBy(() -> nightshift.revise(run, "v2"))
          .isInstanceOf(RunRefusedException.class)
          .hasMessageContaining("is of pipeline 'it', which does not go on after its end");
      assertThat(ended(nightshift.reject(run, RejectionReason.STYLE, "")).reason())
          .isEqualTo(EndReason.REJECTED);
    }
    try (Nightshift nightshift = world.engine(journal, world.writing())) {
      assertThatThrownBy(() -> nightshift.revise(run, "v2"))
          .isInstanceOf(RunRefusedException.class)
          .hasMessageContaining("it ended as rejected, rejected by a human at");
    }
  }
}
