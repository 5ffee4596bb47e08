package dev.nightshift.core.agent;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;

/**
 * A weakness at one place of the change, or at a place that a line of the change makes wrong; model
 * text about a line that exists.
 *
 * @param path a path of the candidate or, for deleted files, of the base
 * @param line the line number, from 1
 * @param category the kind of weakness
 * @param message what is wrong, one or two sentences
 * @param cause the changed line that causes it, as {@code path:line}; empty if it is on the change
 *     itself, or if none was named
 * @param outside true if its line is not one of the change and it names none as its cause, so that
 *     it holds nothing back and is told to the human only; false for what a reviewer of the
 *     caller's own says, which nobody checks
 */
public record Finding(
    String path, int line, Category category, String message, String cause, boolean outside) {
  /** Refuses a blank path and lines below one. */
  public Finding {
    Require.nonNull(path, "path");
    Require.nonNull(category, "category");
    Require.nonNull(message, "message");
    Require.nonNull(cause, "cause");
    if (path.isBlank() || line < 1) {
      throw new IllegalArgumentException(
          "finding at '"
              + VisibleText.name(path)
              + "':"
              + line
              + " must name a path and a line from 1");
    }
  }

  /**
   * Creates a finding on the change itself.
   *
   * @param path a path of the candidate or, for deleted files, of the base
   * @param line the line number, from 1
   * @param category the kind of weakness
   * @param message what is wrong, one or two sentences
   */
  public Finding(String path, int line, Category category, String message) {
    this(path, line, category, message, "", false);
  }

  /** The same weakness at another place. */
  Finding at(String newPath, int newLine) {
    return new Finding(newPath, newLine, category, message, cause, outside);
  }

  /** The same weakness, with what a review made of its place. */
  Finding with(String newCause, boolean isOutside) {
    return new Finding(path, line, category, message, newCause, isOutside);
  }
}
