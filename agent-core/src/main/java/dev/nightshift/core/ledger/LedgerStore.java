package dev.nightshift.core.ledger;

import java.util.function.Consumer;

/**
 * Where the records of a ledger are kept, in one order that all processes share: an SPI, for
 * example over a table of a database.
 *
 * <p>A record is one line of JSON; a store keeps records, it does not read them. Each process that
 * uses the ledger has a store of its own, over the same records. What happened is decided by the
 * ledger inside {@link #update}, on what all others appended before, so a store needs no rule about
 * money.
 *
 * <p><b>Caller:</b> one ledger, {@link #force} on many threads at once and everything else on one
 * thread at a time. <b>Failure:</b> a {@link LedgerException}; once an update failed that had begun
 * to read or write, the ledger books nothing more through this store. <b>Interrupts:</b> must break
 * nothing: a run that is cancelled interrupts its threads. <b>Contract:</b> {@code
 * dev.nightshift.core.testing.LedgerStoreContract} has it as checks.
 */
public interface LedgerStore extends AutoCloseable {
  /**
   * Has all records to itself, against all threads and processes: first gives those that were
   * appended since the last update of this store, then lets more be appended. All that is appended
   * is there for the next one, or nothing is and this throws.
   *
   * @param update is called on this thread, {@link Update#read} first
   * @throws LedgerException if the records are not what was written, or cannot be read or written;
   *     nothing is removed
   */
  void update(Update update);

  /**
   * Returns when all that was appended before by this store survives the end of the machine. Needs
   * not wait for updates.
   *
   * @throws LedgerException if that failed; what is kept is unknown then
   */
  void force();

  /**
   * Says, during an update, that this store is the writer of that number, until it is closed or its
   * process dies.
   *
   * @param writer a number that was never claimed, or whose claim was never recorded, from 1 on
   */
  void claim(long writer);

  /**
   * Tells, during an update, whether a writer is still there. Not alive is for ever: a store that
   * cannot reach its records for a while and may come back must be able to refuse its own updates
   * before others are told that it is gone.
   *
   * @param writer a number that was claimed
   * @return false only if its process died, or closed its store
   */
  boolean isAlive(long writer);

  /** Lets go of all; nothing is forced. */
  @Override
  void close();

  /** What is done while a store has all records to itself. */
  interface Update {
    /**
     * Takes a record that this store did not give before, oldest first.
     *
     * @param record as it was appended
     */
    void read(String record);

    /**
     * Appends what is new, after the last record was read.
     *
     * @param append takes one line of JSON at a time
     */
    void write(Consumer<String> append);
  }
}
