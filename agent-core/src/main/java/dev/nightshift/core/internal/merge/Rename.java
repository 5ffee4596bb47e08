package dev.nightshift.core.internal.merge;

/**
 * A file that went from one path to another.
 *
 * @param from the path it had
 * @param to the path it has
 * @param isCertain false if another pair is about as likely; then it is only worth a hint
 */
public record Rename(String from, String to, boolean isCertain) {}
