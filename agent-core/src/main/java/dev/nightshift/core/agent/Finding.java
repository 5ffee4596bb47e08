package dev.nightshift.core.agent;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;

/**
 * A weakness at one place of the change; model text about a line that exists.
 *
 * @param path a path of the candidate or, for deleted files, of the base
 * @param line the line number, from 1
 * @param category the kind of weakness
 * @param message what is wrong, one or two sentences
 */
public record Finding(String path, int line, Category category, String message) {
  /** Refuses a blank path and lines below one. */
  public Finding {
    Require.nonNull(path, "path");
    Require.nonNull(category, "category");
    Require.nonNull(message, "message");
    if (path.isBlank() || line < 1) {
      throw new IllegalArgumentException(
          "finding at '"
              + VisibleText.name(path)
              + "':"
              + line
              + " must name a path and a line from 1");
    }
  }
}
