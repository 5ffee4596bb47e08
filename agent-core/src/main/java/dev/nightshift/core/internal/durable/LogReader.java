package dev.nightshift.core.internal.durable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads and verifies a log; it never changes one.
 *
 * <p>Every line must be intact (its check sum is right) and follow the one before: the number one
 * higher, the epoch the same or one higher. The first is the header. What is not so is either torn
 * or corrupt:
 *
 * <ul>
 *   <li><b>Torn</b> is an end without any intact record: from the first line that is not intact, or
 *       lacks its line feed, up to the end of the file no intact line begins at any byte. A write
 *       that a kill or the end of the machine cut off looks so: a record that stops anywhere, one
 *       or several of its sectors missing or read as zeros, a file that is longer than what reached
 *       the disk. What was never forced may be lost, so it counts as never written.
 *   <li><b>Corrupt</b> is a line that is not intact with an intact one behind it, be it that only
 *       the line feed between them is damaged: records that were acknowledged may be missing.
 *       Corrupt is also an intact line with the wrong number or epoch, because no torn write makes
 *       one, and a first line that is no header. A machine that ended while unforced records were
 *       written may in rare cases leave the same (a later sector reached the disk and an earlier
 *       one did not), which cannot be told from damage and is refused as well.
 * </ul>
 *
 * <p>A single damaged record at the very end cannot be told from a torn one and is cut.
 */
public final class LogReader {
  /** Looking for intact records behind damage stops after so many bytes of check sums. */
  private static final long MOST_SUMMED_BYTES = 1L << 28;

  private final Path file;
  private final LogHeader header;
  private final Consumer<LogRecord> to;
  private LogPosition position;

  private LogReader(Path file, LogHeader header, LogPosition from, Consumer<LogRecord> to) {
    this.file = file;
    this.header = header;
    this.position = from;
    this.to = to;
  }

  /**
   * Reads a log from its beginning. A record that is being written meanwhile counts as torn.
   *
   * @param file the log
   * @param kind what is kept in it, as its header must say
   * @param to is given each verified record
   * @return where the verified part ends
   * @throws java.nio.file.NoSuchFileException or {@link java.io.FileNotFoundException} if there is
   *     no such file
   * @throws CorruptFileException if it is corrupt; the records before that were given
   * @throws UnknownFormatException if it is a log of another version or kind
   * @throws IOException if it cannot be read
   */
  public static LogEnd read(Path file, String kind, Consumer<LogRecord> to) throws IOException {
    return readOn(file, new LogHeader(kind), LogPosition.START, to);
  }

  /**
   * Reads a log from a place on up to which it was verified before; else as {@link #read(Path,
   * String, Consumer)}.
   */
  public static LogEnd readOn(Path file, String kind, LogPosition from, Consumer<LogRecord> to)
      throws IOException {
    return readOn(file, new LogHeader(kind), from, to);
  }

  /** Reads a log from a place on up to which it was verified before. */
  static LogEnd readOn(Path file, LogHeader header, LogPosition from, Consumer<LogRecord> to)
      throws IOException {
    return new LogReader(file, header, from, to).read();
  }

  private LogEnd read() throws IOException {
    try (LineSource lines = new LineSource(file, position.offset())) {
      while (lines.next()) {
        if (!isIntact(lines, lines.from())) {
          return new LogEnd(position, tornBytes(lines));
        }
        take(LogLine.read(lines.bytes(), lines.from(), lines.to()));
        position =
            new LogPosition(
                position.offset() + lines.to() - lines.from() + 1,
                position.seq(),
                position.epoch());
      }
      return new LogEnd(position, 0);
    }
  }

  private void take(@Nullable LogRecord record) throws IOException {
    if (position.offset() == 0) {
      header.require(file, record);
      return;
    }
    if (record == null) {
      throw corrupt("its check sum is right, but it is no record");
    }
    if (record.seq() != position.seq() + 1) {
      throw corrupt("record " + record.seq() + " stands behind record " + position.seq());
    }
    long rise = record.epoch() - position.epoch();
    if (rise < 0 || rise > 1 || record.epoch() == 0) {
      throw corrupt("epoch " + record.epoch() + " stands behind epoch " + position.epoch());
    }
    to.accept(record);
    position = new LogPosition(position.offset(), record.seq(), record.epoch());
  }

  /** Counts the bytes from a line that is not intact to the end, if no intact one is among them. */
  private long tornBytes(LineSource lines) throws IOException {
    if (position.offset() == 0) {
      boolean isTorn =
          !lines.isTerminated() && header.isTorn(lines.bytes(), lines.from(), lines.to());
      if (isTorn) {
        return (long) lines.to() - lines.from();
      }
      throw corrupt("it is no header of a log");
    }
    long torn = 0;
    long budget = MOST_SUMMED_BYTES;
    do {
      if (lines.isTooLong()) {
        throw corrupt("it is longer than any record");
      }
      // The line feed of the damaged line may be what is damaged, so each byte is looked at.
      for (int from = lines.from(); from < lines.to() && lines.isTerminated(); from++) {
        if (LogLine.isLikely(lines.bytes(), from, lines.to())) {
          budget -= lines.to() - from;
          if (budget < 0 || isIntact(lines, from)) {
            throw corrupt("its check sum is wrong, and records follow it");
          }
        }
      }
      torn += lines.to() - lines.from() + (lines.isTerminated() ? 1 : 0);
    } while (lines.next());
    return torn;
  }

  private static boolean isIntact(LineSource lines, int from) {
    return lines.isTerminated() && LogLine.isIntact(lines.bytes(), from, lines.to());
  }

  private CorruptFileException corrupt(String problem) {
    return new CorruptFileException(file, position.line(), problem);
  }
}
