package dev.nightshift.examples;

import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.report.ForkReport;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.workspace.Workspaces;
import dev.nightshift.git.GitWorkspaces;
import dev.nightshift.git.testing.TemporaryRepository;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BestOfTwoTest {
  private static final Map<String, String> FILES = Map.of("A.java", "hi\n");
  private final ScriptedModel first =
      ScriptedModel.named("first", edit("A.java", "hi", "hello"), finish("said hello"));
  private final ScriptedModel second =
      ScriptedModel.named("second", edit("A.java", "hi", "good morning"), finish("said it"));
  private final ScriptedModel critic = ScriptedModel.named("critic", approves());

  @Test
  void theBetterOfTwoIsReviewedAndDeliveredAndTheReportNamesBoth() throws Exception {
    InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(FILES);

    RunResult result = run(workspaces, tests("good morning", true, true));

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    Map<String, String> branches = workspaces.branches();
    assertThat(workspaces.filesOf(branches.get(result.report().branch())))
        .containsEntry("A.java", "good morning\n");
    assertThat(result.report().forks())
        .extracting(ForkReport::name, ForkReport::fate)
        .containsExactly(
            tuple("left", ForkReport.Fate.NOT_DELIVERED),
            tuple("right", ForkReport.Fate.DELIVERED));
    assertThat(workspaces.filesOf(branches.get(result.report().forks().get(0).branch())))
        .containsEntry("A.java", "hello\n");
    assertThat(result.report().reviews()).hasSize(1);
    assertThat(result.report().rounds()).hasSize(2);
    assertThat(critic.requests().get(0).text()).contains("good morning").doesNotContain("hello");
    List.of(first, second, critic).forEach(ScriptedModel::assertExhausted);
  }

  @Test
  void theOneThatPassesCountsIfTheOtherDoesNot() throws Exception {
    InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(FILES);

    RunResult result = run(workspaces, tests("good morning", true, false));

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().branch()).endsWith("-left");
  }

  @Test
  void nothingIsReviewedIfNeitherPasses() throws Exception {
    InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(FILES);

    RunResult result = run(workspaces, tests("good morning", false, false));

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(critic.requests()).isEmpty();
    assertThat(workspaces.branches()).hasSize(3);
  }

  @Test
  void bothWorkAtOnceOnGitAndBothBranchesAreKept() throws Exception {
    try (TemporaryRepository repository = TemporaryRepository.bare(FILES)) {
      RunResult result =
          run(
              GitWorkspaces.builder(repository.directory()).target("main").build(),
              tests("good morning", true, true));

      assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
      String lost = result.report().forks().get(0).branch();
      assertThat(lost).isEqualTo("nightshift/" + result.report().runId() + "-left");
      assertThat(repository.read(repository.tip(lost), "A.java")).isEqualTo("hello\n");
      assertThat(repository.read(repository.tip(result.report().branch()), "A.java"))
          .isEqualTo("good morning\n");
      assertThat(GitWorkspaces.builder(repository.directory()).build().unfinished()).isEmpty();
    }
  }

  @Test
  void theExampleRunsWithoutANetwork() throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      BestOfTwo.main();
    } finally {
      System.setOut(before);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("## Forks: 2", "`left`: **not delivered**", "`right`: **delivered**");
  }

  /** What has the words runs two tests, the other one. */
  private static MergeGate tests(String words, boolean othersPass, boolean passes) {
    return (candidate, context) -> {
      boolean has = context.change().patch().contains(words);
      boolean green = has ? passes : othersPass;
      int executed = has ? 2 : 1;
      return GateResult.builder("tests", green, "ran")
          .tests(new TestEvidence(executed, green ? 0 : 1, 0, List.of()))
          .build();
    };
  }

  private RunResult run(Workspaces workspaces, MergeGate tests) throws InterruptedException {
    try (Nightshift nightshift =
        Nightshift.builder(workspaces).provider(first).provider(second).provider(critic).build()) {
      RunResult result =
          nightshift.run(
              Task.builder("Greet politely").build(),
              new BestOfTwo(
                  ModelImplementer.using(first.modelId().toString()),
                  ModelImplementer.using(second.modelId().toString()),
                  tests,
                  ModelReviewer.using(critic.modelId().toString())));
      long calls = Stream.of(first, second, critic).mapToLong(m -> m.requests().size()).sum();
      assertThat(result.report().spend().view().spent().calls()).isEqualTo(calls);
      return result;
    }
  }
}
