package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.answer;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.report.DecisionReport;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an implementer decided is in the report once, wherever its process ended. */
class CutDecisionTest {
  private static final DecisionNote FIRST = new DecisionNote("where", "in A", "it is shorter");
  private static final DecisionNote SECOND = new DecisionNote("how", "a loop", "no streams here");
  private final Task task = Task.builder("Change A").build();

  /** Symptom: cut behind the round, the decisions of the round were in no report. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"note\":\"implement/decided#2\"",
        "\"step\":\"implement/implementer#1\"",
        "\"step\":\"decisions#1\"",
        "\"step\":\"commit#1\""
      })
  void whatWasDecidedIsToldOnce(String cutBefore) throws Exception {
    Journal whole = Journal.inMemory();
    int kept;
    try (Nightshift nightshift = engine(whole, repository())) {
      kept = CutJournal.countBefore(cutBefore, 1, task, nightshift, whole);
    }
    InMemoryWorkspaces workspaces = repository();

    RunResult result = CutJournal.resumed(kept, task, workspaces, left -> engine(left, workspaces));

    assertThat(result.report().decisions())
        .extracting(DecisionReport::note)
        .containsExactly(FIRST, SECOND);
  }

  private static InMemoryWorkspaces repository() {
    return InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  }

  private static Nightshift engine(Journal journal, InMemoryWorkspaces workspaces) {
    Implementer deciding =
        assignment -> {
          assignment.decided(FIRST);
          assignment.workspace().files().write("A.java", "v1\n".getBytes(StandardCharsets.UTF_8));
          assignment.decided(SECOND);
          return new Outcome.Changed("done");
        };
    return Nightshift.builder(workspaces)
        .provider((request, context) -> answer(request))
        .journal(journal)
        .pipeline("it", pipeline(deciding).build())
        .build();
  }
}
