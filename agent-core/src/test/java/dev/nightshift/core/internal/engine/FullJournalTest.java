package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.answer;
import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ScriptedModel;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a run whose journal takes no more records. */
class FullJournalTest {
  private final Task task = Task.builder("Change A").build();

  /** Symptom: a round whose journal had failed went on and paid call after call. */
  @ParameterizedTest
  @CsvSource({"account/reserved#2, 1", "account/dispatched#2, 1", "account/ended#2, 2"})
  void noModelIsCalledThatNobodyWouldKnowOf(String from, int calls) throws Exception {
    InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
    ScriptedModel coder =
        ScriptedModel.of(
            edit("A.java", "v0", "v1"),
            edit("A.java", "v1", "v2"),
            edit("A.java", "v2", "v3"),
            finish("done"));
    RunResult result;
    try (Nightshift nightshift =
        Nightshift.builder(workspaces).provider(coder).journal(new FullJournal(from)).build()) {
      result =
          nightshift.run(
              task, pipeline(ModelImplementer.using(coder.modelId().toString())).build());
    }

    assertThat(coder.requests()).hasSize(calls);
    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail()).contains("no space left");
    assertThat(result.report().spend().view().spent().calls()).isEqualTo(calls);
    assertThat(result.report().spend().view().reserved()).isEqualTo(Money.zero());
    assertThat(result.report().spend().view().unresolved()).isEqualTo(Money.zero());
    assertThat(workspaces.filesOf(workspaces.branches().get(result.report().branch())))
        .containsEntry("A.java", "v" + calls + "\n");
  }

  @Test
  void aJournalThatCannotBeWrittenEndsTheRunBeforeAnythingIsMadeOfTheStep() throws Exception {
    InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
    FullJournal full = new FullJournal("gate/gate#1");
    RunResult result;
    try (Nightshift nightshift =
        Nightshift.builder(workspaces)
            .provider((request, context) -> answer(request))
            .journal(full)
            .build()) {
      result =
          nightshift.run(
              task, pipeline(writes("A.java", "v1\n")).gate(green()).reviewer(approving()).build());
    }

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail()).contains("no space left");
    assertThat(workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  /** Symptom: the run had no result at all, and its work no branch. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dispatched",
        "plan#1",
        "implement/implementer#1",
        "gate/gate#1",
        "landing/intended#1",
        "landing#1",
        "duration#1"
      })
  void aJournalThatStaysFullLosesNeitherResultNorWork(String from) throws Exception {
    InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
    RunResult result;
    try (Nightshift nightshift =
        Nightshift.builder(workspaces)
            .provider((request, context) -> answer(request))
            .journal(new FullJournal(from))
            .build()) {
      result = nightshift.run(task, pipeline(writes("A.java", "v1\n")).build());
    }

    boolean hasLanded = workspaces.targetFiles().get("A.java").equals("v1\n");
    assertThat(result.reason().equals(EndReason.MERGED)).isEqualTo(hasLanded);
    if (!hasLanded) {
      assertThat(result).isInstanceOf(RunResult.Failed.class);
      assertThat(result.report().ending().detail()).contains("no space left");
    }
    assertThat(result.report().branch().isEmpty())
        .isEqualTo(hasLanded || from.equals("dispatched") || from.equals("plan#1"));
    assertThat(hasLanded).isEqualTo(from.equals("landing#1") || from.equals("duration#1"));
  }

  /** Symptom: nothing told that a run which delivered could not be told again. */
  @ParameterizedTest
  @CsvSource({"own/deploy#1, true", "duration#1, false", "spend#1, false"})
  void aJournalThatFailsAfterTheDeliveryIsTold(String from, boolean deploys) throws Exception {
    InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
    RunResult result;
    try (Nightshift nightshift =
        Nightshift.builder(workspaces)
            .provider((request, context) -> answer(request))
            .journal(new FullJournal(from))
            .build()) {
      result =
          nightshift.run(
              task,
              run -> {
                RunResult merged = pipeline(writes("A.java", "v1\n")).build().run(run);
                if (deploys) {
                  run.step("deploy", () -> "deployed");
                }
                return merged;
              });
    }

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().ending().detail())
        .contains("merged into main")
        .contains("The run cannot be told again: its journal failed")
        .contains("no space left");
  }

  /**
   * Symptom: a change that had landed was reported as interrupted by the next process, because the
   * first one had removed the branch of the run.
   */
  @Test
  void whatLandedBeforeTheJournalWasFullIsKnownToTheNextProcess() throws Exception {
    InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
    FullJournal full = new FullJournal("landing#1");
    RunResult first;
    try (Nightshift nightshift = engine(workspaces, full)) {
      first = nightshift.dispatch(task, "it").await();
    }

    RunResult next;
    try (Nightshift nightshift = engine(workspaces, full.mended())) {
      next = nightshift.recover().get(0).run().await();
    }

    assertThat(first.reason()).isEqualTo(EndReason.MERGED);
    assertThat(next.reason()).isEqualTo(EndReason.MERGED);
    assertThat(workspaces.parentsOf(workspaces.targetCommit())).hasSize(2);
  }

  private static Nightshift engine(InMemoryWorkspaces workspaces, Journal journal) {
    return Nightshift.builder(workspaces)
        .provider((request, context) -> answer(request))
        .journal(journal)
        .pipeline("it", pipeline(writes("A.java", "v1\n")).build())
        .build();
  }
}
