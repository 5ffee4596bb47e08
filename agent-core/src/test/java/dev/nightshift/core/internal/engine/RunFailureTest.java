package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetWarning;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.ledger.Account;
import dev.nightshift.core.ledger.AttemptKey;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.Reservation;
import dev.nightshift.core.ledger.TimeBooking;
import dev.nightshift.core.ledger.UnresolvedCall;
import dev.nightshift.core.ledger.WorkedTime;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.Workspaces;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a run says of a failure, also when what the report is made from fails too. */
class RunFailureTest {
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
  private final Task task = Task.builder("Change A").build();
  private final Implementer coder = writes("A.java", "v1\n");

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  @Test
  void namesTheRoleThatReturnedNothing() throws Exception {
    Reviewer noReview = request -> null;
    MergeGate noVerdict = (candidate, context) -> null;
    Delivery noDelivery = context -> null;

    assertThat(failure(assignment -> null, approving(), green(), Delivery.merge()))
        .startsWith("the implementer returned null; return an Outcome");
    assertThat(failure(coder, noReview, green(), Delivery.merge()))
        .startsWith("the reviewer returned null; return a Review");
    assertThat(failure(coder, approving(), noVerdict, Delivery.merge()))
        .startsWith("gate '" + noVerdict.name() + "' returned null; return a GateResult");
    assertThat(failure(coder, approving(), green(), noDelivery))
        .startsWith("the delivery returned null; return what");
  }

  @Test
  void logsTheStackTraceOfAFailure() throws Exception {
    String log =
        logOf(
            () ->
                fixture.nightshift.run(
                    task,
                    run -> {
                      throw new IllegalStateException("the pipeline broke");
                    }));

    assertThat(log)
        .contains("IllegalStateException: the pipeline broke")
        .contains("at " + RunFailureTest.class.getName());
  }

  /** Symptom: a server that was overloaded (HTTP 529) printed the stack of the engine. */
  @Test
  void anOutageIsLoggedInOneLine() throws Exception {
    String log =
        logOf(
            () ->
                fixture.nightshift.run(
                    task,
                    run -> {
                      throw ModelException.builder(
                              ModelErrorKind.OVERLOADED, "custom:model answered with status 529")
                          .httpStatus(529)
                          .build();
                    }));

    assertThat(log)
        .contains(" failed: custom:model answered with status 529")
        .doesNotContain("\tat ", "ModelException");
  }

