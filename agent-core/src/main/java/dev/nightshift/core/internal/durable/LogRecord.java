package dev.nightshift.core.internal.durable;

/**
 * One record of a log.
 *
 * @param seq its number: 1 for the first one, then gapless
 * @param epoch how often the log had been taken over when it was written: 1 or more, never falling
 * @param payload what the log keeps and does not read: one line that is not empty
 */
public record LogRecord(long seq, long epoch, String payload) {}
