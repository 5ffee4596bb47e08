package dev.nightshift.core.agent;

import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.VisibleText;

/**
 * What a host tells a role on top of the standing instructions; trusted, and the same in every
 * call, so that providers can cache it.
 */
record HostInstructions(String text) {
  static final int MAX_CHARS = 20_000;
  private static final HostInstructions NONE = new HostInstructions("");

  static HostInstructions none() {
    return NONE;
  }

  /** Refuses what would silently leave the role without instructions, or fill its context. */
  static HostInstructions of(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "the instructions are blank; say what the role has to do, or leave the call out");
    }
    if (text.length() > MAX_CHARS) {
      throw new IllegalArgumentException(
          "the instructions have "
              + text.length()
              + " characters, more than the "
              + MAX_CHARS
              + " a role may be told in each call; put what belongs to one task into the task");
    }
    return new HostInstructions(VisibleText.of(text.strip()));
  }

  /** The instructions in the words that introduce them, to be added to a system text, or empty. */
  String in(Template introduction) {
    return text.isEmpty() ? "" : "\n" + introduction.fill(text) + "\n";
  }
}
