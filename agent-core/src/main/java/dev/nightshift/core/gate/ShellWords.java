package dev.nightshift.core.gate;

import java.util.ArrayList;
import java.util.List;

/**
 * The simple commands of a shell line, as words without quotes. Good enough to see which programs a
 * line runs; expansions stay as they are written.
 */
final class ShellWords {
  private static final String OPERATORS = ";&|()\n";
  private final String line;
  private final List<List<String>> commands = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int at;

  private ShellWords(String line) {
    this.line = line;
  }

  /** Returns the commands of a line in order, each with at least one word. */
  static List<List<String>> commands(String line) {
    return new ShellWords(line).read();
  }

  private List<List<String>> read() {
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == '#' && !inWord) {
        skipComment();
      } else if (OPERATORS.indexOf(c) >= 0) {
        endCommand();
      } else if (Character.isWhitespace(c)) {
        endWord();
      } else {
        inWord = true;
        readWordPart(c);
      }
    }
    endCommand();
    return commands;
  }

  private void readWordPart(char c) {
    switch (c) {
      case '\'', '"' -> readQuoted(c);
      case '\\' -> readEscaped();
      default -> word.append(c);
    }
  }

  private void readQuoted(char quote) {
    while (at < line.length() && line.charAt(at) != quote) {
      char c = line.charAt(at++);
      if (c == '\\' && quote == '"') {
        readEscaped();
      } else {
        word.append(c);
      }
    }
    at++;
  }

  /** A backslash before a line end joins the lines. */
  private void readEscaped() {
    if (at < line.length()) {
      char c = line.charAt(at++);
      if (c != '\n') {
        word.append(c);
      }
    }
  }

  private void skipComment() {
    while (at < line.length() && line.charAt(at) != '\n') {
      at++;
    }
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }

  private void endCommand() {
    endWord();
    if (!words.isEmpty()) {
      commands.add(words);
      words = new ArrayList<>();
    }
  }
}
