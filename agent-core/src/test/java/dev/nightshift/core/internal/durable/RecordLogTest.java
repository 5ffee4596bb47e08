package dev.nightshift.core.internal.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordLogTest {
  private static final String KIND = "test";
  @TempDir private Path directory;
  private Path file;
  private final List<LogRecord> read = new ArrayList<>();

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("a.log");
  }

  @Test
  void recordsAreReadAgainWithTheirNumbersAndEpochs() throws Exception {
    try (RecordLog log = open()) {
      assertThat(log.append("{\"a\":\"\u00e4 \ud83d\ude00\"}")).isEqualTo(1);
      assertThat(log.append("two")).isEqualTo(2);
      log.force();
    }
    try (RecordLog log = open()) {
      log.raiseEpoch();
      assertThat(log.epoch()).isEqualTo(2);
      assertThat(log.append("three")).isEqualTo(3);
    }
    read.clear();
    try (RecordLog log = open()) {
      assertThat(log.cutBytes()).isZero();
      assertThat(log.position()).isEqualTo(new LogPosition(Files.size(file), 3, 2));
    }
    assertThat(read)
        .containsExactly(
            new LogRecord(1, 1, "{\"a\":\"\u00e4 \ud83d\ude00\"}"),
            new LogRecord(2, 1, "two"),
            new LogRecord(3, 2, "three"));
  }

  @Test
  void theFileIsReadableByItsOwnerAloneAndSaysWhatItIs() throws Exception {
    try (RecordLog log = open()) {
      log.append("one");
    }

    assertThat(Files.readString(file))
        .isEqualTo(
            """
            63d1ffb8 0 0 {"format":"nightshift-log","version":1,"kind":"test"}
            c6879703 1 1 one
            """);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void theFirstToTakeANewLogOverIsInEpochOne() throws Exception {
    try (RecordLog log = open()) {
      log.raiseEpoch();
      assertThat(log.epoch()).isEqualTo(1);
    }
  }

  @Test
  void whatWouldNotBeReadAsItIsIsNoRecord() throws Exception {
    try (RecordLog log = open()) {
      for (String payload : List.of("", "a\nb", "\ud83d")) {
        assertThatIllegalArgumentException().isThrownBy(() -> log.append(payload));
      }
      assertThat(log.append("good")).isEqualTo(1);
    }
  }

  @Test
  void aLineLongerThanTheBufferIsRead() throws Exception {
    String large = "x".repeat(300_000);
    try (RecordLog log = open()) {
      log.append("small");
      log.append(large);
      log.append("small");
    }
    open().close();

    assertThat(read).extracting(LogRecord::payload).containsExactly("small", large, "small");
  }

  /** What a kill, or the end of the machine, may leave behind the last whole record. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "9",
        "2597d1a5 3",
        "2597d1a5 3 1 three",
        "2597d1a5 3 1 thr\0\0\0\0\0\0\0\0\0\0\0",
        "\0\0\0\0\0\0\0\0",
        "\0\0\0\0\0 3 1 three\n",
        "2597d1a5 3 1 thr\0e\n",
        "2597D1A5 3 1 three\n",
        "00000000 3 1 three\n00000000 4 1 four\n0000",
        "\n",
        "\n\n\n",
      })
  void aTornEndIsCutOffAndTold(String torn) throws Exception {
    two();
    long whole = Files.size(file);
    Files.writeString(file, torn, StandardOpenOption.APPEND);

    try (RecordLog log = open()) {
      assertThat(log.cutBytes()).isEqualTo(torn.length());
      assertThat(read).extracting(LogRecord::payload).containsExactly("one", "two");
      assertThat(Files.size(file)).isEqualTo(whole);
      log.append("three");
    }
    read.clear();
    open().close();
    assertThat(read).extracting(LogRecord::payload).containsExactly("one", "two", "three");
  }

  /** Symptom: with a damaged line feed the whole record behind it was cut off as torn. */
  @Test
  void aRecordThatIsGluedToADamagedOneIsNotCutOff() throws Exception {
    two();
    String text = Files.readString(file).replace("one\n", "one\r");
    Files.writeString(file, text);

    refuses(2, "records follow it");
    assertThat(Files.readString(file)).isEqualTo(text);
  }

  @Test
  void aDamagedRecordBeforeAGoodOneIsCorrupt() throws Exception {
    two();
    Files.writeString(file, Files.readString(file).replace("one", "0ne"));

    refuses(2, "records follow it");
    assertThat(read).isEmpty();
  }

  @Test
  void anIntactLineWithTheWrongNumberOrEpochIsCorruptAlsoAtTheEnd() throws Exception {
    for (LogRecord wrong :
        List.of(
            new LogRecord(2, 2, "again"),
            new LogRecord(4, 2, "gap"),
            new LogRecord(3, 1, "fell"),
            new LogRecord(3, 4, "leapt"))) {
      Files.deleteIfExists(file);
      try (RecordLog log = open()) {
        log.append("one");
        log.raiseEpoch();
        log.append("two");
      }
      Files.write(file, LogLine.of(wrong), StandardOpenOption.APPEND);

      refuses(4, "stands behind");
    }
  }

  @Test
  void anIntactLineThatIsNoRecordIsCorrupt() throws Exception {
    two();
    CRC32C sum = new CRC32C();
    sum.update("03 1 x".getBytes(UTF_8));
    Files.writeString(file, "%08x 03 1 x\n".formatted(sum.getValue()), StandardOpenOption.APPEND);

    refuses(4, "no record");
  }

  @Test
  void whatIsNoLogIsNeverCut() throws Exception {
    for (String other : List.of("{\"v\":1}\n", "text without end", "63d1ffb8 0 0 {\"format\"x")) {
      Files.writeString(file, other);

      refuses(1, "no header");
      assertThat(Files.readString(file)).isEqualTo(other);
    }
  }

  @Test
  void aLogWithoutHeaderIsRefused() throws Exception {
    Files.write(file, LogLine.of(new LogRecord(1, 1, "one")));

    refuses(1, "header of the log is missing");
  }

  /** Only the beginning of the header is left, and what a longer file reads as. */
  @Test
  void aLogThatWasCutOffInItsHeaderBeginsAnew() throws Exception {
    open().close();
    String header = Files.readString(file);
    for (String left : List.of("", header.substring(0, 20), header.substring(0, 20) + "\0\0\0")) {
      Files.writeString(file, left);

      try (RecordLog log = open()) {
        assertThat(log.cutBytes()).isEqualTo(left.length());
      }
      assertThat(Files.readString(file)).isEqualTo(header);
    }
  }

  @Test
  void anotherVersionOrKindIsRefusedByName() throws Exception {
    String json = "{\"format\":\"nightshift-log\",\"version\":2,\"kind\":\"test\"}";
    Files.write(file, LogLine.of(new LogRecord(0, 0, json)));
    assertThatExceptionOfType(UnknownFormatException.class)
        .isThrownBy(this::open)
        .withMessageContaining("a log of version 2, and wanted is version 1; open it with");

    Files.delete(file);
    open().close();
    assertThatExceptionOfType(UnknownFormatException.class)
        .isThrownBy(() -> RecordLog.open(file, "ledger", read::add))
        .withMessageContaining("a log of kind 'test', and wanted is kind 'ledger'");
  }

  @Test
  void anInterruptedThreadWritesAndForcesAllTheSame() throws Exception {
    Thread.currentThread().interrupt();
    try (RecordLog log = open()) {
      log.append("one");
      log.force();
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      log.catchUp(read::add);
    }
    open().close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(read).hasSize(1);
  }

  @Test
  void whatAnotherProcessAppendedIsReadBeforeTheNextRecord() throws Exception {
    try (RecordLog mine = open();
        RecordLog other = RecordLog.open(file, KIND, read::add)) {
      mine.append("one");
      other.catchUp(read::add);
      other.append("two");
      Files.writeString(file, "0000 torn by a kill", StandardOpenOption.APPEND);
      mine.catchUp(read::add);
      mine.append("three");
      other.catchUp(read::add);
      other.force();
    }
    assertThat(read).extracting(LogRecord::payload).containsExactly("one", "two", "three");
    assertThat(read).extracting(LogRecord::seq).containsExactly(1L, 2L, 3L);
  }

  /** Symptom: a writer whose lock file was removed wrote over the records of the next one. */
  @Test
  void aWriterWhoDidNotReadWhatOthersWroteWritesNoMore() throws Exception {
    try (RecordLog stale = open();
        RecordLog next = RecordLog.open(file, KIND, read::add)) {
      next.append("one");

      assertThatIOException()
          .isThrownBy(() -> stale.append("lost"))
          .withMessageContaining("somebody wrote to it without its lock");
      assertThatIOException()
          .isThrownBy(() -> stale.catchUp(read::add))
          .withMessageContaining("no more is written after a failure")
          .withMessageContaining("somebody wrote to it without its lock");
      assertThatIOException().isThrownBy(stale::force);
    }
  }

  @Test
  void aLogThatWasCutOrRemovedBySomebodyElseTakesNoMore() throws Exception {
    try (RecordLog log = open()) {
      log.append("one");
      Files.delete(file);
      assertThatIOException()
          .isThrownBy(() -> log.append("two"))
          .withMessageContaining("has 0 bytes");
    }
    two();
    try (RecordLog log = open()) {
      DurableFiles.cut(file, Files.size(file) - 3);
      assertThatExceptionOfType(CorruptFileException.class)
          .isThrownBy(() -> log.catchUp(read::add))
          .withMessageContaining("ends before what was read of it earlier");
    }
  }

  @Test
  void aClosedLogTakesNoMore() throws Exception {
    RecordLog log = open();
    log.close();
    log.close();

    assertThatIOException().isThrownBy(() -> log.append("one")).withMessageContaining("was closed");
  }

  private void two() throws IOException {
    try (RecordLog log = open()) {
      log.append("one");
      log.append("two");
    }
    read.clear();
  }

  private void refuses(long line, String problem) throws IOException {
    read.clear();
    byte[] before = Files.readAllBytes(file);
    assertThatExceptionOfType(CorruptFileException.class)
        .isThrownBy(this::open)
        .withMessageContaining(problem)
        .withMessageContaining("line " + line + " of " + file)
        .satisfies(corrupt -> assertThat(corrupt.line()).isEqualTo(line));
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  private RecordLog open() throws IOException {
    return RecordLog.open(file, KIND, read::add);
  }
}
