package dev.nightshift.core.internal.integrity;

import dev.nightshift.core.internal.text.BoundedText;

/**
 * Something a change does to its tests, or to what runs them.
 *
 * @param what the kind
 * @param path the file: as it is after the change, or before it where it is gone
 * @param line the line in that file, from 1; 0 for the file as a whole
 * @param detail more of it, one line, perhaps empty; made of what the change holds
 */
public record Finding(What what, String path, int line, String detail) {
  private static final int MAX_PATH_CHARS = 150;
  private static final int MAX_DETAIL_CHARS = 160;

  /** Returns one line that can be shown: place, kind and detail. */
  public String text() {
    String place = BoundedText.oneLine(path, MAX_PATH_CHARS) + (line > 0 ? ":" + line : "");
    String more = detail.isEmpty() ? "" : ": " + BoundedText.oneLine(detail, MAX_DETAIL_CHARS);
    return place + " " + what.text + more;
  }

  /** Kinds of findings, in the order in which they are told. */
  public enum What {
    DELETED("has tests no more"),
    SKIPPED("keeps a test from being run"),
    FOCUSED("keeps all other tests from being run"),
    EMPTIED("empties a test"),
    FEWER("takes assertions away"),
    WEAKER("replaces assertions by ones that hardly anything fails"),
    TRIVIAL("asserts what always holds"),
    BROAD("expects any failure"),
    SWALLOWED("catches failures in a test"),
    LEAVES("ends before the assertions"),
    MOVED_AWAY("is found as a test no more"),
    LINK("is a link where tests or their settings are"),
    UNREADABLE("is a test that cannot be read"),
    RUNNER("says how tests are run, and was changed"),
    CI("says what is run on a change, and was changed"),
    SETTINGS("changes how tests are run"),
    GUARDED("is run by the gate, and was changed"),
    REPORT("is a report of tests that nobody ran"),
    AWARE("asks whether it is tested, or equals everything"),
    NOT_EXECUTED("was executed before the change and is not with it"),
    /** For a human to know; it speaks against nothing. */
    EXPECTATION("expects something else than before");

    private final String text;

    What(String text) {
      this.text = text;
    }

    /** Returns what it does, as the end of a sentence about a file. */
    public String text() {
      return text;
    }

    /** Tells whether it may well be what the task is about, so that it is only told. */
    public boolean isOnlyTold() {
      return this == EXPECTATION;
    }
  }
}
