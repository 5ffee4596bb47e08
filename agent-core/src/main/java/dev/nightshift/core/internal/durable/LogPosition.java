package dev.nightshift.core.internal.durable;

/**
 * A place between two records of a log.
 *
 * @param offset the bytes before it
 * @param seq the number of the record before it; 0 before the first one
 * @param epoch the epoch of the record before it; 0 before the first one
 */
public record LogPosition(long offset, long seq, long epoch) {
  /** The beginning of the file, before its header. */
  public static final LogPosition START = new LogPosition(0, 0, 0);

  /** The number of the line behind this place, the header being line 1. */
  long line() {
    return offset == 0 ? 1 : seq + 2;
  }
}
