package dev.nightshift.core;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.report.HumanDecision;

/** What a human says about a run: something, and no more than is kept. */
final class HumanWords {
  private HumanWords() {}

  static String notBlank(String text, String name) {
    Require.nonNull(text, name);
    if (text.isBlank()) {
      throw new IllegalArgumentException("the " + name + " is blank; say what to do");
    }
    return text;
  }

  static void requireShort(RunId run, String text) {
    if (text.length() > HumanDecision.MAX_TEXT_CHARS) {
      throw new IllegalArgumentException(
          "the text about run "
              + run
              + " has "
              + text.length()
              + " characters, and at most "
              + HumanDecision.MAX_TEXT_CHARS
              + " are kept; say it shorter");
    }
  }
}
