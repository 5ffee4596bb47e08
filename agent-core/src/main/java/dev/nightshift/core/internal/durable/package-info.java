/**
 * What survives a kill and the end of a machine: a log of records in one file, large contents by
 * their hash, and locks that die with their process. Runs and money are kept in the same log; it
 * does not read what it keeps.
 *
 * <p>Start with {@link dev.nightshift.core.internal.durable.RecordLog}. One process at a time
 * writes the log of a run, under a lock for as long as it works on it:
 *
 * <pre>{@code
 * ProcessLock lock = ProcessLock.tryTake(directory.resolve("lock"));
 * RecordLog log = RecordLog.open(directory.resolve("journal.log"), "run", record -> {});
 * log.raiseEpoch();
 * log.append(json);
 * log.force();
 * }</pre>
 *
 * <p>Several processes share the log of a ledger, each under the lock for one decision:
 *
 * <pre>{@code
 * try (ProcessLock taken = ProcessLock.take(file)) {
 *   log.catchUp(seen::add);
 *   log.append(json);
 * }
 * log.force();
 * }</pre>
 *
 * <p>Nothing here is broken by an interrupt: what was begun is done, and the thread stays
 * interrupted. Local disks only: locks and forces of network file systems promise less. Not
 * exported; it can change at any time.
 */
package dev.nightshift.core.internal.durable;
