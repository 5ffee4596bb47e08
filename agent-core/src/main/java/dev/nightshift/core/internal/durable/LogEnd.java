package dev.nightshift.core.internal.durable;

/**
 * Where the verified part of a log ends.
 *
 * @param position behind its last whole record
 * @param tornBytes what follows of a record that was never whole; 0 if nothing does
 */
public record LogEnd(LogPosition position, long tornBytes) {}
