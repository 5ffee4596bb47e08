package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.ForcedJournal.CLOSED;
import static dev.nightshift.core.internal.engine.ForcedJournal.FORCED;
import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is on the disk before something is done that cannot be undone. */
class BarrierTest {
  private final Task task = Task.builder("Change A").build();
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private final ScriptedModel coder = ScriptedModel.of(edit("A.java", "v0", "v1"), finish("done"));
  private final List<List<String>> beforeCalls = new ArrayList<>();

  private RunResult run(ForcedJournal journal) throws Exception {
    try (Nightshift nightshift =
        Nightshift.builder(workspaces).provider(new Watched(journal)).journal(journal).build()) {
      return nightshift.run(
          task,
          scope -> {
            scope.step("look", () -> "seen");
            return pipeline(ModelImplementer.using(coder.modelId().toString()))
                .gate(green())
                .reviewer(approving())
                .build()
                .run(scope);
          });
    }
  }

  @Test
  void nothingIsSentBeforeItsReservationAndDispatchAreOnTheDisk() throws Exception {
    run(new ForcedJournal(""));

    assertThat(beforeCalls).hasSize(2);
    for (int call = 1; call <= 2; call++) {
      assertThat(beforeCalls.get(call - 1))
          .containsSubsequence("account/reserved#" + call, "account/dispatched#" + call)
          .endsWith(FORCED);
    }
  }

  @Test
  void verdictsCommitsLandingsAndTheEndAreOnTheDiskBeforeTheRunGoesOn() throws Exception {
    ForcedJournal journal = new ForcedJournal("");
    RunResult result = run(journal);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    List<String> course = journal.course();
    Set<String> barriers =
        Set.of(
            "plan#1",
            "open#1",
            "own/look#1",
            "commit#1",
            "candidate#1",
            "gate/gate#1",
            "review/reviewer#1",
            "landing/intended#1",
            "landing#1",
            "run/ended#1");
    assertThat(course).containsAll(barriers);
    for (int i = 0; i < course.size(); i++) {
      if (barriers.contains(course.get(i))) {
        assertThat(course.get(i + 1)).as("after " + course.get(i)).isEqualTo(FORCED);
      }
    }
    assertThat(course).containsSubsequence("landing/intended#1", FORCED, "landing#1", FORCED);
    assertThat(course).startsWith("dispatched", "account/opened#1", FORCED);
    assertThat(course).endsWith("run/ended#1", FORCED, CLOSED);
    assertThat(course).containsSubsequence("account/ended#2", FORCED);
  }

  @ParameterizedTest
  @CsvSource({
    "dispatched, 0, false",
    "account/dispatched#1, 0, false",
    "account/ended#1, 1, false",
    "gate/gate#1, 2, false",
    "landing/intended#1, 2, false",
    "landing#1, 2, true",
    "run/ended#1, 2, true"
  })
  void aBarrierThatFailsStopsWhatComesBehindIt(String unforceable, int calls, boolean lands)
      throws Exception {
    RunResult result = run(new ForcedJournal(unforceable));

    assertThat(beforeCalls).hasSize(calls);
    assertThat(result.reason().equals(EndReason.MERGED)).isEqualTo(lands);
    assertThat(workspaces.targetFiles()).containsEntry("A.java", lands ? "v1\n" : "v0\n");
    assertThat(result.report().ending().detail()).contains("disk gone");
  }

  /** Notes what was recorded and forced when a call came. */
  private final class Watched implements ModelProvider {
    private final ForcedJournal journal;

    Watched(ForcedJournal journal) {
      this.journal = journal;
    }

    @Override
    public String name() {
      return coder.name();
    }

    @Override
    public ModelFacts facts(ModelId id) {
      return coder.facts(id);
    }

    @Override
    public ModelResponse complete(ModelRequest request, CallContext context)
        throws InterruptedException {
      beforeCalls.add(journal.course());
      return coder.complete(request, context);
    }
  }
}
