package dev.nightshift.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.TreeView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetMovedTest {
  @TempDir Path root;
  private final List<Feedback> toldOfTheTarget = new ArrayList<>();

  @Test
  void aRoundAfterARedGateOnANewTipHasTheTargetsFilesAndIsTold() throws Exception {
    try (Workbench bench = Workbench.bare(root, Map.of("A.java", "v0\n", "B.java", "b0\n"));
        Nightshift nightshift =
            Nightshift.builder(bench.workspaces)
                .provider(
                    (request, context) ->
                        ModelResponse.of(
                            AssistantTurn.text(request.model(), "unused"), TokenUsage.of(1, 1)))
                .build()) {
      RunResult result =
          nightshift.run(
              Task.builder("Change A").build(),
              StandardPipeline.builder()
                  .implementer(writesAForTheBItReads())
                  .gate(aNamesTheContentOfB())
                  .reviewer(approvesWhile(bench))
                  .delivery(Delivery.merge())
                  .build());

      assertThat(result.reason()).isEqualTo(EndReason.MERGED);
      assertThat(result.report().revisions()).isEqualTo(1);
      assertThat(bench.repository.read(bench.repository.tip("main"), "A.java"))
          .isEqualTo("for b1\n");
      assertThat(toldOfTheTarget).hasSize(1);
      assertThat(((Feedback.BaseMoved) toldOfTheTarget.get(0)).notice().changedUnderIt())
          .contains("-b0\n+b1\n");
    }
  }

  private Implementer writesAForTheBItReads() {
    return assignment -> {
      assignment.targetMoved().ifPresent(toldOfTheTarget::add);
      String a = "for " + text(assignment.workspace().files(), "B.java");
      assignment.workspace().files().write("A.java", a.getBytes(UTF_8));
      return new Outcome.Changed("done");
    };
  }

  private static MergeGate aNamesTheContentOfB() {
    return (candidate, context) -> {
      try (CandidateCheckout checkout = context.openCheckout()) {
        return text(checkout.files(), "A.java").equals("for " + text(checkout.files(), "B.java"))
            ? GateResult.passed("fits", "green")
            : GateResult.failed("fits", "A was written for another B");
      }
    };
  }

  /** In the first review somebody else changes B on the target. */
  private static Reviewer approvesWhile(Workbench bench) {
    boolean[] moved = {false};
    return asked -> {
      if (!moved[0]) {
        moved[0] = true;
        bench.repository.commit("main", Map.of("B.java", "b1\n"));
      }
      return Review.approved();
    };
  }

  private static String text(TreeView files, String path) {
    return files.read(path).text().orElseThrow();
  }
}
