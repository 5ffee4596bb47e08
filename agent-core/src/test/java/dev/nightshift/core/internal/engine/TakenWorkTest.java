package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Fork;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Work stays what it was when the target renames a file of it or takes some of it, whatever is made
 * and removed in between; and what is other work stays other work.
 */
class TakenWorkTest {
  private static final String TEN = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";
  private static final String BOTH = TEN.replace("2\n", "two\n").replace("9\n", "nine\n");
  private static final Implementer WORK =
      writing(Map.of("A.java", BOTH, "B.java", "b1\n", "New.java", "new\nlines\n"));
  private final InMemoryWorkspaces workspaces =
      InMemoryWorkspaces.of(
          Map.of("A.java", TEN, "B.java", "b0\n", "E.java", TEN, "Old.java", "old\n"));
  private final Task task = Task.builder("Change A").build();

  @AfterEach
  void nothingIsLeft() {
    workspaces.assertNothingOpen();
  }

  /** What the target does, after which the work is the same. */
  private record Move(String name, Consumer<InMemoryWorkspaces> move) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Move> moves() {
    return Stream.of(
        new Move("renames", target -> target.renameOnTarget("A.java", "Z.java")),
        new Move(
            "renames twice",
            target -> {
              target.renameOnTarget("A.java", "Z.java");
              target.renameOnTarget("Z.java", "dir/Y.java");
            }),
        new Move(
            "renames two",
            target -> {
              target.renameOnTarget("A.java", "Z.java");
              target.renameOnTarget("B.java", "Y.java");
            }),
        new Move(
            "renames and changes",
            target -> {
              target.renameOnTarget("A.java", "Z.java");
              target.advanceTarget(Map.of("Z.java", TEN.replace("5\n", "five\n")));
            }),
        new Move(
            "renames and takes a line",
            target -> {
              target.renameOnTarget("A.java", "Z.java");
              target.advanceTarget(Map.of("Z.java", TEN.replace("2\n", "two\n")));
            }),
        new Move("takes a file", target -> target.advanceTarget(Map.of("B.java", "b1\n"))),
        new Move(
            "takes a new file", target -> target.advanceTarget(Map.of("New.java", "new\nlines\n"))),
        new Move("takes the largest file", target -> target.advanceTarget(Map.of("A.java", BOTH))),
        new Move(
            "takes a file and changes it",
            target -> target.advanceTarget(Map.of("A.java", BOTH.replace("5\n", "five\n")))),
        new Move(
            "takes a line",
            target -> target.advanceTarget(Map.of("A.java", TEN.replace("2\n", "two\n")))),
        new Move(
            "takes a line and changes another",
            target ->
                target.advanceTarget(
                    Map.of("A.java", TEN.replace("2\n", "two\n").replace("5\n", "five\n")))),
        new Move(
            "takes a file and renames another",
            target -> {
              target.advanceTarget(Map.of("B.java", "b1\n"));
              target.renameOnTarget("A.java", "Z.java");
            }),
        new Move(
            "changes a file",
            target -> target.advanceTarget(Map.of("A.java", TEN.replace("5\n", "five\n")))));
  }

