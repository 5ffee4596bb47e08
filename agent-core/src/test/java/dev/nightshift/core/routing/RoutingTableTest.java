package dev.nightshift.core.routing;

import static dev.nightshift.core.model.AgentRole.IMPLEMENTER;
import static dev.nightshift.core.model.AgentRole.REVIEWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskKind;
import org.junit.jupiter.api.Test;

class RoutingTableTest {
  private static final ModelId ASKED = ModelId.parse("a:asked");
  private final RoutingTable table =
      RoutingTable.builder()
          .row(IMPLEMENTER, TaskKind.TESTS, Risk.HIGH, "a:big", "a:biggest")
          .row(IMPLEMENTER, Risk.HIGH, "a:big")
          .row(IMPLEMENTER, TaskKind.DOCUMENTATION, "a:tiny")
          .row(IMPLEMENTER, "a:small", "a:big")
          .build();

  @Test
  void takesTheFirstRowThatFits() {
    assertThat(rungs(TaskKind.TESTS, Risk.HIGH)).isEqualTo("a:big -> a:biggest");
    assertThat(rungs(TaskKind.DOCUMENTATION, Risk.HIGH)).isEqualTo("a:big");
    assertThat(rungs(TaskKind.DOCUMENTATION, Risk.LOW)).isEqualTo("a:tiny");
    assertThat(rungs(TaskKind.BUG_FIX, Risk.MEDIUM)).isEqualTo("a:small -> a:big");
  }

  @Test
  void leavesARoleWithoutARowTheModelItAsksFor() {
    assertThat(table.route(ASKED, REVIEWER, task(TaskKind.TESTS, Risk.HIGH)).rungs())
        .containsExactly(ASKED);
  }

  @Test
  void saysWhichRowItTook() {
    assertThat(table.route(ASKED, IMPLEMENTER, task(TaskKind.DOCUMENTATION, Risk.LOW)).why())
        .isEqualTo("row 3 of the routing table (implementer, documentation, any)");
  }

  @Test
  void printsItselfAsATable() {
    assertThat(table.toString())
        .isEqualTo(
            """
            role         kind           risk  models
            implementer  tests          high  a:big -> a:biggest
            implementer  any            high  a:big
            implementer  documentation  any   a:tiny
            implementer  any            any   a:small -> a:big""");
  }

  @Test
  void refusesARowThatCanNeverBeReached() {
    RoutingTable.Builder builder = RoutingTable.builder().row(IMPLEMENTER, Risk.LOW, "a:small");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.row(IMPLEMENTER, TaskKind.TESTS, Risk.LOW, "a:big"))
        .withMessageContaining("row 2 (implementer, tests, low) can never be reached")
        .withMessageContaining("row 1 (implementer, any, low)");
  }

  @Test
  void refusesALadderWithoutAModelOrWithOneTwice() {
    RoutingTable.Builder builder = RoutingTable.builder();

    assertThatIllegalArgumentException().isThrownBy(() -> builder.row(IMPLEMENTER));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.row(IMPLEMENTER, "a:small", "a:small"))
        .withMessageContaining("two rungs");
  }

  private String rungs(TaskKind kind, Risk risk) {
    return table.route(ASKED, IMPLEMENTER, task(kind, risk)).toString();
  }

  private static Task task(TaskKind kind, Risk risk) {
    return Task.builder("Do it").kind(kind).risk(risk).build();
  }
}
