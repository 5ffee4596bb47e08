package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.answer;
import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.red;
import static dev.nightshift.core.internal.engine.EngineFixture.request;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Assignment;
import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.report.ClarificationReport;
import dev.nightshift.core.report.DecisionReport;
import dev.nightshift.core.report.ForkReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Fork;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.RecordingListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Branches of a run that are worked on at once. */
@Timeout(30)
class ParallelForksTest {
  private static final ModelId MODEL = ModelId.parse("fake:small");
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private final Journal journal = Journal.inMemory();
  private final RecordingListener listener = new RecordingListener();
  private final Task task = Task.builder("Change A").build();
  private final CyclicBarrier both = new CyclicBarrier(2);

  @AfterEach
  void nothingIsLeft() {
    workspaces.assertNothingOpen();
  }

  private NightshiftBuilder engine() {
    return Nightshift.builder(workspaces)
        .provider("fake", (request, context) -> answer(request))
        .prices(PriceBook.of(Map.of(MODEL, Price.of(Rates.perMillionTokens("1000.00", "1000.00")))))
        .journal(journal)
        .listener(listener);
  }

  private RunResult run(Pipeline pipeline) throws InterruptedException {
    try (Nightshift nightshift = engine().pipeline("forks", pipeline).build()) {
      return nightshift.dispatch(task, "forks").await();
    }
  }

  private RunResult replay(Pipeline pipeline, RunId run) {
    try (Nightshift nightshift = engine().pipeline("forks", pipeline).build()) {
      return nightshift.replay(run);
    }
  }

  /** Goes on only when the other fork is there as well. */
  private Implementer meeting(String text) {
    return assignment -> {
      meet();
      return writes("A.java", text).implement(assignment);
    };
  }

  private void meet() throws InterruptedException {
    try {
      both.await();
    } catch (java.util.concurrent.BrokenBarrierException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static Implementer dead() {
    return assignment -> {
      throw new AssertionError("asked on a replay");
    };
  }

  private record Attempt(MergeCandidate candidate, GateResult gate) {}

  private static Attempt attempt(RunScope fork, Implementer coder, MergeGate gate)
      throws InterruptedException {
    fork.implement(coder, Feedback.none());
    MergeCandidate candidate = candidate(fork);
    return new Attempt(candidate, fork.check(gate, candidate));
  }

  private static RunResult delivered(RunScope run, Attempt best) throws InterruptedException {
    Review review = run.review(approving(), best.candidate(), best.gate());
    return run.deliver(Delivery.merge(), best.candidate(), best.gate(), List.of(review));
  }

  private static Pipeline bestOf(Implementer left, Implementer right, MergeGate gate) {
    return run -> {
      List<Attempt> attempts =
          run.forks(
              List.of(
                  new Fork<>("left", fork -> attempt(fork, left, gate)),
                  new Fork<>("right", fork -> attempt(fork, right, gate))));
      return delivered(run, attempts.get(1));
    };
  }

  @Test
  void twoForksWorkAtOnceAndOneOfThemLands() throws Exception {
    RunResult result = run(bestOf(meeting("left\n"), meeting("right\n"), green()));

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(workspaces.targetFiles()).containsEntry("A.java", "right\n");
    assertThat(result.report().forks())
        .extracting(ForkReport::fate)
        .containsExactly(ForkReport.Fate.NOT_DELIVERED, ForkReport.Fate.DELIVERED);
    assertThat(workspaces.branches()).containsKey(result.report().forks().get(0).branch());
    assertThat(result.report().gates()).hasSize(1);
    assertThat(result.report().toMarkdown()).contains("Round 1** of fork `left`");
  }

  @Test
  void theReportIsTheSameWhenTheRunIsToldAgain() throws Exception {
    RunResult result = run(bestOf(meeting("left\n"), meeting("right\n"), green()));

    RunResult again = replay(bestOf(dead(), dead(), red()), result.report().runId());

    assertThat(again).isEqualTo(result);
    assertThat(again.report().toJson()).isEqualTo(result.report().toJson());
  }

  @Test
  void theOrderInWhichForksWereFasterDoesNotShow() throws Exception {
    CountDownLatch rightIsDone = new CountDownLatch(1);
    Pipeline reviewed =
        run -> {
          List<Attempt> attempts =
              run.forks(
                  List.of(
                      new Fork<>("left", fork -> asked(fork, meeting("left\n"), rightIsDone, null)),
                      new Fork<>(
                          "right", fork -> asked(fork, meeting("right\n"), null, rightIsDone))));
          return run.stop(EndReason.REVIEW_REJECTED, "neither of " + attempts.size());
        };

    RunResult result = run(reviewed);

    assertThat(result.report().rounds())
        .extracting(round -> round.reviews().get(0).requestId())
        .containsExactly("left-R1", "right-R1");
    assertThat(replay(reviewed, result.report().runId())).isEqualTo(result);
  }

  private static Attempt asked(
      RunScope fork,
      Implementer coder,
      @org.jspecify.annotations.Nullable CountDownLatch before,
      @org.jspecify.annotations.Nullable CountDownLatch after)
      throws InterruptedException {
    Attempt attempt =
        attempt(
            fork,
            coder,
            (candidate, context) -> {
              if (before != null) {
                try {
                  before.await();
                } catch (InterruptedException cut) {
                  throw new IllegalStateException(cut);
                }
              }
              return GateResult.passed("g", "ok");
            });
    fork.review(
        asked -> Review.changesRequested(request("A.java", 1, "x")),
        attempt.candidate(),
        attempt.gate());
    if (after != null) {
      after.countDown();
    }
    return attempt;
  }

  @Test
  void aFailureInOneForkStopsTheOtherAndIsTheFailureOfTheRun() throws Exception {
    Pipeline failing =
        bestOf(
            assignment -> {
              writes("A.java", "half\n").implement(assignment);
              meet();
              throw new UnsupportedOperationException("left is broken");
            },
            assignment -> {
              writes("A.java", "right\n").implement(assignment);
              meet();
              new CountDownLatch(1).await();
              return new Outcome.Changed("never");
            },
            green());

    RunResult result = run(failing);

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail()).contains("left is broken");
    assertThat(result.report().forks())
        .extracting(ForkReport::fate)
        .containsExactly(ForkReport.Fate.NOT_DELIVERED, ForkReport.Fate.NOT_DELIVERED);
    assertThat(workspaces.branches()).hasSize(3);
    assertThat(replay(bestOf(dead(), dead(), red()), result.report().runId())).isEqualTo(result);
  }

  @Test
  void bothForksCanFail() throws Exception {
    Implementer broken =
        assignment -> {
          meet();
          throw new UnsupportedOperationException("broken");
        };

    RunResult result = run(bestOf(broken, broken, green()));

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail()).contains("broken");
    assertThat(replay(bestOf(dead(), dead(), red()), result.report().runId())).isEqualTo(result);
  }

