package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs that go on in a process that does not find their work, as after a new clone. */
class GoneWorkTest {
  private final Task task = Task.builder("Change A").build();

  private static InMemoryWorkspaces repository() {
    return InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  }

  private static Nightshift engine(InMemoryWorkspaces workspaces, Journal journal) {
    return Nightshift.builder(workspaces)
        .provider((request, context) -> EngineFixture.answer(request))
        .journal(journal)
        .pipeline(
            "it",
            StandardPipeline.builder()
                .implementer(
                    assignment -> {
                      assignment.workspace().files().write("A.java", "v1\n".getBytes(UTF_8));
                      return new Outcome.Changed("done");
                    })
                .reviewer(request -> Review.approved())
                .gate(green())
                .build())
        .build();
  }

  /** Symptom: two stack traces a run, and the advice to let its pipeline read files in a step. */
  @Test
  void workThatIsGoneIsToldInOneSentence() throws Exception {
    Journal whole = Journal.inMemory();
    int behindCommit;
    try (Nightshift first = engine(repository(), whole)) {
      behindCommit = CutJournal.countBefore("\"step\":\"commit#1\"", 1, task, first, whole) + 1;
    }
    CutJournal journal = new CutJournal(behindCommit);
    Nightshift first = engine(repository(), journal);
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream before = System.err;
    try {
      journal.dispatchUntilCut(first, task);
      Journal left = journal.left();
      System.setErr(new PrintStream(log, true, UTF_8));
      try (Nightshift second = engine(repository(), left)) {
        List<RecoveredRun> found = second.recover();
        RunResult result = found.get(0).run().await(Duration.ofSeconds(20)).orElseThrow();

        RunReport report = result.report();
        assertThat(result.reason()).isEqualTo(EndReason.INTERRUPTED);
        assertThat(report.ending().detail())
            .contains("its work is not where it left it", "dispatch the task again")
            .doesNotContain("replayed");
        assertThat(second.replay(report.runId())).isEqualTo(result);
      }
    } finally {
      System.setErr(before);
      journal.release();
      first.close();
    }
    assertThat(log.toString(UTF_8))
        .doesNotContain("\tat ", "replayed")
        .containsOnlyOnce("its work is not where it left it");
  }
}
