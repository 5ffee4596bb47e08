package dev.nightshift.core.internal.text;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Text of commands and reports, cut and cleaned so that it fits a result. */
public final class BoundedText {
  private static final Pattern TERMINAL_SEQUENCE =
      Pattern.compile("\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|.)");
  private static final Pattern LINE_END = Pattern.compile("\r\n?");

  private BoundedText() {}

  /** Returns the text without terminal colours, in visible characters; lines end in LF. */
  public static String clean(String text) {
    String lines = LINE_END.matcher(text).replaceAll("\n");
    return VisibleText.of(TERMINAL_SEQUENCE.matcher(lines).replaceAll(""));
  }

  /** Returns the text on one line of at most so many characters. */
  public static String oneLine(String text, int maxChars) {
    return VisibleText.oneLine(clean(text), maxChars);
  }

  /** Returns the whole text, or its first third and last two thirds with a note in between. */
  public static String headAndTail(String text, int maxChars) {
    String clean = clean(text).strip();
    if (clean.length() <= maxChars) {
      return clean;
    }
    int head = cut(clean, maxChars / 3);
    int tail = cut(clean, clean.length() - (maxChars - maxChars / 3));
    return "%s\n… %s characters left out …\n%s"
        .formatted(clean.substring(0, head), tail - head, clean.substring(tail));
  }

  /** Returns a duration for people, for example {@code 12.3 s}. */
  public static String display(Duration duration) {
    long millis = duration.toMillis();
    return millis < 60_000
        ? String.format(Locale.ROOT, "%d.%d s", millis / 1000, millis % 1000 / 100)
        : String.format(Locale.ROOT, "%d min %d s", millis / 60_000, millis % 60_000 / 1000);
  }

  /** Moves a cut so that it does not split a character outside the basic plane. */
  private static int cut(String text, int at) {
    return Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
  }
}
