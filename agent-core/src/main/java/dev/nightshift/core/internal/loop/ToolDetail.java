package dev.nightshift.core.internal.loop;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolArguments;
import dev.nightshift.core.tool.ToolOutcome;
import java.util.List;
import java.util.Optional;

/** The one line by which a tool call is reported: what it was about, never file contents. */
public final class ToolDetail {
  private static final int MAX_CHARS = 200;
  private static final List<String> SUBJECTS =
      List.of("path", "command", "pattern", "glob", "title", "summary", "question");

  private ToolDetail() {}

  public static String of(String tool, Optional<ToolArguments> arguments, ToolOutcome outcome) {
    String subject = arguments.flatMap(ToolDetail::subject).orElse("");
    String result = "";
    if (tool.equals("run_command") && arguments.isPresent()) {
      result = " \u2192 " + firstLine(outcome);
    } else if (arguments.isEmpty()) {
      result = firstLine(outcome);
    }
    int room = Math.max(40, MAX_CHARS - result.length());
    return VisibleText.oneLine(VisibleText.oneLine(subject, room) + result, MAX_CHARS);
  }

  private static String firstLine(ToolOutcome outcome) {
    return outcome.content().lines().findFirst().orElse("");
  }

  private static Optional<String> subject(ToolArguments arguments) {
    for (String name : SUBJECTS) {
      try {
        Optional<String> text = arguments.optionalText(name);
        if (text.isPresent()) {
          return text;
        }
      } catch (ToolArgumentException notText) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
