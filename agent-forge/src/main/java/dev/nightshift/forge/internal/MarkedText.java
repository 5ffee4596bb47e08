package dev.nightshift.forge.internal;

/** What a run says in the text of a request, between two marks; what people write stays. */
public final class MarkedText {
  /** Between these stands what the run says; what people write around them stays. */
  public static final String BEGIN = "<!-- nightshift: from here -->";

  public static final String END = "<!-- nightshift: to here -->";

  private MarkedText() {}

  /**
   * A text with what the run says in the place of what it said before, or behind all that people
   * wrote. Where a mark was taken away nobody knows what is people's, so that all of it stays.
   */
  public static String around(String before, String said) {
    String own = BEGIN + "\n" + said.strip() + "\n" + END;
    int first = before.indexOf(BEGIN);
    int end = first < 0 ? -1 : before.indexOf(END, first);
    if (end >= 0) {
      int begin = before.lastIndexOf(BEGIN, end);
      return before.substring(0, begin) + own + before.substring(end + END.length());
    }
    return before.isBlank() ? own : before.strip() + "\n\n" + own;
  }
}
