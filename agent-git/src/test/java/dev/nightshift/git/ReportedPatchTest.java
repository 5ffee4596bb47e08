package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.task.Task;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says its patch applies to. */
class ReportedPatchTest {
  private static final String LINES = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
  @TempDir private Path root;

  /** The same file moves on the target while the work goes on, and merges cleanly. */
  private RunReport proposed(Workbench bench) throws InterruptedException {
    try (Nightshift nightshift =
        Nightshift.builder(bench.workspaces)
            .provider(
                (request, context) ->
                    ModelResponse.of(
                        AssistantTurn.text(request.model(), "unused"), TokenUsage.of(1, 1)))
            .build()) {
      return nightshift
          .run(
              Task.builder("Change A").build(),
              StandardPipeline.builder()
                  .implementer(
                      assignment -> {
                        String text = LINES.replace("1\n", "one\u00a0\n");
                        assignment
                            .workspace()
                            .files()
                            .write("A.java", text.getBytes(StandardCharsets.UTF_8));
                        bench.repository.commit("main", Map.of("A.java", LINES + "ten\n"));
                        return new Outcome.Changed("done");
                      })
                  .reviewer(asked -> Review.approved())
                  .gate((candidate, context) -> GateResult.passed("tests", "green"))
                  .delivery(Delivery.branch())
                  .build())
          .report();
    }
  }

  @Test
  void thePatchAppliesToTheCommitTheReportNames() throws Exception {
    try (Workbench bench = Workbench.bare(root, Map.of("A.java", LINES));
        Repository repository =
            new FileRepositoryBuilder()
                .setGitDir(bench.repository.directory().toFile())
                .setBare()
                .build()) {
      RunReport report = proposed(bench);

      String base = report.change().baseCommit();
      assertThat(base)
          .isEqualTo(bench.repository.tip("main"))
          .isNotEqualTo(report.commits().base());
      assertThat(PatchBench.apply(repository, base, report.patchFile().bytes()))
          .isEqualTo(report.commits().mergeTree());
      assertThat(report.toJson()).contains("\"patchBaseCommit\" : \"" + base + "\"");
      assertThat(report.toMarkdown()).contains("`git apply` on `" + base.substring(0, 12) + "`");
    }
  }
}
