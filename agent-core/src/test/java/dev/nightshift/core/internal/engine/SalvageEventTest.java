package dev.nightshift.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.event.RunEvent;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.RecordingListener;
import dev.nightshift.core.workspace.SalvagedRun;
import dev.nightshift.core.workspace.UnfinishedRun;
import dev.nightshift.core.workspace.Workspaces;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SalvageEventTest {
  private static final SalvagedRun FOUND =
      new SalvagedRun(
          new UnfinishedRun(
              RunId.of("dead"),
              new UnfinishedRun.Owner(UnfinishedRun.State.DEAD, "process 7 on here"),
              new UnfinishedRun.Place("/repository", "/directory"),
              Instant.EPOCH,
              ""),
          SalvagedRun.Outcome.KEPT,
          "nightshift/dead",
          List.of("note"));

  @Test
  void listenersHearOfTheWorkOfAKilledRun() throws InterruptedException {
    RecordingListener listener = new RecordingListener();
    Workspaces workspaces = new Salvaging(InMemoryWorkspaces.of(Map.of("A.java", "v0\n")), FOUND);
    try (Nightshift nightshift =
        Nightshift.builder(workspaces)
            .provider((request, context) -> EngineFixture.answer(request))
            .listener(listener)
            .build()) {
      RunResult result =
          nightshift.run(
              Task.builder("Change A").build(),
              EngineFixture.pipeline(EngineFixture.writes("A.java", "v1\n")).build());
      assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    }

    RunEvent event = listener.named("run.salvaged").get(0);
    assertThat(event.text("salvagedRun")).contains("dead");
    assertThat(event.text("branch")).contains("nightshift/dead");
    assertThat(event.text("detail"))
        .contains(
            "run dead of process 7 on here, which no longer works on it: its work is on branch nightshift/dead; note");
  }

  /** Symptom: a dead fork was told by a name that no run was dispatched by. */
  @Test
  void aForkIsToldByItsRunAndItsName() throws InterruptedException {
    RecordingListener listener = new RecordingListener();
    UnfinishedRun fork =
        new UnfinishedRun(
            RunId.of("dead-left"),
            FOUND.run().owner(),
            FOUND.run().place(),
            Instant.EPOCH,
            new UnfinishedRun.Branch(RunId.of("dead"), "left", ""));
    Workspaces workspaces =
        new Salvaging(
            InMemoryWorkspaces.of(Map.of("A.java", "v0\n")),
            new SalvagedRun(fork, SalvagedRun.Outcome.NOTHING, "", List.of()));
    try (Nightshift nightshift =
        Nightshift.builder(workspaces)
            .provider((request, context) -> EngineFixture.answer(request))
            .listener(listener)
            .build()) {
      nightshift.run(
          Task.builder("Change A").build(),
          EngineFixture.pipeline(EngineFixture.writes("A.java", "v1\n")).build());
    }

    RunEvent event = listener.named("run.salvaged").get(0);
    assertThat(event.text("salvagedRun")).contains("dead");
    assertThat(event.text("salvagedFork")).contains("left");
    assertThat(event.text("detail").orElse("")).startsWith("fork left of run dead of process 7");
  }

  private static final class Salvaging extends ForwardingWorkspaces {
    private final SalvagedRun found;

    Salvaging(Workspaces all, SalvagedRun found) {
      super(all);
      this.found = found;
    }

    @Override
    public List<SalvagedRun> salvage() {
      return List.of(found);
    }
  }
}
