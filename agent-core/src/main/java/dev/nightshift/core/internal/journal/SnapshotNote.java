package dev.nightshift.core.internal.journal;

/**
 * The files after the tool calls of a turn.
 *
 * @param turn how many turns the conversation had by then
 * @param tree the snapshot, 40 hexadecimal digits
 */
public record SnapshotNote(int turn, String tree) {}
