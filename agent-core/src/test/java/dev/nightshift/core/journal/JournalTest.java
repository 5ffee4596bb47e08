package dev.nightshift.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.testing.JournalContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class JournalTest {
  private static final RunId ONE = RunId.of("run-1");
  private static final RunId TWO = RunId.of("run-2");

  @TempDir private Path directory;

  static Stream<Arguments> rules() {
    List<Arguments> all = new ArrayList<>();
    JournalContract.rules()
        .forEach(
            (name, rule) -> {
              all.add(Arguments.of("in memory", name, rule));
              all.add(Arguments.of("in a directory", name, rule));
            });
    return all.stream();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("rules")
  void keepsTheContract(String where, String name, JournalContract.Rule rule) throws Exception {
    rule.check(
        where.equals("in memory")
            ? Journal.inMemory()
            : Journal.directory(directory.resolve("not/yet")));
  }

  /** Symptom: the first run failed by a message that was a path alone. */
  @Test
  void aFileIsNoPlaceForAJournal() throws Exception {
    Path file = Files.writeString(directory.resolve("journal.jsonl"), "{}");

    for (Path wrong : List.of(file, file.resolve("below"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Journal.directory(wrong))
          .withMessageContaining("cannot be kept in " + wrong)
          .withMessageContaining(file + " is a file; give a directory");
    }
  }

  @Test
  void keepsNothingIfNothingIsToBeKept() {
    record(Journal.none(), ONE, "{}");

    assertThat(Journal.none().read(ONE)).isEmpty();
    assertThat(Journal.none().runs()).isEmpty();
  }

  @Test
  void recordsAreReadByTheNextProcessAndByTheirOwnerOnly() throws Exception {
    String large = "\"" + "x".repeat(StoredRecords.LARGE) + "\"";
    record(journal(), ONE, "{}", large);

    assertThat(journal().read(ONE)).containsExactly("{}", large);
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      List<Path> all = everything();
      assertThat(all).hasSize(7);
      for (Path path : all) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
  }

  private List<Path> everything() throws Exception {
    try (Stream<Path> all = Files.walk(directory.resolve("j"))) {
      return all.toList();
    }
  }

  @Test
  void aLargeRecordIsAFileWhichIsThereOnce() throws Exception {
    String large = "\"" + "x".repeat(StoredRecords.LARGE) + "\"";
    record(journal(), ONE, large, "\"" + "x".repeat(1000) + "\"", large);

    try (Stream<Path> blobs = Files.list(runDirectory().resolve("blobs"))) {
      assertThat(blobs).hasSize(1);
    }
    assertThat(Files.size(log())).isLessThan(2_000);
  }

  @Test
  void aRecordThatWasCutOffIsNoneAndIsCutOffByTheNextWriter() throws Exception {
    record(journal(), ONE, "{\"v\":1}");
    Files.writeString(log(), "0123abcd 3 1 {\"v\":", StandardOpenOption.APPEND);
    Files.createDirectories(directory.resolve("j/runs/old copy"));
    Files.createDirectories(directory.resolve("j/runs/empty"));

    assertThat(journal().read(ONE)).containsExactly("{\"v\":1}");
    record(journal(), ONE, "{\"v\":2}");

    assertThat(journal().read(ONE)).containsExactly("{\"v\":1}", "{\"v\":2}");
    assertThat(journal().runs()).containsExactly(ONE);
  }

  @Test
  void aCorruptJournalIsRefusedByItsLineAndTheOthersStayReadable() throws Exception {
    record(journal(), ONE, "{\"v\":1}", "{\"v\":2}");
    record(journal(), TWO, "{}");
    String damaged = Files.readString(log()).replace("\"v\":1}\n", "\"v\":7}\n");
    Files.writeString(log(), damaged);

    for (Runnable use :
        List.<Runnable>of(() -> journal().read(ONE), () -> journal().acquire(ONE))) {
      assertThatExceptionOfType(CorruptJournalException.class)
          .isThrownBy(use::run)
          .withMessageContaining("journal of run run-1 needs attention: line 3 of " + log())
          .satisfies(corrupt -> assertThat(corrupt.line()).isEqualTo(3));
    }
    assertThat(Files.readString(log())).isEqualTo(damaged);
    assertThat(journal().read(TWO)).containsExactly("{}");
    assertThat(journal().runs()).containsExactly(ONE, TWO);
  }

  @Test
  void aLargeRecordThatIsMissingOrDamagedIsCorrupt() throws Exception {
    record(journal(), ONE, "\"" + "x".repeat(StoredRecords.LARGE) + "\"");
    Path blob;
    try (Stream<Path> blobs = Files.list(runDirectory().resolve("blobs"))) {
      blob = blobs.findFirst().orElseThrow();
    }
    Files.writeString(blob, "\"y", StandardOpenOption.WRITE);
    assertThatExceptionOfType(CorruptJournalException.class)
        .isThrownBy(() -> journal().read(ONE))
        .withMessageContaining(blob + " is corrupt: its content does not have the SHA-256");

    Files.delete(blob);
    assertThatExceptionOfType(CorruptJournalException.class)
        .isThrownBy(() -> journal().read(ONE))
        .withMessageContaining(blob + " is corrupt: it is missing");
  }

  @Test
  void aRunHasOneWriterInAllEnginesOfThisProcess() {
    try (JournalWriter writer = journal().acquire(ONE)) {
      assertThat(writer.epoch()).isEqualTo(1);
      assertThatExceptionOfType(JournalHeldException.class)
          .isThrownBy(() -> journal().acquire(ONE))
          .withMessageContaining("run run-1 is at work")
          .withMessageContaining("process " + ProcessHandle.current().pid())
          .satisfies(held -> assertThat(held.run()).isEqualTo(ONE));
    }
  }

  @Test
  void saysWhichFileCannotBeWritten() throws Exception {
    Journal journal = journal();
    Path place = Files.writeString(directory.resolve("j"), "became a file");

    assertThatExceptionOfType(WorkspaceException.class)
        .isThrownBy(() -> journal.acquire(ONE))
        .withMessageContaining(place.resolve("runs/run-1/journal.log").toString())
        .withMessageContaining("FileAlreadyExistsException: " + place);
  }

  private static void record(Journal journal, RunId run, String... records) {
    try (JournalWriter writer = journal.acquire(run)) {
      for (String record : records) {
        writer.append(record);
      }
      writer.force();
    }
  }

  private Journal journal() {
    return Journal.directory(directory.resolve("j"));
  }

  private Path runDirectory() {
    return directory.resolve("j/runs/run-1");
  }

  private Path log() {
    return runDirectory().resolve("journal.log");
  }
}