  @Test
  void aForkThatCatchesItsFailureLetsTheOtherGoOn() throws Exception {
    Pipeline tolerant =
        run -> {
          List<String> seen =
              run.forks(
                  List.of(
                      new Fork<>(
                          "left",
                          fork -> {
                            try {
                              return attempt(fork, broken(), green()).gate().name();
                            } catch (RuntimeException broken) {
                              return "failed";
                            }
                          }),
                      new Fork<>(
                          "right",
                          fork ->
                              attempt(fork, writes("A.java", "right\n"), green()).gate().name())));
          return run.stop(EndReason.GATE_FAILED, String.join(", ", seen));
        };

    RunResult result = run(tolerant);

    assertThat(result.report().ending().detail()).isEqualTo("failed, green");
    assertThat(replay(tolerant, result.report().runId())).isEqualTo(result);
  }

  private static Implementer broken() {
    return assignment -> {
      throw new UnsupportedOperationException("broken");
    };
  }

  @Test
  void cancellingTheRunStopsBothForksAndKeepsTheirWork() throws Exception {
    CountDownLatch working = new CountDownLatch(2);
    Implementer endless =
        assignment -> {
          writes("A.java", "half\n").implement(assignment);
          working.countDown();
          new CountDownLatch(1).await();
          return new Outcome.Changed("never");
        };
    RunResult result;
    try (Nightshift nightshift =
        engine().pipeline("forks", bestOf(endless, endless, green())).build()) {
      Run run = nightshift.dispatch(task, "forks");
      working.await();
      run.cancel("no longer wanted");
      result = run.await();
    }

    assertThat(result.reason()).isEqualTo(EndReason.CANCELLED);
    assertThat(workspaces.branches()).hasSize(3);
    assertThat(result.report().forks())
        .allSatisfy(fork -> assertThat(fork.branch()).endsWith("-" + fork.name()));
    assertThat(replay(bestOf(dead(), dead(), red()), result.report().runId())).isEqualTo(result);
  }

