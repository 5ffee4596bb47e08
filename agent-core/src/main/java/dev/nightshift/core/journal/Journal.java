package dev.nightshift.core.journal;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the records of runs are kept, in the order in which they were made: an SPI.
 *
 * <p>A record is one JSON object in one line, at most some megabytes, with the version of its
 * format as {@code v}; its other members are the engine's affair. A journal stores records, it does
 * not read them. What a run was told and what it cost is in them, without the secrets that were
 * found ({@code NightshiftBuilder.secrets}): they are as confidential as the repository.
 *
 * <p><b>Caller:</b> the engine acquires a run when it begins, appends and forces on its threads,
 * and lets go of it at its end; a cancel that interrupts such a thread must not break a record.
 * <b>Failure:</b> after an exception the run is recorded no further. What the step did stays done:
 * a change that landed is reported as landed. A run that has more to do ends as failed before its
 * next step, its work kept on its branch. <b>Threads:</b> safe for concurrent use. <b>Contract:</b>
 * {@code dev.nightshift.core.testing.JournalContract} has it as checks.
 */
public interface Journal {
  /**
   * Becomes the one writer of a run, in all processes that use the same records. Whatever a dead
   * process left does not matter.
   *
   * @param run the run, which may have records or none yet
   * @return the writer, to be closed
   * @throws JournalHeldException if another engine or process has it
   * @throws CorruptJournalException if its records are not what was written
   * @throws dev.nightshift.core.base.WorkspaceException if nothing can be stored
   */
  JournalWriter acquire(RunId run);

  /**
   * Returns the records of a run, each verified, also while it is written.
   *
   * @param run the run
   * @return oldest first; empty if the run has none
   * @throws CorruptJournalException if they are not what was written; those of other runs are
   *     returned all the same
   * @throws dev.nightshift.core.base.WorkspaceException if they cannot be read
   */
  List<String> read(RunId run);

  /**
   * Returns the runs that were acquired, the corrupt ones included.
   *
   * @return their ids, sorted
   * @throws dev.nightshift.core.base.WorkspaceException if they cannot be listed
   */
  List<RunId> runs();

  /**
   * Waits until nobody decides in any process which run a dispatch key stands for, and lets the
   * caller decide. The key is held until the claim is closed, or its process ends.
   *
   * @param key the key of a task, not empty
   * @return the claim, to be closed on this thread
   * @throws dev.nightshift.core.base.WorkspaceException if it cannot be had
   * @implSpec knows no keys unless overridden, so that each process has its own
   */
  default KeyClaim claim(String key) {
    Require.nonNull(key, "key");
    return KeyClaim.none();
  }

  /**
   * Keeps nothing: runs cannot be replayed, and no time is spent on records.
   *
   * @return a journal without records
   */
  static Journal none() {
    return NoJournal.INSTANCE;
  }

  /**
   * Keeps records as long as the journal is reachable.
   *
   * @return an empty journal
   */
  static Journal inMemory() {
    return new InMemoryJournal();
  }

  /**
   * Keeps the records of each run in a directory of its own, {@code runs/<run>}, readable by the
   * owner alone where the file system has permissions. {@code journal.log} has a line with check
   * sum and number for each record, large ones are files in {@code blobs} beside it; {@code
   * docs/journal-format.md} describes both. What was forced survives the end of the machine, the
   * rest the end of the process. A run whose directory is removed is forgotten.
   *
   * @param directory made if missing, on a local disk; several engines and processes may use it at
   *     the same time
   * @return a journal of all the runs there
   * @throws IllegalArgumentException if it is a file, or below one
   */
  static Journal directory(Path directory) {
    return DirectoryJournal.of(Require.nonNull(directory, "directory"));
  }
}
