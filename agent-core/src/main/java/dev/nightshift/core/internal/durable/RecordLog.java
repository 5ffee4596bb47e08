package dev.nightshift.core.internal.durable;

import dev.nightshift.core.base.Require;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A log of records in one file, to the end of which records are appended. Each line is {@code
 * <crc32c> <seq> <epoch> <payload>}; the first one is a header with the number 0. What counts as
 * torn and what as corrupt is told at {@link LogReader}.
 *
 * <p>Whoever opens, catches up or appends holds the {@link ProcessLock} of the log. One process
 * that holds it all the time raises the epoch once and appends; several that share the log take it
 * for each of their decisions, and catch up first. Forcing needs no lock.
 *
 * <p><b>Failure:</b> after a write or a force that failed, or after somebody else wrote without
 * being read, the log takes no more records, and each later call fails by the first cause. What is
 * whole in the file is found by opening it again. <b>Threads:</b> safe for concurrent use; many may
 * append and force at once, and one force serves all who wait. <b>Interrupts:</b> break nothing.
 */
public final class RecordLog implements AutoCloseable {
  private final Path file;
  private final LogHeader header;
  private final FileOutputStream out;
  private final GroupCommit commit;
  private final long cutBytes;
  private LogPosition position;
  private long epoch;
  private boolean isNameForced;

  private RecordLog(Path file, LogHeader header, LogEnd end) throws IOException {
    this.file = file;
    this.header = header;
    this.position = end.position();
    this.epoch = Math.max(1, position.epoch());
    this.cutBytes = end.tornBytes();
    this.commit = new GroupCommit(this::forceFile);
    this.out = new FileOutputStream(file.toFile(), true);
  }

  /**
   * Opens a log, which is made if it is missing; its directory is there. A torn end is cut off.
   *
   * @param file the log
   * @param kind what is kept in it, the same each time: a word for the header
   * @param each is given each record that is in it
   * @return the log, to be closed
   * @throws CorruptFileException if it is corrupt; nothing is changed
   * @throws UnknownFormatException if it is a log of another version or kind
   * @throws IOException if it cannot be read or written
   */
  public static RecordLog open(Path file, String kind, Consumer<LogRecord> each)
      throws IOException {
    LogHeader header = new LogHeader(kind);
    DurableFiles.makeFile(file);
    LogEnd end = LogReader.readOn(file, header, LogPosition.START, each);
    if (end.tornBytes() > 0) {
      DurableFiles.cut(file, end.position().offset());
    }
    RecordLog log = new RecordLog(file, header, end);
    try {
      log.begin();
      return log;
    } catch (IOException | RuntimeException | Error notBegun) {
      log.close();
      throw notBegun;
    }
  }

  private synchronized void begin() throws IOException {
    if (position.offset() == 0) {
      byte[] line = header.line();
      write(line, new LogPosition(line.length, 0, 0));
    }
  }

  /** How many bytes of a torn end were cut off when it was opened; 0 if none. */
  public long cutBytes() {
    return cutBytes;
  }

  /** Behind the last record that was read or appended. */
  public synchronized LogPosition position() {
    return position;
  }

  /** The epoch of the records that are appended from now on, from 1 on. */
  public synchronized long epoch() {
    return epoch;
  }

  /**
   * Takes the log over: the records from here on have the next epoch, and whoever wrote before
   * cannot append unseen. Others learn of it by the first record.
   */
  public synchronized void raiseEpoch() {
    epoch = position.epoch() + 1;
  }

  /**
   * Reads what other processes appended since this one read or appended last. What one of them that
   * died left of a record is cut off.
   *
   * @param each is given each record
   * @throws CorruptFileException if that is corrupt; this log takes no more records
   * @throws IOException if it cannot be read
   */
  public synchronized void catchUp(Consumer<LogRecord> each) throws IOException {
    commit.requireWhole();
    long length = file.toFile().length();
    if (length == position.offset()) {
      return;
    }
    try {
      if (length < position.offset()) {
        throw new CorruptFileException(
            file, position.line(), "it ends before what was read of it earlier");
      }
      LogEnd end = LogReader.readOn(file, header, position, each);
      if (end.tornBytes() > 0) {
        DurableFiles.cut(file, end.position().offset());
      }
      position = end.position();
      epoch = Math.max(epoch, position.epoch());
    } catch (IOException failed) {
      commit.fail(failed);
      throw failed;
    } catch (RuntimeException | Error notTaken) {
      commit.fail(new IOException("a record of " + file + " could not be applied", notTaken));
      throw notTaken;
    }
  }

  /**
   * Adds a record; it is on the disk when a later {@link #force} returns.
   *
   * @param payload one line, not empty, without line feed and half surrogate pairs
   * @return the number of the record
   * @throws IllegalArgumentException if the payload is no such line
   * @throws IOException if it is not written
   */
  public synchronized long append(String payload) throws IOException {
    appendAll(List.of(Require.nonNull(payload, "payload")));
    return position.seq();
  }

  /**
   * Adds records, one after the other, in one write.
   *
   * @param payloads as for {@link #append}, all of which are checked before the first is written
   * @throws IllegalArgumentException if one is no such line; nothing is written
   * @throws IOException if they are not written; of those that are, the first are whole
   */
  public synchronized void appendAll(List<String> payloads) throws IOException {
    commit.requireWhole();
    if (payloads.isEmpty()) {
      return;
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    long seq = position.seq();
    for (String payload : payloads) {
      lines.writeBytes(LogLine.of(new LogRecord(++seq, epoch, payload)));
    }
    byte[] all = lines.toByteArray();
    long length = file.toFile().length();
    if (length != position.offset()) {
      throw failed(
          new IOException(
              file
                  + " has "
                  + length
                  + " bytes where "
                  + position.offset()
                  + " were read and written: it was removed, or somebody wrote to it without its"
                  + " lock"));
    }
    write(all, new LogPosition(position.offset() + all.length, seq, epoch));
  }

  private void write(byte[] lines, LogPosition behind) throws IOException {
    try {
      out.write(lines);
    } catch (IOException notWritten) {
      throw failed(new IOException(file + " cannot be written: " + notWritten, notWritten));
    }
    position = behind;
    commit.wrote(behind.offset());
  }

  private IOException failed(IOException cause) {
    commit.fail(cause);
    return cause;
  }

  /**
   * Returns when all that was read and appended before is on the disk, the name of the file
   * included.
   *
   * @throws IOException if that failed, for whichever of the waiting threads; what is on the disk
   *     is unknown then
   */
  public void force() throws IOException {
    long end = position().offset();
    commit.wrote(end);
    commit.await(end);
  }

  /** Called by one thread at a time. */
  private void forceFile() throws IOException {
    try {
      out.getFD().sync();
      if (!isNameForced) {
        DurableFiles.forceName(file);
        isNameForced = true;
      }
    } catch (IOException notForced) {
      throw new IOException(file + " cannot be forced to the disk: " + notForced, notForced);
    }
  }

  /** Lets go of the file; nothing is forced. Called when nobody else uses the log. */
  @Override
  public void close() throws IOException {
    commit.fail(new IOException(file + " was closed"));
    out.close();
  }
}
