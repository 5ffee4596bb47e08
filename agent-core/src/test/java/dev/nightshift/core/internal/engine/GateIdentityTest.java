package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static dev.nightshift.core.internal.engine.EngineFixture.changed;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of two gates is the same one for the evidence of a run. */
class GateIdentityTest {
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
  private final Task task = Task.builder("Change A").build();
  private final Set<String> redDatabases = new HashSet<>();

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  /** The remedy that a refused name is told. */
  @Test
  void gatesThatAreNamedAfterWhatTheyCheckAreTwo() throws Exception {
    scriptDatabases("pg");

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate first = changed(run);
              run.check(onDatabase("it on h2", "h2"), first);
              GateResult red = run.check(onDatabase("it on pg", "pg"), first);
              redDatabases.clear();
              run.implement(writes("A.java", "v2\n"), new Feedback.GateFailed(red));
              MergeCandidate second = candidate(run);
              run.check(onDatabase("it on h2", "h2"), second);
              return delivered(run, onDatabase("it on pg", "pg"), second);
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().flakyGates()).isEmpty();
  }

  @Test
  void partsOfOneNameInOneGateAreTwo() throws Exception {
    scriptDatabases("pg");
    MergeGate matrix = Gates.allOf(onDatabase("it", "h2"), onDatabase("it", "pg"));

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate first = changed(run);
              GateResult red = run.check(matrix, first);
              redDatabases.clear();
              run.implement(writes("A.java", "v2\n"), new Feedback.GateFailed(red));
              return delivered(run, matrix, candidate(run));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }

  /** Symptom: two gates that differ in a variable alone were called one that is flaky. */
  @Test
  void twoGatesOfOneNameAreRefusedOnOneTree() throws Exception {
    scriptDatabases();

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate candidate = changed(run);
              run.check(onDatabase("it", "h2"), candidate);
              assertThatThrownBy(() -> run.check(onDatabase("it", "pg"), candidate))
                  .isInstanceOf(IllegalArgumentException.class)
                  .hasMessageContainingAll("'it'", "name each after what it checks");
              return delivered(run, onDatabase("it", "h2"), candidate);
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }

  @Test
  void aNameThatStandsForAnotherGateWithinAComposedOneIsRefusedToo() throws Exception {
    scriptDatabases();

    fixture.nightshift.run(
        task,
        run -> {
          MergeCandidate candidate = changed(run);
          run.check(Gates.allOf(Gates.scope(), onDatabase("it", "h2")), candidate);
          assertThatThrownBy(() -> run.check(onDatabase("it", "pg"), candidate))
              .hasMessageContaining("'it'");
          return delivered(
              run, Gates.allOf(onDatabase("it", "h2"), onDatabase("it", "pg")), candidate);
        });
  }

  /** A pipeline may make its gate anew in every round. */
  @Test
  void anEqualGateIsTheSameWhateverObjectRanItAndWhereverItStands() throws Exception {
    scriptDatabases("pg");

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate candidate = changed(run);
              run.check(onDatabase("it", "pg"), candidate);
              redDatabases.clear();
              return delivered(run, Gates.allOf(Gates.scope(), onDatabase("it", "pg")), candidate);
            });

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().flakyGates()).extracting(FlakyGate::name).containsExactly("it");
  }

  /** Symptom: the display of a command is cut at 1,000 characters, and the rest did not count. */
  @Test
  void commandsThatDifferBehindWhatIsShownAreTwo() throws Exception {
    String common = "x".repeat(2_000);
    fixture.workspaces.onCommand(
        command ->
            CommandResult.builder(command.argv().get(1).endsWith("a") ? 1 : 0, "ran").build());

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate candidate = changed(run);
              run.check(Gates.allOf(Gates.command("it", "make", common + "a")), candidate);
              return delivered(
                  run,
                  Gates.allOf(
                      Gates.command("other", "true", ""),
                      Gates.command("it", "make", common + "b")),
                  candidate);
            });

    assertThat(result.reason()).isEqualTo(EndReason.ERROR);
    assertThat(result.report().ending().detail()).contains("'it'");
  }

  /** Symptom: it merged although the first gate was never green, by a list of flaky tests. */
  @Test
  void aGateOfTheHostIsNotMadeGoodByAnotherWithItsNameAndCommand() throws Exception {
    MergeGate red = saying(false);
    MergeGate green = saying(true);
    try (Nightshift nightshift = fixture.builder().knownFlakyTests("a.B.c").build()) {

      RunResult result =
          nightshift.run(
              task,
              run -> {
                MergeCandidate candidate = changed(run);
                run.check(red, candidate);
                run.check(red, candidate);
                return delivered(run, green, candidate);
              });

      assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
      assertThat(result.report().flakyGates()).isEmpty();
    }
  }

  @Test
  void aCommandPrintsNoValueOfItsEnvironment() {
    Command command = Command.of("make").withEnvironment("TOKEN", "secret");

    assertThat(Gates.command("it", command).toString()).contains("make").doesNotContain("secret");
  }

  @Test
  void resultsAreValues() {
    GateResult one = GateResult.builder("it", true, "d").command("make").build();

    assertThat(one)
        .isEqualTo(GateResult.builder("it", true, "d").command("make").build())
        .hasSameHashCodeAs(GateResult.builder("it", true, "d").command("make").build())
        .isNotEqualTo(GateResult.builder("it", false, "d").command("make").build());
    assertThat(CommandResult.builder(1, "x").build())
        .isEqualTo(CommandResult.builder(1, "x").build())
        .hasSameHashCodeAs(CommandResult.builder(1, "x").build())
        .isNotEqualTo(CommandResult.builder(1, "x").timedOut(true).build());
  }

  private void scriptDatabases(String... red) {
    redDatabases.addAll(List.of(red));
    fixture.workspaces.onCommand(
        command -> {
          String database = command.environment().getOrDefault("DB", "");
          return CommandResult.builder(redDatabases.contains(database) ? 1 : 0, "ran").build();
        });
  }

  private static MergeGate onDatabase(String name, String database) {
    return Gates.command(name, Command.of("make", "it").withEnvironment("DB", database));
  }

  private static MergeGate saying(boolean passed) {
    TestEvidence tests =
        passed
            ? new TestEvidence(3, 0, 0, List.of())
            : new TestEvidence(3, 1, 0, List.of("a.B.c: no"), List.of("a.B.c"));
    return (candidate, context) ->
        GateResult.builder("tests", passed, "d").command("mvn -q verify").tests(tests).build();
  }

  private static RunResult delivered(RunScope run, MergeGate gate, MergeCandidate candidate)
      throws InterruptedException {
    GateResult verdict = run.check(gate, candidate);
    Review review = run.review(approving(), candidate, verdict);
    return run.deliver(Delivery.merge(), candidate, verdict, List.of(review));
  }
}
