package dev.nightshift.core.internal.durable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slice of what {@code scripts/prove journal-images} shows of a journal of a real run. */
class LogImagesTest {
  private static final String KIND = "test";
  private static final int SECTOR = 512;
  @TempDir private Path directory;
  private final List<LogRecord> whole = new ArrayList<>();
  private final List<Integer> ends = new ArrayList<>();
  private final Random random = new Random(20_261_129);
  private byte[] bytes = {};

  @BeforeEach
  void write() throws IOException {
    Path file = directory.resolve("whole.log");
    try (RecordLog log = RecordLog.open(file, KIND, whole::add)) {
      for (int i = 0; i < 40; i++) {
        if (i % 10 == 0) {
          log.raiseEpoch();
        }
        log.append("{\"n\":" + i + ",\"text\":\"" + "\u00e4".repeat(random.nextInt(60)) + "\"}");
        ends.add((int) log.position().offset());
      }
    }
    RecordLog.open(file, KIND, whole::add).close();
    bytes = Files.readAllBytes(file);
  }

  @Test
  void everyBytePrefixIsItsLongestWholePart() throws Exception {
    for (int length = 0; length <= bytes.length; length++) {
      List<LogRecord> read = read(Arrays.copyOf(bytes, length));

      int end = length;
      long records = ends.stream().filter(one -> one <= end).count();
      assertThat(read).as("prefix of %s", length).isEqualTo(whole.subList(0, (int) records));
    }
  }

  @Test
  void aFlippedByteGivesAPrefixOrARefusal() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      byte[] image = bytes.clone();
      int at = random.nextInt(image.length);
      image[at] ^= (byte) (1 + random.nextInt(255));

      isPrefixOrRefused(image, "byte " + at + " is " + image[at]);
    }
  }

  /** Sectors of an end that was not forced are missing, in whatever order they are written. */
  @Test
  void missingSectorsGiveAPrefixOrARefusal() throws Exception {
    for (int i = 0; i < 500; i++) {
      byte[] image = bytes.clone();
      for (int sector = 3; sector * SECTOR < image.length; sector++) {
        if (random.nextBoolean()) {
          Arrays.fill(
              image, sector * SECTOR, Math.min(image.length, (sector + 1) * SECTOR), (byte) 0);
        }
      }

      isPrefixOrRefused(image, "image " + i);
    }
  }

  private void isPrefixOrRefused(byte[] image, String what) throws IOException {
    try {
      List<LogRecord> read = read(image);
      assertThat(read).as(what).isEqualTo(whole.subList(0, read.size()));
    } catch (CorruptFileException | UnknownFormatException refused) {
      assertThat(refused).as(what).hasMessageContaining("image.log");
      assertThat(Files.readAllBytes(directory.resolve("image.log"))).as(what).isEqualTo(image);
    }
  }

  private List<LogRecord> read(byte[] image) throws IOException {
    Path file = Files.write(directory.resolve("image.log"), image);
    List<LogRecord> read = new ArrayList<>();
    LogEnd end = LogReader.read(file, KIND, read::add);
    assertThat(end.position().offset() + end.tornBytes()).isEqualTo(image.length);
    return read;
  }
}