  @Test
  void aFailureWithoutAMessageSaysWhereItsTraceIs() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              throw new NullPointerException();
            });

    assertThat(result.report().ending().detail())
        .isEqualTo(
            "java.lang.NullPointerException without a message; its stack trace is in the log");
  }

  @Test
  void aMergedRunStaysMergedWhenItsSpendCannotBeRead() throws Exception {
    BudgetLedger unreadable = new UnreadableLedger(BudgetLedger.inMemory(fixture.time));
    try (Nightshift nightshift = fixture.builder().ledger(unreadable).build()) {
      RunResult result = nightshift.run(task, EngineFixture.pipeline(coder).build());

      assertThat(result.reason()).isEqualTo(EndReason.MERGED);
      assertThat(result.report().ending().detail())
          .startsWith("merged into ")
          .endsWith("What it spent is unknown: the ledger could not be read.");
      assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v1\n");
    }
  }

  @Test
  void theLastResortStillSaysWhatWasSpentAndHowLongItTook() throws Exception {
    ModelId model = ModelId.parse("custom:model");
    try (Nightshift nightshift =
        Nightshift.builder(new BrokenSandbox(fixture.workspaces))
            .provider((request, context) -> EngineFixture.answer(request))
            .prices((id, at) -> Optional.of(Price.of(Rates.perMillionTokens("1", "1"))))
            .time(fixture.time)
            .build()) {
      RunResult result =
          nightshift.run(
              task,
              EngineFixture.pipeline(
                      assignment -> {
                        assignment
                            .conversation(ConversationSpec.builder(model).build())
                            .send(UserTurn.text("go"));
                        fixture.time.advance(Duration.ofMinutes(3));
                        throw new IllegalStateException("the role broke");
                      })
                  .build());

      assertThat(((RunResult.Failed) result).failure().message()).isEqualTo("the role broke");
      assertThat(result.report().spend().view().spent().cost()).isEqualTo(Money.ofNanos(2_000));
      assertThat(result.report().duration()).isEqualTo(Duration.ofMinutes(3));
    }
  }

  /** Symptom: an own implementer wrote "half a fi" of a cut answer, and the run merged it. */
  @Test
  void aCutAnswerToAnOwnRoleEndsTheRun() throws Exception {
    ModelId model = ModelId.parse("cut:model");
    AssistantTurn cut =
        AssistantTurn.of(
            model, StopReason.CONTEXT_WINDOW_EXCEEDED, List.of(new ContentBlock.Text("half a fi")));
    Implementer own =
        assignment -> {
          String text =
              assignment
                  .conversation(ConversationSpec.builder(model).build())
                  .send(UserTurn.text("go"))
                  .text();
          assignment.workspace().files().write("A.java", text.getBytes(StandardCharsets.UTF_8));
          return new Outcome.Changed("wrote it");
        };
    try (Nightshift nightshift =
        fixture
            .builder()
            .provider("cut", (request, context) -> ModelResponse.of(cut, TokenUsage.of(1, 1)))
            .prices((id, at) -> Optional.of(Price.of(Rates.perMillionTokens("1", "1"))))
            .build()) {
      RunResult result = nightshift.run(task, EngineFixture.pipeline(own).build());

      assertThat(result.reason()).isEqualTo(EndReason.CONTEXT_EXHAUSTED);
      assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
    }
  }

  /** Symptom: a run that merged was reported as failed, and its target as unchanged. */
  @Test
  void theLastResortStillSaysWhatWasDelivered() throws Exception {
    for (Delivery how : List.of(Delivery.branch(), Delivery.merge())) {
      RunResult result;
      try (Nightshift nightshift =
          Nightshift.builder(new BrokenSandbox(fixture.workspaces))
              .provider((request, context) -> EngineFixture.answer(request))
              .build()) {
        result =
            nightshift.run(
                task, EngineFixture.pipeline(writes("A.java", "v1\n")).delivery(how).build());
      }

      assertThat(result).isInstanceOf(RunResult.Delivered.class);
      assertThat(result.report().ending().detail())
          .endsWith("the run failed: java.lang.AssertionError: the sandbox broke");
      if (result.reason().equals(EndReason.PROPOSED)) {
        assertThat(fixture.workspaces.branches()).containsKey(result.report().branch());
      } else {
        assertThat(result.report().commits().merge()).isEqualTo(fixture.workspaces.targetCommit());
      }
    }
  }

  private String failure(Implementer writer, Reviewer critic, MergeGate gate, Delivery delivery)
      throws InterruptedException {
    RunResult result =
        fixture.nightshift.run(
            task,
            StandardPipeline.builder()
                .implementer(writer)
                .reviewer(critic)
                .gate(gate)
                .delivery(delivery)
                .build());
    assertThat(result).isInstanceOf(RunResult.Failed.class);
    return result.report().ending().detail();
  }

  private interface Body {
    void run() throws InterruptedException;
  }

  private static String logOf(Body body) throws InterruptedException {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      body.run();
    } finally {
      System.setErr(before);
    }
    return log.toString(StandardCharsets.UTF_8);
  }

  /** Cannot say what its sandbox is, so that no report can be made of it. */
  private static final class BrokenSandbox extends ForwardingWorkspaces {
    BrokenSandbox(Workspaces all) {
      super(all);
    }

    @Override
    public String sandbox() {
      throw new AssertionError("the sandbox broke");
    }
  }

  /** Keeps the account but cannot show it. */
  private record UnreadableLedger(BudgetLedger kept) implements BudgetLedger {
    @Override
    public void open(Account account) {
      kept.open(account);
    }

    @Override
    public void amend(Account account) {
      kept.amend(account);
    }

    @Override
    public Reservation reserve(AttemptKey key, CallEstimate call, Price price, int least) {
      return kept.reserve(key, call, price, least);
    }

    @Override
    public void dispatch(Reservation reservation) {
      kept.dispatch(reservation);
    }

    @Override
    public void settle(Reservation reservation, Money cost, TokenUsage usage) {
      kept.settle(reservation, cost, usage);
    }

    @Override
    public void settleEstimated(
        Reservation held, Money cost, TokenUsage usage, String requestId, String why) {
      kept.settleEstimated(held, cost, usage, requestId, why);
    }

    @Override
    public TimeBooking bookTime(RunId run, WorkedTime total, Duration ahead) {
      return kept.bookTime(run, total, ahead);
    }

    @Override
    public List<BudgetWarning> warnings(RunId run, AgentRole role) {
      return kept.warnings(run, role);
    }

    @Override
    public List<BudgetWarning> softLimits(RunId run, AgentRole role) {
      return kept.softLimits(run, role);
    }

    @Override
    public List<UnresolvedCall> unresolved() {
      return kept.unresolved();
    }

    @Override
    public void reconcile(AttemptKey key, Money cost, TokenUsage usage) {
      kept.reconcile(key, cost, usage);
    }

    @Override
    public void release(Reservation reservation, Billing billing, String proof) {
      kept.release(reservation, billing, proof);
    }

    @Override
    public SpendView spend(RunId run) {
      throw new IllegalStateException("the disk of the ledger is gone");
    }
  }
}
