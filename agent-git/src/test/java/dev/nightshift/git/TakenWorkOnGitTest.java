package dev.nightshift.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.git.testing.TemporaryRepository;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A red gate counts for work of which the target renamed a file or took a part. */
class TakenWorkOnGitTest {
  private static final byte[] BINARY = {0, 1, 2, 3, 0, (byte) 200};
  @TempDir Path root;

  private record Move(String name, Consumer<TemporaryRepository> move) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Move> moves() {
    return Stream.of(
        new Move(
            "renames",
            target -> {
              target.commit("main", Map.of("Z.java", "1\n2\n3\n4\n5\n"));
              target.delete("main", "A.java");
            }),
        new Move("takes a file", target -> target.commit("main", Map.of("B.java", "b1\n"))),
        new Move(
            "takes a binary file", target -> target.commitFile("main", "logo.png", BINARY, false)),
        new Move(
            "takes a line",
            target ->
                target.commit("main", Map.of("A.java", "one\n2\n3\n4\n5\n", "B.java", "b0\n"))),
        new Move("deletes the same file", target -> target.delete("main", "Old.java")));
  }

  /** Symptom: after a file that was made and removed, the gate was green of other work. */
  @ParameterizedTest
  @MethodSource("moves")
  void aRedGateIsNotShakenOff(Move target) throws Exception {
    Map<String, String> files =
        Map.of("A.java", "1\n2\n3\n4\n5\n", "B.java", "b0\n", "Old.java", "old\n");
    int[] call = {0};
    MergeGate gate =
        (candidate, context) ->
            call[0]++ == 0
                ? GateResult.failed("tests", "1 failed")
                : GateResult.passed("tests", "green");
    try (Workbench bench = Workbench.bare(root, files)) {
      RunResult result =
          bench.run(
              Task.builder("Change A").allowBinary("*.png").build(),
              run -> {
                run.implement(work(), Feedback.none());
                run.check(gate, candidate(run));
                target.move.accept(bench.repository);
                bench.repository.commit("main", Map.of("C.java", "c\n"));
                run.implement(writing("scratch.txt", "x\n"), Feedback.none());
                run.implement(deleting("scratch.txt"), Feedback.none());
                MergeCandidate last = candidate(run);
                GateResult passed = run.check(gate, last);
                Review review = run.review(asked -> Review.approved(), last, passed);
                return run.deliver(Delivery.merge(), last, passed, List.of(review));
              });

      assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(result.report().ending().detail()).contains("though only the target had moved");
    }
  }

  private static Implementer work() {
    return assignment -> {
      writing("A.java", "one\n2\n3\n4\nfive\n").implement(assignment);
      writing("B.java", "b1\n").implement(assignment);
      assignment.workspace().files().write("logo.png", BINARY);
      return deleting("Old.java").implement(assignment);
    };
  }

  private static Implementer writing(String path, String text) {
    return assignment -> {
      assignment.workspace().files().write(path, text.getBytes(UTF_8));
      return new Outcome.Changed("wrote " + path);
    };
  }

  private static Implementer deleting(String path) {
    return assignment -> {
      assignment.workspace().files().delete(path);
      return new Outcome.Changed("deleted " + path);
    };
  }

  private static MergeCandidate candidate(RunScope run) throws InterruptedException {
    return ((Merge.Clean) run.merge()).candidate();
  }
}