  /** Symptom: a scratch file there and gone again, and a red gate was of other work: it landed. */
  @ParameterizedTest
  @MethodSource("moves")
  void aRedGateIsNotShakenOff(Move target) throws Exception {
    MergeGate gate = redOnce();

    RunResult result =
        run(
            run -> {
              run.implement(WORK, Feedback.none());
              run.check(gate, candidate(run));
              land(target);
              scratch(run);
              return delivered(run, candidate(run), gate, approving());
            });

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().ending().detail()).contains("though only the target had moved");
  }

  /** Symptom: the reviewer closed its request on the work it objected to, without a dispute. */
  @ParameterizedTest
  @MethodSource("moves")
  void aRequestIsNotShakenOff(Move target) throws Exception {
    Reviewer reviewer = objectingOnce();

    RunResult result =
        run(
            run -> {
              run.implement(WORK, Feedback.none());
              MergeCandidate first = candidate(run);
              run.review(reviewer, first, run.check(green(), first));
              land(target);
              scratch(run);
              return delivered(run, candidate(run), green(), reviewer);
            });

    assertThat(result.reason()).isEqualTo(EndReason.REVIEW_REJECTED);
  }

  /** The target that took some of the work takes it back. */
  @Test
  void aRedGateIsNotShakenOffByATargetThatTakesBack() throws Exception {
    MergeGate gate = redOnce();

    RunResult result =
        run(
            run -> {
              run.implement(WORK, Feedback.none());
              workspaces.advanceTarget(Map.of("B.java", "b1\n"));
              run.check(gate, candidate(run));
              workspaces.advanceTarget(Map.of("B.java", "b0\n"));
              RunScope again = run.fork("again");
              again.implement(WORK, Feedback.none());
              return delivered(again, candidate(again), gate, approving());
            });

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
  }

  @Test
  void aRedGateIsNotShakenOffByATargetThatDeletesTheSameFile() throws Exception {
    MergeGate gate = redOnce();
    Implementer deleting =
        assignment -> {
          assignment.workspace().files().delete("Old.java");
          return writing(Map.of("B.java", "b1\n")).implement(assignment);
        };

    RunResult result =
        run(
            run -> {
              run.implement(deleting, Feedback.none());
              run.check(gate, candidate(run));
              workspaces.deleteOnTarget("Old.java");
              scratch(run);
              return delivered(run, candidate(run), gate, approving());
            });

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
  }

  /**
   * What the implementer does about a red gate while another file lands, so that it is repaired.
   */
  private record Repair(String name, Implementer implementer) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Repair> repairs() {
    return Stream.of(
        new Repair("takes a file back", writing(Map.of("B.java", "b0\n"))),
        new Repair("takes a line back", writing(Map.of("A.java", TEN.replace("2\n", "two\n")))),
        new Repair("changes a line", writing(Map.of("A.java", BOTH.replace("two\n", "zwei\n")))),
        new Repair("adds a line", writing(Map.of("A.java", BOTH + "eleven\n"))),
        new Repair("adds a file", writing(Map.of("Test.java", "test\n"))),
        new Repair("changes another file", writing(Map.of("Old.java", "older\n"))),
        new Repair(
            "moves its lines to another file", writing(Map.of("A.java", TEN, "E.java", BOTH))),
        new Repair("deletes its new file", deleting("New.java")),
        new Repair(
            "moves its new file",
            assignment -> {
              deleting("New.java").implement(assignment);
              return writing(Map.of("test/New.java", "new\nlines\n")).implement(assignment);
            }),
        new Repair("deletes a file", deleting("Old.java")));
  }

  @ParameterizedTest
  @MethodSource("repairs")
  void whatRepairsTheWorkIsOtherWorkThoughTheTargetMoved(Repair repair) throws Exception {
    assertRepaired(repair, Map.of("C.java", "c\n"));
  }

  /** The target touches the same files, so that their lines are compared. */
  @ParameterizedTest
  @MethodSource("repairs")
  void whatRepairsTheWorkIsOtherWorkThoughTheTargetChangedItsFiles(Repair repair) throws Exception {
    String other = TEN.replace("5\n", "five\n");
    Map<String, String> move = Map.of("A.java", other, "E.java", other);

    assertRepaired(repair, move);
  }

  private void assertRepaired(Repair repair, Map<String, String> move) throws Exception {
    MergeGate gate = redOnce();

    RunResult result =
        run(
            run -> {
              run.implement(WORK, Feedback.none());
              run.check(gate, candidate(run));
              workspaces.advanceTarget(move);
              run.implement(repair.implementer, Feedback.none());
              return delivered(run, candidate(run), gate, approving());
            });

    assertThat(result.report().flakyGates()).isEmpty();
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }

  /** What trees hold is read once: a replay has no repository to ask. */
  @Test
  void aRunWhoseTreesWereReadIsToldAgainTheSame() throws Exception {
    MergeGate gate = redOnce();
    Journal journal = Journal.inMemory();
    Pipeline pipeline =
        run -> {
          List<MergeCandidate> built =
              run.forks(
                  List.of(
                      new Fork<>("left", fork -> checked(fork, gate)),
                      new Fork<>("right", fork -> checked(fork, green()))));
          assertThat(built).hasSize(2);
          run.step("take", () -> workspaces.advanceTarget(Map.of("B.java", "b1\n")));
          RunScope last = run.fork("last");
          last.implement(WORK, Feedback.none());
          return delivered(last, candidate(last), gate, approving());
        };

    RunResult result;
    try (Nightshift nightshift = engine(journal, pipeline)) {
      result = nightshift.dispatch(task, "it").await();
    }

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    try (Nightshift nightshift = engine(journal, pipeline)) {
      assertThat(nightshift.replay(result.report().runId())).isEqualTo(result);
    }
    assertThat(journal.read(result.report().runId())).anyMatch(line -> line.contains("held"));
  }

  private static MergeCandidate checked(RunScope fork, MergeGate gate) throws InterruptedException {
    fork.implement(WORK, Feedback.none());
    MergeCandidate candidate = candidate(fork);
    fork.check(gate, candidate);
    return candidate;
  }

  private RunResult run(Pipeline pipeline) throws InterruptedException {
    try (Nightshift nightshift = engine(Journal.none(), pipeline)) {
      return nightshift.dispatch(task, "it").await();
    }
  }

  private Nightshift engine(Journal journal, Pipeline pipeline) {
    return Nightshift.builder(workspaces)
        .provider((request, context) -> EngineFixture.answer(request))
        .journal(journal)
        .pipeline("it", pipeline)
        .build();
  }

  /** Beside what it does to the work, the target gets another file. */
  private void land(Move target) {
    target.move.accept(workspaces);
    workspaces.advanceTarget(Map.of("C.java", "c\n"));
  }

  /** A formatter that makes a file and removes it again. */
  private static void scratch(RunScope run) throws InterruptedException {
    run.implement(writing(Map.of("scratch.txt", "x\n")), Feedback.none());
    run.implement(deleting("scratch.txt"), Feedback.none());
  }

  private static Implementer writing(Map<String, String> files) {
    return assignment -> {
      files.forEach(
          (path, text) ->
              assignment.workspace().files().write(path, text.getBytes(StandardCharsets.UTF_8)));
      return new Outcome.Changed("wrote " + files.keySet());
    };
  }

  private static Implementer deleting(String path) {
    return assignment -> {
      assignment.workspace().files().delete(path);
      return new Outcome.Changed("deleted " + path);
    };
  }

  private static MergeGate redOnce() {
    int[] call = {0};
    return (candidate, context) ->
        call[0]++ == 0
            ? GateResult.failed("tests", "1 failed")
            : GateResult.passed("tests", "green");
  }

  private static Reviewer objectingOnce() {
    int[] call = {0};
    return asked ->
        call[0]++ == 0
            ? Review.changesRequested(request("A.java", 1, "x"))
            : Review.approvedClosing(asked.openRequests());
  }

  private static RunResult delivered(
      RunScope run, MergeCandidate candidate, MergeGate gate, Reviewer reviewer)
      throws InterruptedException {
    GateResult passed = run.check(gate, candidate);
    Review review = run.review(reviewer, candidate, passed);
    return run.deliver(Delivery.merge(), candidate, passed, List.of(review));
  }
}
