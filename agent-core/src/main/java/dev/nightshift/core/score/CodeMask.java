package dev.nightshift.core.score;

/**
 * A text of the same length in which comments are blank and literals of text are empty, so that a
 * pattern finds code only. It knows comments and literals as Java and its like write them.
 */
final class CodeMask {
  private static final String BLOCK_QUOTES = "\"\"\"";

  private final String text;
  private final StringBuilder masked = new StringBuilder();

  private CodeMask(String text) {
    this.text = text;
  }

  /** Returns the text with blanks for what is no code; quotes and line ends stay. */
  static String of(String text) {
    CodeMask mask = new CodeMask(text);
    mask.run();
    return mask.masked.toString();
  }

  private void run() {
    while (masked.length() < text.length()) {
      int at = masked.length();
      if (text.startsWith("//", at)) {
        blank(end("\n", at, 0));
      } else if (text.startsWith("/*", at)) {
        blank(end("*/", at + 2, 2));
      } else if (text.startsWith(BLOCK_QUOTES, at)) {
        quoted(BLOCK_QUOTES, blockEnd(at + 3));
      } else if (isQuote(text.charAt(at))) {
        quoted(text.substring(at, at + 1), literalEnd(at));
      } else {
        masked.append(text.charAt(at));
      }
    }
  }

  private static boolean isQuote(char letter) {
    return letter == '"' || letter == '\'';
  }

  private int end(String mark, int from, int length) {
    int found = text.indexOf(mark, from);
    return found < 0 ? text.length() : found + length;
  }

  private int blockEnd(int from) {
    return end(BLOCK_QUOTES, from, 3);
  }

  /** A literal ends at its quote, or with its line if that is missing. */
  private int literalEnd(int start) {
    char quote = text.charAt(start);
    for (int at = start + 1; at < text.length(); at++) {
      char letter = text.charAt(at);
      if (letter == '\n') {
        return at;
      }
      if (letter == '\\') {
        at++;
      } else if (letter == quote) {
        return at + 1;
      }
    }
    return text.length();
  }

  private void quoted(String quotes, int end) {
    int start = masked.length();
    boolean isClosed =
        end - start >= 2 * quotes.length() && text.startsWith(quotes, end - quotes.length());
    masked.append(quotes);
    blank(isClosed ? end - quotes.length() : Math.max(end, masked.length()));
    masked.append(isClosed ? quotes : "");
  }

  private void blank(int end) {
    for (int at = masked.length(); at < Math.min(end, text.length()); at++) {
      masked.append(text.charAt(at) == '\n' ? '\n' : ' ');
    }
  }
}
