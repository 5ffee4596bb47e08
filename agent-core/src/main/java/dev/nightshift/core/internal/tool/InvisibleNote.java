package dev.nightshift.core.internal.tool;

import dev.nightshift.core.internal.text.DecodedText;
import dev.nightshift.core.internal.text.TextLines;
import dev.nightshift.core.internal.text.VisibleText;
import java.nio.charset.StandardCharsets;

/** What a model is told at once about text it wrote and that a reader would not see. */
final class InvisibleNote {
  private InvisibleNote() {}

  /** Returns the note on a whole file, empty if there is nothing to say. */
  static String onFile(String text) {
    return DecodedText.of(text.getBytes(StandardCharsets.UTF_8)).isPresent()
        ? on(text)
        : "Most of it is no text ("
            + VisibleText.listed(text)
            + "): nobody can review it, so the change is only proposed to a human unless the task"
            + " allows that file.";
  }

  /** Returns the note on a written text, empty if there is nothing to say. */
  static String on(String text) {
    String content = text.substring(TextLines.start(text));
    String invisible = VisibleText.listed(content);
    if (!invisible.isEmpty()) {
      return "It holds control or other invisible characters: "
          + invisible
          + ". If the language has an escape for them (such as \\u0000), write that instead;"
          + " the reviewer is shown each one.";
    }
    return VisibleText.isWritten(content)
        ? "It holds signs such as \u27e6U+0000\u27e7 or \u240d as they stand, as text: tools show"
            + " invisible characters so, and edit_file reads them so."
        : "";
  }
}
