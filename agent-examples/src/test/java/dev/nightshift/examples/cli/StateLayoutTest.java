package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is in a state directory, who may read it, and how it is removed. */
@Timeout(300)
class StateLayoutTest extends OnState {
  private static final Path PAGE = Path.of("../docs/journal-format.md");

  /** Symptom: the page knew nothing of setups and reports. */
  @Test
  void everythingInAStateDirectoryStandsOnThePageOfTheFormat() throws Exception {
    Path tasks = tasks("{\"id\":\"a\",\"description\":\"Make the file b.txt\"}");
    assertThat(batch(tasks)).as(text()).isZero();
    String page = Files.readString(PAGE);
    String id = onlyRun();
    List<String> there = new ArrayList<>(names(state));
    names(state.resolve("runs").resolve(id)).forEach(name -> there.add("runs/<run>/" + name));

    assertThat(there).contains("setups", "reports", "ledger", "keys", "runs/<run>/told");
    assertThat(there)
        .filteredOn(name -> !name.equals("runs"))
        .allSatisfy(name -> assertThat(page).containsPattern("(?m)^<path>/\\Q" + name + "\\E[ /]"));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }

  /** Symptom: a directory that was there already stayed open to others. */
  @Test
  void aStateDirectoryThatWasOpenToOthersIsClosedToThem() throws Exception {
    Files.createDirectory(state);
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(run()).as(text()).isZero();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
        .isEqualTo("rwx------");
  }

  /** Symptom: prune removed the files of a run that another process took up at the same moment. */
  @Test
  void pruneKeepsARunThatSomebodyHas() throws Exception {
    assertThat(run("--deliver", "merge")).as(text()).isZero();
    assertThat(onState("runs list")).isZero();
    String id = onlyRun();
    Path reports = Files.createDirectories(state.resolve("reports").resolve(id));

    try (JournalWriter taken = Journal.directory(state).acquire(RunId.of(id))) {
      assertThat(taken.earlierRecords()).isPositive();
      assertThat(onState("runs prune", "--days", "0")).as(text()).isZero();
    }

    assertThat(text())
        .contains("kept " + id + ": run " + id + " is at work: its journal is written by")
        .contains("1 of 1 runs are kept");
    assertThat(reports).exists();
    assertThat(Journal.directory(state).read(RunId.of(id))).isNotEmpty();
    assertThat(onState("runs prune", "--days", "0")).as(text()).isZero();
    assertThat(reports).doesNotExist();
    assertThat(state.resolve("runs").resolve(id)).doesNotExist();
  }
}
