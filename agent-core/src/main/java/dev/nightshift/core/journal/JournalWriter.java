package dev.nightshift.core.journal;

/**
 * The right to add to the records of one run, and the only one there is until it is closed: an SPI,
 * handed out by {@link Journal#acquire}.
 *
 * <p><b>Caller:</b> the engine, on the threads of the run. <b>Failure:</b> after an exception of
 * {@link #append} or {@link #force} each later call fails as well, and what was not forced may be
 * lost. <b>Threads:</b> safe for concurrent use; {@link #close} comes last.
 */
public interface JournalWriter extends AutoCloseable {
  /**
   * Returns how often the run was acquired, this time included. Who acquires a run later has a
   * higher number, so that what an earlier writer still wrote would be told apart.
   *
   * @return 1 or more
   */
  long epoch();

  /**
   * Returns how many records the run had when this writer was acquired, so that who has read them
   * just before need not read them again.
   *
   * @return 0 or more; -1, as by default, if the journal would have to look
   */
  default long earlierRecords() {
    return -1;
  }

  /**
   * Returns random bytes that belong to the run and are in none of its records: what is hashed with
   * them cannot be guessed by who has the records alone.
   *
   * @return 32 bytes of the caller's own, the same for each writer of the run
   * @throws IllegalStateException if the writer was closed
   * @throws dev.nightshift.core.base.WorkspaceException if they cannot be had
   */
  byte[] key();

  /**
   * Adds a record behind those of the same run. It need not survive the end of the machine before
   * {@link #force}.
   *
   * @param record one line of whole characters, without a line break
   * @throws IllegalArgumentException if it is no such line
   * @throws IllegalStateException if the writer was closed
   * @throws dev.nightshift.core.base.WorkspaceException if it cannot be stored
   */
  void append(String record);

  /**
   * Returns when all records that were appended before survive the end of the machine: a barrier,
   * before which the engine does nothing that costs money or reaches the repository.
   *
   * @throws IllegalStateException if the writer was closed
   * @throws dev.nightshift.core.base.WorkspaceException if they may not
   */
  void force();

  /** Lets another writer acquire the run, and keeps nothing open. Closing again does nothing. */
  @Override
  void close();
}
