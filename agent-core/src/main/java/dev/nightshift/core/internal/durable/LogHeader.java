package dev.nightshift.core.internal.durable;

import dev.nightshift.core.internal.json.JsonValue;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The first line of a log: a record with the number 0, which names format, version and kind. */
final class LogHeader {
  private static final String FORMAT = "nightshift-log";
  private static final long VERSION = 1;
  private final byte[] line;
  private final String kind;

  private final LogRecord record;

  LogHeader(String kind) {
    this.kind = kind;
    JsonValue header =
        JsonValue.object().with("format", FORMAT).with("version", VERSION).with("kind", kind);
    this.record = new LogRecord(0, 0, header.ascii());
    this.line = LogLine.of(record);
  }

  byte[] line() {
    return line.clone();
  }

  /**
   * Tells whether a file was cut off before its header was whole: the beginning of the header, and
   * behind it nothing but bytes that were never written, which read as zeros.
   */
  boolean isTorn(byte[] bytes, int from, int to) {
    int rest = from;
    while (rest < to && rest - from < line.length && bytes[rest] == line[rest - from]) {
      rest++;
    }
    boolean isCut = rest - from < line.length;
    while (rest < to && bytes[rest] == 0) {
      rest++;
    }
    return isCut && rest == to;
  }

  /**
   * Takes the first line of a file, which is intact.
   *
   * @throws CorruptFileException if it is no header
   * @throws UnknownFormatException if it is that of another log
   */
  void require(Path file, @Nullable LogRecord first)
      throws CorruptFileException, UnknownFormatException {
    if (record.equals(first)) {
      return;
    }
    if (first == null || first.seq() != 0 || first.epoch() != 0) {
      throw new CorruptFileException(file, 1, "the header of the log is missing");
    }
    JsonValue said = read(first.payload());
    if (!said.path("format").text("").equals(FORMAT)) {
      throw new CorruptFileException(file, 1, "it is no header of a log");
    }
    long version = said.path("version").number(0);
    if (version != VERSION) {
      throw new UnknownFormatException(
          file,
          "a log of version " + version,
          "version " + VERSION,
          "open it with a version of this library that knows it, or begin in another directory");
    }
    if (!said.path("kind").text("").equals(kind)) {
      throw new UnknownFormatException(
          file,
          "a log of kind '" + said.path("kind").text("") + "'",
          "kind '" + kind + "'",
          "give the file that belongs here");
    }
  }

  private static JsonValue read(String payload) {
    try {
      return JsonValue.parseStrictly(payload);
    } catch (JacksonException none) {
      return JsonValue.MISSING;
    }
  }
}
