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
 * not read them. What a run was told and what it cost is in them: they are as confidential as the
 * repository.
 *
 * <p><b>Caller:</b> the engine appends on the threads of a run, never two at once for one run, and
 * goes on when the call returns; the thread is not interrupted while it calls, unless a cancel
 * comes meanwhile, which must not break a record. <b>Failure:</b> after an exception of {@link
 * #append} the run is recorded no further. What the step did stays done: a change that landed is
 * reported as landed. A run that has more to do ends as failed before its next step, its work kept
 * on its branch. <b>Threads:</b> safe for concurrent use.
 */
public interface Journal {
  /**
   * Adds a record behind those of the same run.
   *
   * @param run the run
   * @param record one line without a line break
   * @throws dev.nightshift.core.base.WorkspaceException if it cannot be stored
   */
  void append(RunId run, String record);

  /**
   * Returns the records of a run.
   *
   * @param run the run
   * @return oldest first; empty if the run has none
   * @throws dev.nightshift.core.base.WorkspaceException if they cannot be read
   */
  List<String> read(RunId run);

  /**
   * Returns the runs that have records.
   *
   * @return their ids, sorted
   * @throws dev.nightshift.core.base.WorkspaceException if they cannot be listed
   */
  List<RunId> runs();

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
   * Keeps the records of each run in {@code <run>.jsonl} in one directory, UTF-8, readable by the
   * owner alone where the file system has permissions. What was appended survives the end of the
   * process; nothing is forced to the disk, so the end of the machine may take the last records.
   *
   * @param directory made if missing; used by one process at a time
   * @return a journal of all the runs there
   * @throws IllegalArgumentException if it is a file, or below one
   */
  static Journal directory(Path directory) {
    return DirectoryJournal.of(Require.nonNull(directory, "directory"));
  }
}
