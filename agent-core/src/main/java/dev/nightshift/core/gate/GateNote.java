package dev.nightshift.core.gate;

import dev.nightshift.core.base.Require;

/**
 * Something of a change that a gate shows a human though it is not red for it: a new dependency, a
 * test that was taken away.
 *
 * @param title what it is, one line
 * @param text where, and more of it; may hold what the change holds
 * @param asksHuman true if the change may only be proposed for it, false if it is only told
 */
public record GateNote(String title, String text, boolean asksHuman) {
  /** Refuses nulls. */
  public GateNote {
    Require.nonNull(title, "title");
    Require.nonNull(text, "text");
  }
}
