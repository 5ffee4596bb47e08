package dev.nightshift.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate before the work begins, with real commands. */
class BaselineTest {
  /** Each line of the file is a test, red if it says so. */
  private static final String RUN_TESTS =
      """
      { echo '<testsuite>'
        while read name verdict; do
          if [ "$verdict" = red ]; then
            echo "<testcase classname='T' name='$name'><failure message='no'/></testcase>"
          else
            echo "<testcase classname='T' name='$name'/>"
          fi
        done < tests.txt
        echo '</testsuite>'; } > TEST-T.xml
      ! grep -q red tests.txt
      """;

  private static final Map<String, String> FILES =
      Map.of("run.sh", RUN_TESTS, "tests.txt", "old red\nadds green\n");
  private static final MergeGate TESTS = Gates.tests("sh", "run.sh");

  @TempDir Path root;
  private final List<Feedback> told = new ArrayList<>();

  @Test
  void aTestThatFailsWithoutTheChangeIsNotHeldAgainstItAndAHumanIsAsked() throws Exception {
    RunResult result = run(TESTS, true, "old red\nadds green\nmore green\n");

    // Symptom: what stood behind the old red was broken by the change, never ran, and landed.
    assertThat(result.reason()).as(result.report().ending().detail()).isEqualTo(EndReason.PROPOSED);
    assertThat(told).hasSize(1);
    assertThat(result.report().toMarkdown())
        .contains("The gate is red without the change")
        .contains("Tests: failed already without the change")
        .contains("T.old");
  }

  @Test
  void aTestThatOnlyFailsWithTheChangeIsToldApart() throws Exception {
    RunResult result = run(TESTS, true, "old red\nadds red\n");

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(result.report().rounds().get(0).gates().get(1).detail())
        .contains("1 of 2 tests failed")
        .contains("  T.adds: no")
        .contains("not yours to mend, they fail without the change, too: T.old");
    assertThat(result.report().rounds().get(0).gates().get(1).tests().orElseThrow().failedTests())
        .containsExactly("T.adds");
  }

  @Test
  void withoutABaselineEveryFailureCounts() throws Exception {
    RunResult result = run(TESTS, false, "old red\nadds green\nmore green\n");

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(result.report().toMarkdown()).doesNotContain("without the change");
  }

  @Test
  void aGateThatCannotBeRunEndsTheRunBeforeAnImplementerIsAsked() throws Exception {
    RunResult result = run(Gates.shell("sh -c 'no-such-tool-here --all'"), true, "x green\n");

    assertThat(result.reason()).isEqualTo(EndReason.ENVIRONMENT);
    assertThat(result.report().ending().detail()).contains("no-such-tool-here");
    assertThat(told).isEmpty();
  }

  @Test
  void aGateThatIsGreenBeforeTheWorkIsToldNowhere() throws Exception {
    RunResult result = run(Gates.shell("test -e run.sh"), true, "x green\n");

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().evidence().decisions()).isEmpty();
  }

  private RunResult run(MergeGate gate, boolean hasBaseline, String tests) throws Exception {
    Implementer writing =
        assignment -> {
          told.add(assignment.feedback());
          assignment.workspace().files().write("tests.txt", tests.getBytes(UTF_8));
          return new Outcome.Changed("wrote tests");
        };
    StandardPipeline.Builder pipeline =
        StandardPipeline.builder()
            .implementer(writing)
            .reviewer(request -> Review.approved())
            .gate(gate)
            .maxRevisions(0)
            .delivery(Delivery.merge());
    if (hasBaseline) {
      pipeline.withBaseline();
    }
    try (Workbench bench = Workbench.bare(root, FILES)) {
      return bench.run(Task.builder("Add tests").build(), pipeline.build());
    }
  }
}
