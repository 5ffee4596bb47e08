package dev.nightshift.examples.images;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A log file that is cut off and damaged, and put back as it was. */
final class LogImage {
  private final Path file;
  private final byte[] bytes;
  private final int[] lineEnds;

  LogImage(Path file) throws IOException {
    this.file = file;
    this.bytes = Files.readAllBytes(file);
    this.lineEnds =
        IntStream.range(0, bytes.length)
            .filter(i -> bytes[i] == '\n')
            .map(end -> end + 1)
            .toArray();
  }

  Path file() {
    return file;
  }

  int length() {
    return bytes.length;
  }

  int lines() {
    return lineEnds.length;
  }

  /** How many lines are whole before a byte. */
  int linesBefore(int length) {
    return (int) Arrays.stream(lineEnds).filter(end -> end <= length).count();
  }

  /** Puts the first bytes back, and nothing else. */
  void restore(int length) throws IOException {
    Files.write(file, Arrays.copyOf(bytes, length));
  }

  /** Puts the first lines back, and nothing else. */
  void restoreLines(int lines) throws IOException {
    restore(lines == 0 ? 0 : lineEnds[lines - 1]);
  }

  static void flip(Path file, int at, int mask) throws IOException {
    try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
      image.seek(at);
      int was = image.read();
      image.seek(at);
      image.write(was ^ mask);
    }
  }
}
