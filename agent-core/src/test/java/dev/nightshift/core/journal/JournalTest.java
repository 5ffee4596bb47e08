package dev.nightshift.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JournalTest {
  private static final RunId ONE = RunId.of("run-1");
  private static final RunId TWO = RunId.of("run-2");

  @TempDir private static Path temporary;

  static Stream<Journal> kept() throws Exception {
    return Stream.of(
        Journal.inMemory(),
        Journal.directory(Files.createTempDirectory(temporary, "journal").resolve("not/yet")));
  }

  @ParameterizedTest
  @MethodSource("kept")
  void keepsTheRecordsOfEachRunInOrder(Journal journal) {
    journal.append(TWO, "{\"v\":1}");
    journal.append(ONE, "{\"text\":\"\u00e4 \ud83d\ude00\"}");
    journal.append(TWO, "{\"v\":2}");

    assertThat(journal.runs()).containsExactly(ONE, TWO);
    assertThat(journal.read(ONE)).containsExactly("{\"text\":\"\u00e4 \ud83d\ude00\"}");
    assertThat(journal.read(TWO)).containsExactly("{\"v\":1}", "{\"v\":2}");
  }

  @ParameterizedTest
  @MethodSource("kept")
  void knowsNothingOfARunWithoutRecords(Journal journal) {
    assertThat(journal.read(ONE)).isEmpty();
    assertThat(journal.runs()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("kept")
  void refusesWhatIsNotOneLine(Journal journal) {
    for (String record : List.of("", "{}\n{}", "{}\r")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> journal.append(ONE, record))
          .withMessageContaining("one line");
    }
    assertThat(journal.read(ONE)).isEmpty();
  }

  /** Symptom: the first run failed by a message that was a path alone. */
  @Test
  void aFileIsNoPlaceForAJournal(@TempDir Path directory) throws Exception {
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
    Journal.none().append(ONE, "{}");

    assertThat(Journal.none().read(ONE)).isEmpty();
    assertThat(Journal.none().runs()).isEmpty();
  }

  @Test
  void recordsAreReadByTheNextProcessAndByItsOwnerOnly(@TempDir Path directory) throws Exception {
    Journal.directory(directory.resolve("j")).append(ONE, "{}");

    assertThat(Journal.directory(directory.resolve("j")).read(ONE)).containsExactly("{}");
    Path file = directory.resolve("j/run-1.jsonl");
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aRecordThatWasCutOffIsNone(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("run-1.jsonl"), "{\"v\":1}\n{\"v\":");

    assertThat(Journal.directory(directory).read(ONE)).containsExactly("{\"v\":1}");
  }

  /** Symptom: the next record was glued to the rest of the torn one, and both were lost. */
  @Test
  void aRecordBehindATornOneIsKept(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("run-1.jsonl");
    Files.write(file, new byte[] {'{', '}', '\n', '{', '"', (byte) 0xc3});
    Files.writeString(directory.resolve("old copy.jsonl"), "{}");

    assertThat(Journal.directory(directory).read(ONE)).containsExactly("{}");
    Journal.directory(directory).append(ONE, "{\"v\":2}");

    assertThat(Journal.directory(directory).read(ONE)).containsExactly("{}", "{\"v\":2}");
    assertThat(Journal.directory(directory).runs()).containsExactly(ONE);
  }

  /** Symptom: a cancel broke the record of a landing, and the run was told as cancelled. */
  @Test
  void anInterruptedThreadStillKeepsItsRecord(@TempDir Path directory) {
    Thread.currentThread().interrupt();
    Journal.directory(directory).append(ONE, "{}");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(Journal.directory(directory).read(ONE)).containsExactly("{}");
  }

  @Test
  void saysWhichFileCannotBeWritten(@TempDir Path directory) throws Exception {
    Path place = directory.resolve("journal");
    Journal journal = Journal.directory(place);
    Files.writeString(place, "became a file");

    assertThatExceptionOfType(WorkspaceException.class)
        .isThrownBy(() -> journal.append(ONE, "{}"))
        .withMessageContaining(place.resolve("run-1.jsonl").toString())
        .withMessageContaining("FileAlreadyExistsException: " + place);
  }
}