  /** Case 20 of the list of tricky cases. */
  @Test
  void oneBudgetIsSpentByAllForks() throws Exception {
    Implementer talking =
        assignment -> {
          writes("A.java", "half\n").implement(assignment);
          meet();
          for (int i = 0; i < 1_000; i++) {
            assignment
                .conversation(ConversationSpec.builder(MODEL).maxOutputTokens(1).build())
                .send(UserTurn.text("Is it right?"));
          }
          return new Outcome.Changed("talked");
        };
    RunResult result;
    try (Nightshift nightshift =
        engine()
            .budget(BudgetPolicy.perRun(Money.usd("1.00")))
            .pipeline("forks", bestOf(talking, talking, green()))
            .build()) {
      result = nightshift.dispatch(task, "forks").await();
    }

    assertThat(result.reason()).isEqualTo(EndReason.BUDGET_EXHAUSTED);
    assertThat(result.report().spend().view().spent().cost())
        .isGreaterThan(Money.zero())
        .isLessThanOrEqualTo(Money.usd("1.00"));
    assertThat(workspaces.branches()).hasSize(3);
    assertThat(replay(bestOf(dead(), dead(), red()), result.report().runId())).isEqualTo(result);
  }

  @Test
  void aModelThatImplementsInOneForkReviewsInNone() throws Exception {
    Implementer left =
        assignment -> {
          assignment
              .conversation(ConversationSpec.builder(MODEL).build())
              .send(UserTurn.text("Is it right?"));
          return writes("A.java", "left\n").implement(assignment);
        };
    Pipeline pipeline =
        run -> {
          List<Attempt> attempts =
              run.forks(
                  List.of(
                      new Fork<>("left", fork -> attempt(fork, left, green())),
                      new Fork<>(
                          "right", fork -> attempt(fork, writes("A.java", "r\n"), green()))));
          Attempt right = attempts.get(1);
          assertThatIllegalArgumentException()
              .isThrownBy(
                  () ->
                      run.review(
                          asked -> {
                            asked.conversation(ConversationSpec.builder(MODEL).build());
                            return Review.approved();
                          },
                          right.candidate(),
                          right.gate()))
              .withMessageContaining("the model of the");
          return run.stop(EndReason.GATE_FAILED, "seen");
        };

    RunResult result = run(pipeline);

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    Map<String, String> branches = workspaces.branches();
    assertThat(workspaces.messageOf(branches.get(result.report().forks().get(0).branch())))
        .contains("Assisted-by: fake:small");
    assertThat(workspaces.messageOf(branches.get(result.report().forks().get(1).branch())))
        .doesNotContain("Assisted-by");
  }

  @Test
  void aForkNeitherDeliversNorEndsTheRunWhileOthersWork() throws Exception {
    Pipeline eager =
        run -> {
          List<Attempt> attempts =
              run.forks(
                  List.of(
                      new Fork<>(
                          "left",
                          fork -> {
                            Attempt own = attempt(fork, writes("A.java", "l\n"), green());
                            Review review = fork.review(approving(), own.candidate(), own.gate());
                            assertThatIllegalStateException()
                                .isThrownBy(
                                    () ->
                                        fork.deliver(
                                            Delivery.merge(),
                                            own.candidate(),
                                            own.gate(),
                                            List.of(review)))
                                .withMessageContaining("fork 'left' tried to deliver")
                                .withMessageContaining("after forks(..) has returned");
                            assertThatIllegalStateException()
                                .isThrownBy(() -> fork.stop(EndReason.STUCK, "no"))
                                .withMessageContaining("fork 'left' tried to end the run");
                            assertThatIllegalStateException()
                                .isThrownBy(() -> run.step("mine", () -> "x"));
                            return own;
                          })));
          return delivered(run, attempts.get(0));
        };

    RunResult result = run(eager);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(replay(eager, result.report().runId())).isEqualTo(result);
  }

  @Test
  void nothingIsBegunIfANameIsRefused() throws Exception {
    run(
        run -> {
          assertThatIllegalArgumentException()
              .isThrownBy(
                  () -> run.forks(List.of(new Fork<>("a", fork -> 1), new Fork<>("a", fork -> 2))));
          assertThat(run.forks(List.of(new Fork<>("a", fork -> 1)))).containsExactly(1);
          return run.stop(EndReason.GATE_FAILED, "seen");
        });
  }

