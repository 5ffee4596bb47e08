package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.budget.SoftLimit;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.SpendMonitor;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cap on active time binds all runs that share it, at once and one after the other. */
@Timeout(60)
class SharedTimeCapTest {
  private static final ModelId MODEL = ModelId.parse("slow:model");
  private static final Cap A_DAY =
      Cap.time(BudgetScope.PROJECT, Duration.ofHours(2), BudgetWindow.DAY);
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
  private final BudgetLedger ledger = BudgetLedger.inMemory(ZoneOffset.UTC, fixture.time);
  private final Task task = Task.builder("Change A").build();
  private final AtomicInteger calls = new AtomicInteger();

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  @Test
  void aRunIsStoppedInItsMiddleByTheTimeThatAnEarlierOneUsed() throws Exception {
    try (Nightshift nightshift = capped(A_DAY).build()) {
      RunResult first = nightshift.run(task, pipeline(worksFor(90)).build());
      CountDownLatch working = new CountDownLatch(1);
      Run second = nightshift.dispatch(task, pipeline(hangs(working)).build());
      working.await();
      fixture.time.advance(Duration.ofMinutes(30));

      RunResult stopped = second.await();

      assertThat(first.reason()).isEqualTo(EndReason.MERGED);
      assertThat(stopped.reason()).isEqualTo(EndReason.TIME_LIMIT);
      assertThat(stopped.report().ending().detail())
          .isEqualTo(
              "all active time of the cap of 2 h per project and day (project shop) is used, or set"
                  + " aside for runs that share it; Cap.time(..) sets another");
      assertThat(stopped.report().course().active()).isEqualTo(Duration.ofMinutes(30));
    }
    assertThat(booked()).isEqualTo(Duration.ofHours(2));
  }

  /** Neither has used more than half of it alone. */
  @Test
  void runsAtOnceAreStoppedWhenAllOfThemTogetherHaveUsedIt() throws Exception {
    CountDownLatch working = new CountDownLatch(3);
    try (Nightshift nightshift = capped(A_DAY).build()) {
      List<Run> runs =
          List.of(
              nightshift.dispatch(task, pipeline(hangs(working)).build()),
              nightshift.dispatch(task, pipeline(hangs(working)).build()),
              nightshift.dispatch(task, pipeline(hangs(working)).build()));
      working.await();
      fixture.time.advance(Duration.ofMinutes(40));

      for (Run run : runs) {
        // What is set aside for those that are not the first is used up as well.
        while (run.await(Duration.ofMillis(50)).isEmpty()) {
          fixture.time.advance(Duration.ofMinutes(1));
        }
        assertThat(run.await().reason()).isEqualTo(EndReason.TIME_LIMIT);
        assertThat(run.await().report().course().active()).isLessThan(Duration.ofHours(2));
      }
    }
  }

  @Test
  void noCallIsPaidOnceTheTimeIsUsed() throws Exception {
    try (Nightshift nightshift = capped(A_DAY).build()) {
      nightshift.run(task, pipeline(worksFor(120)).build());
      int before = calls.get();
      RunResult late = nightshift.run(task, pipeline(worksFor(1)).build());
      fixture.time.advance(Duration.ofDays(1));
      RunResult nextDay = nightshift.run(task, pipeline(worksFor(1)).build());

      assertThat(late.reason()).isEqualTo(EndReason.TIME_LIMIT);
      assertThat(late.report().ending().detail()).contains("2 h per project and day");
      assertThat(late.report().spend().view().spent().calls()).isZero();
      assertThat(nextDay.reason()).isEqualTo(EndReason.MERGED);
      assertThat(calls.get()).isEqualTo(before + 1);
    }
  }

