package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.event.RunEvent;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.ledger.SpendMonitor;
import dev.nightshift.core.ledger.SpendSnapshot;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.task.Task;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Symptom: four runs at once under one cap a day, of which three ended as budget_exhausted with
 * almost nothing spent.
 */
@Timeout(120)
class SharedDayCapTest {
  private static final ModelId MODEL = ModelId.parse("slow:model");
  private static final int AT_ONCE = 4;
  private static final int TURNS = 2;
  private static final TokenUsage USED = TokenUsage.of(100, 10);
  private static final Cap A_DAY =
      new Cap(
          BudgetScope.ENGINE,
          BudgetUnit.MONEY_NANO_USD,
          Money.usd("0.009").nanos(),
          BudgetWindow.DAY);

  private final CountDownLatch waiting = new CountDownLatch(AT_ONCE - 1);
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final List<RecordedRun> seen = new ArrayList<>();
  @TempDir private Path root;

  @Test
  void eachOfFourRunsEndsWellWhoseHoldsTheCapAffordsOnlyOneByOne() throws Exception {
    try (Workbench bench = Workbench.bare(root.resolve("ws"), Map.of("A.java", "a\n"))) {
      try (Nightshift nightshift = nightshift(bench)) {
        List<Run> runs = new ArrayList<>();
        for (int run = 1; run <= AT_ONCE; run++) {
          runs.add(nightshift.dispatch(Task.builder("Task " + run).build(), writes(run)));
        }

        for (Run run : runs) {
          assertThat(run.await().reason())
              .as(run.await().report().ending().detail())
              .isEqualTo(EndReason.MERGED);
          assertThat(run.await().report().spend().view().spent().calls()).isEqualTo(TURNS);
        }
      }

      String landed = bench.repository.tip("main");
      for (int run = 1; run <= AT_ONCE; run++) {
        assertThat(bench.repository.read(landed, "In" + run + ".java")).isEqualTo("v\n");
      }
    }
    SpendSnapshot spent = SpendMonitor.directory(state(), TimeSource.system()).snapshot();
    assertThat(spent.scopes().get(0).settled())
        .isEqualTo(Money.ofNanos(1_000L * AT_ONCE * TURNS * USED.total()));
    assertThat(spent.scopes().get(0).reserved()).isEqualTo(Money.zero());
    assertThat(seen)
        .filteredOn(run -> run.end().detail().contains("; its next call waits for $"))
        .hasSize(AT_ONCE - 1);
  }

  private Nightshift nightshift(Workbench bench) {
    return Nightshift.builder(bench.workspaces)
        .provider("slow", this::answer)
        .prices(PriceBook.of(Map.of(MODEL, Price.of(Rates.perMillionTokens("1", "1")))))
        .budget(BudgetPolicy.of(A_DAY))
        .maxConcurrentRuns(AT_ONCE)
        .state(state())
        .listener(this::hear)
        .build();
  }

  private Path state() {
    return root.resolve("state");
  }

  private void hear(RunEvent event) {
    if (event.name().equals("budget.waiting")) {
      waiting.countDown();
    }
  }

  /** The first call is answered when all other runs wait for what it holds. */
  private ModelResponse answer(ModelRequest request, CallContext context)
      throws InterruptedException {
    assertThat(open.incrementAndGet()).as("calls at once").isEqualTo(1);
    try {
      if (calls.incrementAndGet() == 1) {
        assertThat(waiting.await(60, TimeUnit.SECONDS)).isTrue();
        seen.addAll(StateDirectory.at(state()).runs());
      }
      return ModelResponse.of(AssistantTurn.text(request.model(), "done"), USED);
    } finally {
      open.decrementAndGet();
    }
  }

  private static StandardPipeline writes(int run) {
    return StandardPipeline.builder()
        .implementer(
            assignment -> {
              Conversation talk = assignment.conversation(ConversationSpec.builder(MODEL).build());
              for (int turn = 0; turn < TURNS; turn++) {
                talk.send(UserTurn.text("go on"));
              }
              byte[] text = "v\n".getBytes(StandardCharsets.UTF_8);
              assignment.workspace().files().write("In" + run + ".java", text);
              return new Outcome.Changed("wrote a file");
            })
        .reviewer(asked -> Review.approved())
        .gate((candidate, context) -> GateResult.passed("tests", "green"))
        .delivery(Delivery.merge())
        .build();
  }
}