  @Test
  void workThatReturnsNullIsRefusedByItsName() throws Exception {
    run(
        run -> {
          assertThatThrownBy(() -> run.forks(List.of(new Fork<>("a", fork -> nothing()))))
              .isInstanceOf(NullPointerException.class)
              .hasMessageContaining("fork 'a'");
          return run.stop(EndReason.GATE_FAILED, "seen");
        });
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static String nothing() {
    return new AtomicReference<String>().get();
  }

  @Test
  void eventsNameTheirFork() throws Exception {
    run(
        run -> {
          run.forks(
              List.of(
                  new Fork<>("left", fork -> attempt(fork, writes("A.java", "x\n"), green())),
                  new Fork<>("right", fork -> attempt(fork, writes("A.java", "y\n"), green()))));
          return run.stop(EndReason.GATE_FAILED, "seen");
        });

    assertThat(listener.events())
        .filteredOn(event -> event.name().equals("merge.candidate"))
        .extracting(event -> event.attributes().get("fork"))
        .containsExactlyInAnyOrder("left", "right");
  }

  @Test
  void whatAnImplementerDecidedInAForkIsToldWithTheForksName() throws Exception {
    Implementer left = assignment -> deciding(assignment, "left\n");
    Implementer right = assignment -> deciding(assignment, "right\n");
    Pipeline pipeline =
        run -> {
          run.implement(assignment -> deciding(assignment, "own\n"), Feedback.none());
          return bestOf(left, right, green()).run(run);
        };

    RunResult result = run(pipeline);

    assertThat(result.report().decisions())
        .extracting(decision -> decision.note().choice(), DecisionReport::fork)
        .containsExactly(
            Tuple.tuple("own\n", ""),
            Tuple.tuple("left\n", "left"),
            Tuple.tuple("right\n", "right"));
    assertThat(result.report().toMarkdown()).contains("> model text of fork `left`");
    assertThat(result.report().toJson()).containsSubsequence("\"why\"", "\"fork\" : \"right\"");
    assertThat(replay(pipeline, result.report().runId())).isEqualTo(result);
  }

  private static Outcome deciding(Assignment assignment, String text) throws InterruptedException {
    assignment.decided(new DecisionNote("which text", text, "it is short"));
    return writes("A.java", text).implement(assignment);
  }

  @Test
  void whatAForkAskedAHumanIsToldWithTheForksName() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    Pipeline pipeline =
        run -> {
          run.forks(List.of(new Fork<>("left", fork -> fork.ask("A or B?"))));
          return run.stop(EndReason.GATE_FAILED, "seen");
        };
    RunResult result;
    try (Nightshift nightshift =
        engine()
            .listener(
                event -> {
                  if (event.name().equals("run.asked")) {
                    asked.countDown();
                  }
                })
            .pipeline("forks", pipeline)
            .build()) {
      Run run = nightshift.dispatch(task, "forks");
      asked.await();
      run.answer("A or B?", "B");
      result = run.await();
    }

    assertThat(result.report().clarifications())
        .containsExactly(new ClarificationReport(new Clarification("A or B?", "B"), "left"));
    assertThat(result.report().toMarkdown()).contains("> question of fork `left`, may be");
    assertThat(replay(pipeline, result.report().runId())).isEqualTo(result);
  }

  @Test
  void aStandardPipelineInAForkIsRefusedBeforeAnybodyWorks() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    StandardPipeline standard = standard(asked);
    Pipeline pipeline =
        run -> {
          List<RunResult> results = run.forks(List.of(new Fork<>("left", standard::run)));
          return results.get(0);
        };

    RunResult result = run(pipeline);

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail())
        .contains("fork 'left' tried to run a StandardPipeline, which delivers")
        .contains("deliver one after forks(..) has returned");
    assertThat(asked).hasValue(0);
    assertThat(replay(pipeline, result.report().runId())).isEqualTo(result);
  }

  @Test
  void aStandardPipelineWorksInAForkOfTheRunsOwnThread() throws Exception {
    AtomicInteger asked = new AtomicInteger();

    RunResult result = run(run -> standard(asked).run(run.fork("left")));

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(asked).hasValue(1);
  }

  private static StandardPipeline standard(AtomicInteger asked) {
    return StandardPipeline.builder()
        .implementer(
            assignment -> {
              asked.incrementAndGet();
              return writes("A.java", "standard\n").implement(assignment);
            })
        .reviewer(approving())
        .gate(green())
        .delivery(Delivery.merge())
        .build();
  }
}