  @Test
  void aRoleIsStoppedByItsOwnTimeAndNotByThatOfAnother() throws Exception {
    Cap ofReviewers =
        Cap.time(
            BudgetScope.ofRole(AgentRole.REVIEWER), Duration.ofMinutes(10), BudgetWindow.LIFETIME);
    CountDownLatch reviewing = new CountDownLatch(1);
    Reviewer hanging =
        request -> {
          reviewing.countDown();
          new CountDownLatch(1).await();
          return new Review.Approved(List.of(), List.of());
        };
    try (Nightshift nightshift = capped(ofReviewers).build()) {
      Run run = nightshift.dispatch(task, pipeline(worksFor(60)).reviewer(hanging).build());
      reviewing.await();
      fixture.time.advance(Duration.ofMinutes(10));

      assertThat(run.await().reason()).isEqualTo(EndReason.TIME_LIMIT);
      assertThat(run.await().report().ending().detail())
          .contains("10 min per role:reviewer (role reviewer)");
      assertThat(run.await().report().course().active()).isEqualTo(Duration.ofMinutes(70));
    }
  }

  @Test
  void whatWasReachedOfATimeIsToldAndItsSoftLimitKeepsRolesFromBeginning() throws Exception {
    Cap soft = A_DAY.withSoftLimit(60, SoftLimit.Mode.STOP);
    try (Nightshift nightshift = capped(soft).build()) {
      RunResult result = nightshift.run(task, pipeline(worksFor(75)).build());

      assertThat(result.reason()).isEqualTo(EndReason.BUDGET_EXHAUSTED);
      assertThat(result.report().ending().detail())
          .contains(
              "the reviewer did not begin to work, because a soft limit is reached: 75 min of 2 h"
                  + " per project and day (stop at 60 %) are spent");
    }
    assertThat(fixture.listener.named("budget.threshold"))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.attributes())
                    .containsEntry("scope", "project")
                    .containsEntry("percent", 50L)
                    .containsEntry("spent", Duration.ofMinutes(75).toMillis() - 1));
  }

  /** Symptom: the time that was set aside for a run that waits for a human was kept from others. */
  @Test
  void aRunThatWaitsForAHumanLeavesItsTimeToOthers() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    NightshiftBuilder builder =
        capped(A_DAY)
            .listener(
                event -> {
                  if (event.name().equals("run.asked")) {
                    asked.countDown();
                  }
                });
    try (Nightshift nightshift = builder.build()) {
      Run waiting =
          nightshift.dispatch(
              task,
              run -> {
                run.ask("May I?");
                return pipeline(worksFor(1)).build().run(run);
              });
      asked.await();
      RunResult other = nightshift.run(task, pipeline(worksFor(118)).build());
      waiting.answer("May I?", "Yes");

      assertThat(other.reason()).isEqualTo(EndReason.MERGED);
      assertThat(waiting.await().reason()).isEqualTo(EndReason.MERGED);
    }
    assertThat(booked()).isEqualTo(Duration.ofMinutes(119));
  }

  private NightshiftBuilder capped(Cap cap) {
    return fixture
        .builder()
        .provider(
            "slow",
            (request, context) -> {
              calls.incrementAndGet();
              return EngineFixture.answer(request);
            })
        .prices(PriceBook.free(MODEL))
        .ledger(ledger)
        .budget(BudgetPolicy.of(cap).within(BudgetScope.PROJECT, "shop"));
  }

  /** What the ledger has of all runs. */
  private Duration booked() {
    return SpendMonitor.of(ledger, fixture.time).snapshot().scopes().get(0).active();
  }

  /** Asks its model behind its work, which is where it is told what was reached. */
  private Implementer worksFor(long minutes) {
    return assignment -> {
      fixture.time.advance(Duration.ofMinutes(minutes).minusMillis(1));
      String file = "In" + minutes + ".java"; // a file of its own, so that no run conflicts
      assignment.workspace().files().write(file, text().getBytes(StandardCharsets.UTF_8));
      assignment.conversation(ConversationSpec.builder(MODEL).build()).send(UserTurn.text("go"));
      fixture.time.advance(Duration.ofMillis(1));
      return new Outcome.Changed("wrote " + file);
    };
  }

  private String text() {
    return "v" + calls.get() + fixture.time.now() + "\n";
  }

  private static Implementer hangs(CountDownLatch working) {
    return assignment -> {
      working.countDown();
      new CountDownLatch(1).await();
      return new Outcome.Changed("never");
    };
  }
}
