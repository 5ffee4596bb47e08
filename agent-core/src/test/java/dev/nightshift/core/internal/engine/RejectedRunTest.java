package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.report.RejectionReason;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs that a human rejects of which no work is kept; they ended as error. */
class RejectedRunTest {
  private static final Outcome ASKING = new Outcome.NeedsClarification("Celsius or Fahrenheit?");
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private final Journal journal = Journal.inMemory();

  /** Its implementer writes something, or nothing, and comes to an end. */
  private Nightshift engine(String written, Outcome outcome) {
    return Nightshift.builder(workspaces)
        .provider((request, context) -> EngineFixture.answer(request))
        .journal(journal)
        .pipeline(
            "it",
            StandardPipeline.builder()
                .implementer(
                    assignment -> {
                      assignment.workspace().files().write("A.java", written.getBytes(UTF_8));
                      return outcome;
                    })
                .reviewer(approving())
                .gate(green())
                .build())
        .build();
  }

  private static RunResult ended(Run run) throws InterruptedException {
    return run.await(Duration.ofSeconds(20)).orElseThrow();
  }

  private RunResult rejected(Nightshift nightshift, RunId run) throws InterruptedException {
    RunResult rejected = ended(nightshift.reject(run, RejectionReason.NOT_NEEDED, ""));
    assertThat(nightshift.replay(run)).isEqualTo(rejected);
    assertThat(rejected.reason())
        .as(rejected.report().ending().detail())
        .isEqualTo(EndReason.REJECTED);
    workspaces.assertNothingOpen();
    assertThat(workspaces.parked()).isEmpty();
    return rejected;
  }

  @Test
  void aRunThatWroteNothingIsRejected() throws Exception {
    Outcome used = new Outcome.Stopped(EndReason.BUDGET_EXHAUSTED, "all is used");
    try (Nightshift nightshift = engine("v0\n", used)) {
      Run run = nightshift.dispatch(Task.builder("Change A").build(), "it");
      assertThat(ended(run).reason()).isEqualTo(EndReason.BUDGET_EXHAUSTED);
      assertThat(workspaces.parked()).isEmpty();

      RunResult rejected = rejected(nightshift, run.id());

      assertThat(rejected.report().changedFiles()).isEmpty();
      assertThat(rejected.report().branch()).isEmpty();
      assertThat(rejected.report().humanDecisions().get(0).outcome()).isEqualTo("the run is over");
    }
  }

  @Test
  void aQuestionWhoseRunWasPrunedIsRejectedAndItsBranchIsTold() throws Exception {
    try (Nightshift nightshift = engine("v1\n", ASKING)) {
      Run run = nightshift.dispatch(Task.builder("Change A").build(), "it");
      RunResult asked = ended(run);
      assertThat(asked.reason()).isEqualTo(EndReason.NEEDS_CLARIFICATION);
      workspaces.reopen(run.id()).discard();

      RunResult rejected = rejected(nightshift, run.id());

      assertThat(rejected.report().changedFiles()).hasSize(1);
      assertThat(rejected.report().branch()).isEqualTo(asked.report().branch());
      assertThat(rejected.report().commits()).isEqualTo(asked.report().commits());
    }
  }
}
