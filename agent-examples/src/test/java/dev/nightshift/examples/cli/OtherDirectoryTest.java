package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State directories that are given by mistake, and runs about which nothing can be done. */
class OtherDirectoryTest extends OnState {
  /** Symptom: of a directory with other files it was said that no run was begun there. */
  @ParameterizedTest
  @ValueSource(strings = {"runs list", "runs resume", "runs prune", "spend"})
  void aDirectoryOfOtherFilesIsRefusedByName(String command) throws Exception {
    Files.createDirectories(state.resolve("src"));

    assertThat(onState(command)).as(text()).isEqualTo(ExitStatus.BAD_USAGE);

    assertThat(text()).contains("--state '" + state + "': has no runs and no ledger, but other");
    assertThat(state).isDirectoryContaining("glob:**/src").isDirectoryNotContaining("glob:**/runs");
  }

  @Test
  void anEmptyDirectoryHasNoRunYet() throws Exception {
    Files.createDirectories(state);

    assertThat(onState("runs list")).as(text()).isZero();
    assertThat(text()).contains("no run was begun here");
  }

  /** Symptom: the same batch told "open" of a damaged run, and to recover it. */
  @Test
  void aBatchWithADamagedRunSaysThatItNeedsAttention() throws Exception {
    Path tasks = tasks("{\"id\":\"q\",\"description\":\"Make the file b.txt\"}");
    assertThat(batch(tasks)).as(text()).isZero();
    Path log = state.resolve("runs").resolve(onlyRun()).resolve("journal.log");
    List<String> lines = new ArrayList<>(Files.readAllLines(log));
    lines.set(3, "damaged");
    Files.write(log, lines);

    assertThat(batch(tasks)).isEqualTo(ExitStatus.NOTHING_TO_TAKE);

    assertThat(text())
        .containsPattern("task q: needs_attention, .*line 4.*restore its journal from a copy")
        .containsPattern("q +needs_attention ")
        .doesNotContain("recover it if");
    assertThat(onState("runs list")).isZero();
    assertThat(text()).containsPattern("damaged +q ");
  }

  /** Symptom: it was said that a damaged run ends when it is resumed, which it never can be. */
  @Test
  void aDamagedRunThatIsCancelledIsSaidToBeDamaged() throws Exception {
    assertThat(run()).as(text()).isZero();
    Path log = state.resolve("runs").resolve(onlyRun()).resolve("journal.log");
    List<String> lines = new ArrayList<>(Files.readAllLines(log));
    lines.set(4, lines.get(4).replace("\"v\":1", "\"v\":9"));
    Files.write(log, lines);

    assertThat(onState("runs cancel", onlyRun())).isEqualTo(ExitStatus.NOTHING_TO_TAKE);

    assertThat(text())
        .contains("run " + onlyRun() + " is damaged: ", "line 5", "restore its journal");
    // Symptom: it was said that no options were kept for its pipeline ''.
    assertThat(onState("runs accept", onlyRun())).isEqualTo(ExitStatus.NOTHING_TO_TAKE);
    assertThat(text())
        .contains(
            "nothing can be decided about run " + onlyRun() + ": its journal is damaged, ",
            "line 5",
            "restore its journal");
  }
}
