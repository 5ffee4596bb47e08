package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.event.RunEvent;
import dev.nightshift.core.event.RunListener;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.RecoveredRun.Fate;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who hears of the end of a run whose process died before it had told it. */
class ToldEndTest {
  private static final Pipeline ENDING = scope -> scope.stop(EndReason.ESCALATED, "look at this");
  private final Task task = Task.builder("Change A").build();
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private final List<RunEvent> heard = new CopyOnWriteArrayList<>();
  @TempDir private Path state;

  /** Symptom: a kill between the record of an end and its one notification lost that for good. */
  @Test
  void theEndOfARunWasLostWithTheProcessThatWasAboutToTellIt() throws Exception {
    RunId run = endedRun(listener());
    assertThat(StateDirectory.at(state).untold()).isEmpty();
    killedBeforeAllHadHeard(run);
    assertThat(StateDirectory.at(state).untold()).extracting(RecordedRun::id).containsExactly(run);
    heard.clear();

    try (Nightshift next = builder(listener()).build()) {
      assertThat(next.recover()).isEmpty();
    }
    assertThat(StateDirectory.at(state).untold()).isEmpty();
    try (Nightshift third = builder(listener()).build()) {
      assertThat(third.recover()).isEmpty();
    }

    assertThat(heard).hasSize(1);
    RunEvent told = heard.get(0);
    assertThat(told.run()).isEqualTo(run);
    assertThat(told.name()).isEqualTo("run.ended");
    assertThat(told.attributes())
        .containsEntry("outcome", "STOPPED")
        .containsEntry("reason", EndReason.ESCALATED.name())
        .containsEntry("detail", "look at this")
        .containsEntry("goesOn", false)
        .containsEntry("toldLate", true);
  }

  @Test
  void oneRunThatIsRecoveredByItsIdIsToldAsWell() throws Exception {
    RunId run = endedRun(listener());
    killedBeforeAllHadHeard(run);
    heard.clear();

    try (Nightshift next = builder(listener()).build()) {
      assertThat(next.recover(run)).isEmpty();
    }

    assertThat(heard).hasSize(1);
  }

  @Test
  void anEndThatAllHaveHeardOfIsNotToldAgain() throws Exception {
    endedRun(listener());
    heard.clear();

    try (Nightshift next = builder(listener()).build()) {
      next.recover();
    }

    assertThat(heard).isEmpty();
  }

  /** Symptom: who recovered while a slow command told of an end told it as well. */
  @Test
  void anEndIsToldByOneProcessAtATime() throws Exception {
    CompletableFuture<Void> told = new CompletableFuture<>();
    RunId run = endedRun(slow(told));

    try (Nightshift next = builder(listener()).build()) {
      next.recover();
      assertThat(heard).isEmpty();
      told.complete(null);
      next.recover();
    }

    assertThat(heard).isEmpty();
    assertThat(folder(run).resolve("told")).hasContent("1");
    assertThat(folder(run).resolve("telling")).doesNotExist();
  }

  /** So are all journals of versions that did not note who listened. */
  @Test
  void anEndThatNobodyListenedToIsNeverToldLater() throws Exception {
    RunId run = endedRun();

    try (Nightshift next = builder(listener()).build()) {
      next.recover();
    }

    assertThat(heard).isEmpty();
    assertThat(Journal.directory(state).read(run)).noneMatch(line -> line.contains("listeners"));
    assertThat(folder(run).resolve("told")).doesNotExist();
  }

  @Test
  void aListenerThatFailsIsNotToldForEver() throws Exception {
    RunListener failing =
        event -> {
          heard.add(event);
          throw new IllegalStateException("no mail today");
        };
    endedRun(failing);
    heard.clear();

    try (Nightshift next = builder(failing).build()) {
      next.recover();
    }

    assertThat(heard).isEmpty();
  }

  /** Symptom: what recovery itself ended was told to nobody. */
  @Test
  void aRunThatNobodyCanGoOnWithIsToldAsInterrupted() throws Exception {
    RunId run;
    CutJournal journal = new CutJournal(2);
    Nightshift first = builder().journal(journal).build();
    journal.untilCut(() -> first.dispatch(task, ENDING));
    run = journal.left().runs().get(0);

    try (Nightshift next = builder(listener()).journal(journal.left()).build()) {
      Files.createDirectories(folder(run));
      assertThat(next.recover().get(0).fate()).isEqualTo(Fate.INTERRUPTED);
    }

    journal.release();
    first.close();
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0).text("reason")).hasValue(EndReason.INTERRUPTED.name());
  }

  private RunId endedRun(RunListener... listeners) throws Exception {
    try (Nightshift nightshift = builder(listeners).build()) {
      return nightshift.dispatch(task, "it").await().report().runId();
    }
  }

  private void killedBeforeAllHadHeard(RunId run) throws IOException {
    Files.delete(folder(run).resolve("told"));
  }

  private Path folder(RunId run) {
    return state.resolve("runs").resolve(run.value());
  }

  private RunListener listener() {
    return event -> {
      if (event.name().equals("run.ended")) {
        heard.add(event);
      }
    };
  }

  private static RunListener slow(CompletableFuture<Void> told) {
    return new RunListener() {
      @Override
      public void onEvent(RunEvent event) {}

      @Override
      public CompletionStage<Void> onEnd(RunEvent event) {
        return told;
      }
    };
  }

  private NightshiftBuilder builder(RunListener... listeners) {
    NightshiftBuilder builder =
        Nightshift.builder(workspaces)
            .provider((request, context) -> answer(request))
            .state(state)
            .pipeline("it", ENDING);
    for (RunListener listener : listeners) {
      builder.listener(listener);
    }
    return builder;
  }
}
