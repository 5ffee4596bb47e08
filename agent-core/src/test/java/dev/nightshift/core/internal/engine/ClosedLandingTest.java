package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.answer;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.RecordingListener;
import dev.nightshift.core.workspace.Workspaces;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A landing that completes while its engine is closed is whole, and told as what it is. */
@Timeout(60)
class ClosedLandingTest {
  private final Journal journal = Journal.inMemory();
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private final LandingWhileClosing landing = new LandingWhileClosing(workspaces);
  private final RecordingListener listener = new RecordingListener();
  private final Task task = Task.builder("Change A").dispatchKey("a").build();
  private final Pipeline merging = pipeline(writes("A.java", "v1\n")).build();
  private final Pipeline proposing =
      pipeline(writes("A.java", "v1\n")).delivery(Delivery.branch()).build();

  @Test
  void aChangeThatLandsDuringTheCloseIsToldAsMergedHereAndByTheNextProcess() throws Exception {
    Run run;
    try (Nightshift first = engine(landing, merging)) {
      run = first.dispatch(task, "it");
      landing.awaitLanding();
    }
    RunResult closed = run.await();
    String landed = workspaces.targetCommit();
    RecordedRun left = recorded();
    RunResult recovered = recovered(merging);

    assertThat(workspaces.targetFiles()).containsEntry("A.java", "v1\n");
    assertThat(closed.reason()).isEqualTo(EndReason.MERGED);
    assertThat(closed.report().commits().merge()).isEqualTo(landed);
    assertThat(closed.report().ending().detail()).contains("After that the engine was closed");
    assertThat(left.status()).isEqualTo(RecordedRun.Status.UNFINISHED);
    assertThat(recovered.reason()).isEqualTo(EndReason.MERGED);
    assertThat(recovered.report().commits().merge()).isEqualTo(landed);
    assertThat(workspaces.targetCommit()).as("it landed once").isEqualTo(landed);
    assertThat(listener.named("run.ended"))
        .extracting(event -> event.attributes().get("goesOn"))
        .containsExactly(true, false);
    workspaces.assertNothingOpen();
  }

  @Test
  void aRunOfAPipelineWithoutANameThatLandsDuringTheCloseIsMerged() throws Exception {
    Run run;
    try (Nightshift first = engine(landing, merging)) {
      run = first.dispatch(task, merging);
      landing.awaitLanding();
    }

    assertThat(run.await().reason()).isEqualTo(EndReason.MERGED);
    assertThat(run.await().report().commits().merge()).isEqualTo(workspaces.targetCommit());
    assertThat(recorded().end().reason()).isEqualTo(EndReason.MERGED);
    workspaces.assertNothingOpen();
  }

  @Test
  void aProposalThatLandsDuringTheCloseIsMergedOnce() throws Exception {
    RunId proposed;
    try (Nightshift first = engine(workspaces, proposing)) {
      proposed = first.dispatch(task, "it").await().report().runId();
    }
    Run run;
    try (Nightshift second = engine(landing, proposing)) {
      run = second.accept(proposed);
      landing.awaitLanding();
    }
    String landed = workspaces.targetCommit();
    RunResult closed = run.await();
    RunResult recovered = recovered(proposing);

    assertThat(workspaces.targetFiles()).containsEntry("A.java", "v1\n");
    assertThat(closed.reason()).isEqualTo(EndReason.MERGED);
    assertThat(recovered.reason()).isEqualTo(EndReason.MERGED);
    assertThat(recovered.report().commits().merge()).isEqualTo(landed);
    assertThat(workspaces.targetCommit()).as("it landed once").isEqualTo(landed);
  }

  /** Who waits behind a task that lands while its engine is closed goes on behind what landed. */
  @Test
  void whoWaitedForALandingThatCompletedDuringTheCloseWaitsForNobody() throws Exception {
    Task behind = Task.builder("Change B").dispatchKey("b").after("a").build();
    Run second;
    try (Nightshift first = engine(landing, merging)) {
      Run unused = first.dispatch(task, "it");
      second = first.dispatch(behind, "it");
      landing.awaitLanding();
    }
    assertThat(second.await().reason()).isEqualTo(EndReason.INTERRUPTED);

    try (Nightshift next = engine(workspaces, merging)) {
      assertThat(next.recover()).hasSize(2);
      List<Run> runs = next.runs();
      assertThat(runs.get(0).await().reason()).isEqualTo(EndReason.MERGED);
      assertThat(runs.get(1).await().reason()).isNotEqualTo(EndReason.BLOCKED);
    }
  }

  private RunResult recovered(Pipeline pipeline) throws Exception {
    try (Nightshift next = engine(workspaces, pipeline)) {
      return next.recover().get(0).run().await();
    }
  }

  private RecordedRun recorded() {
    return new RecordedRuns(journal, run -> "").all().get(0);
  }

  private Nightshift engine(Workspaces where, Pipeline pipeline) {
    return Nightshift.builder(where)
        .provider((request, context) -> answer(request))
        .journal(journal)
        .listener(listener)
        .pipeline("it", pipeline)
        .build();
  }
}
