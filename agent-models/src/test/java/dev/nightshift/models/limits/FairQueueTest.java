package dev.nightshift.models.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.AgentRole;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  private static final double TENTH = 0.1;
  private final FairQueue queue = new FairQueue();
  private long now;

  @Test
  void runsTakeTurnsHoweverManyCallsOneHas() {
    for (int i = 0; i < 4; i++) {
      add("flood", TENTH);
    }
    add("late", TENTH);
    add("late", TENTH);

    assertThat(runs(6)).containsExactly("flood", "late", "flood", "late", "flood", "flood");
  }

  @Test
  void aRunWithLargeCallsGoesAsOftenAsItsShareAllows() {
    for (int i = 0; i < 4; i++) {
      add("large", 3 * TENTH);
      add("small", TENTH);
    }

    assertThat(runs(6)).containsExactly("large", "small", "small", "small", "large", "small");
  }

  @Test
  void callsOfOneRunGoInTheOrderInWhichTheyCame() {
    Waiter first = add("run", TENTH);
    Waiter second = add("run", 5 * TENTH);
    Waiter third = add("run", TENTH);

    assertThat(List.of(next(), next(), next())).containsExactly(first, second, third);
  }

  @Test
  void reviewersGoFirst() {
    add("one", TENTH);
    add("two", TENTH);
    Waiter reviewer = add("two", AgentRole.REVIEWER, 9 * TENTH);
    assertThat(next()).isSameAs(reviewer);

    // It has had more than the others, and still its run's reviewer goes before them.
    Waiter again = add("two", AgentRole.REVIEWER, TENTH);
    assertThat(next()).isSameAs(again);
    assertThat(runs(2)).containsExactly("one", "two");
  }

  /**
   * Symptom: calls that went on coming passed a large one for ever.
   *
   * <p>Case 26 of the list of tricky cases.
   */
  @Test
  void aCallThatWaitedAMinuteIsPassedByOneOtherAtMost() {
    Waiter large = add("large", 9 * TENTH);
    for (int i = 0; i < 10; i++) {
      Waiter reviewer = add("run-" + i, AgentRole.REVIEWER, TENTH);
      assertThat(next()).isSameAs(reviewer);
    }
    now += FairQueue.LONGEST_WAIT;
    List<Waiter> order = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      add("more-" + i, AgentRole.REVIEWER, TENTH);
      order.add(next());
    }

    assertThat(order).contains(large);
  }

  /** Under a load that makes everybody wait a minute, reviewers still have every other turn. */
  @Test
  void reviewersKeepEveryOtherTurnAmongCallsThatWaitedLong() {
    for (int i = 0; i < 10; i++) {
      add("run-" + i, TENTH);
    }
    now += FairQueue.LONGEST_WAIT;
    int reviewers = 0;
    for (int i = 0; i < 10; i++) {
      add("review", AgentRole.REVIEWER, TENTH);
      reviewers += next().isReviewer() ? 1 : 0;
    }

    assertThat(reviewers).isEqualTo(5);
  }

  /** Symptom: a run that was away long had saved up turns for a flood. */
  @Test
  void aRunThatComesBackStartsLevelWithTheOthers() {
    add("away", TENTH);
    next();
    for (int i = 0; i < 50; i++) {
      add("busy", TENTH);
      next();
    }
    for (int i = 0; i < 3; i++) {
      add("busy", TENTH);
      add("away", TENTH);
    }

    assertThat(runs(6)).containsExactly("away", "busy", "away", "busy", "away", "busy");
  }

  @Test
  void whoLeavesCostsItsRunNothing() {
    Waiter gone = add("run", 9 * TENTH);
    add("other", TENTH);
    queue.remove(gone);
    add("run", TENTH);

    assertThat(runs(2)).containsExactly("other", "run");
    assertThat(queue.head(now)).isNull();
  }

  private Waiter add(String run, double share) {
    return add(run, AgentRole.IMPLEMENTER, share);
  }

  private Waiter add(String run, AgentRole role, double share) {
    Waiter waiter = new Waiter(Requests.of(run, role, 1), share, now);
    queue.add(waiter);
    return waiter;
  }

  private Waiter next() {
    @Nullable Waiter head = queue.head(now);
    assertThat(head).isNotNull();
    queue.went(head, now);
    return head;
  }

  private List<String> runs(int count) {
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      runs.add(next().run().value());
    }
    return runs;
  }
}
