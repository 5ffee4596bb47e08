package dev.nightshift.core.gate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The simple commands of a shell line, as words without quotes and redirections. Good enough to see
 * which programs a line runs; expansions stay as they are written.
 */
final class ShellWords {
  private static final String OPERATORS = ";&|()`\n";
  private final String line;
  private final List<List<String>> commands = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();

  /** For each open parenthesis whether it substitutes the output of what is in it. */
  private final Deque<Boolean> substitutions = new ArrayDeque<>();

  private boolean inBackquotes;
  private boolean inWord;
  private boolean inRedirection;
  private boolean pipefail;
  private boolean hidingPipe;
  private int at;

  private ShellWords(String line) {
    this.line = line;
  }

  /** Returns the commands of a line in order, each with at least one word. */
  static List<List<String>> commands(String line) {
    return new ShellWords(line).read().commands;
  }

  /**
   * Tells whether a line has a pipe, which hides how all but its last command ended. Where a line
   * takes the output of a pipe for a word, or sets {@code pipefail} before it, none is hidden.
   */
  static boolean hidesAnEnding(String line) {
    return new ShellWords(line).read().hidingPipe;
  }

  private ShellWords read() {
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == '#' && !inWord) {
        skipComment();
      } else if (c == '<' || c == '>') {
        startRedirection();
      } else if (OPERATORS.indexOf(c) >= 0) {
        readOperator(c);
      } else if (Character.isWhitespace(c)) {
        endWord();
      } else {
        inWord = true;
        readWordPart(c);
      }
    }
    endCommand();
    return this;
  }

  private void readOperator(char c) {
    boolean substitutes = c == '(' && (inRedirection || word.toString().endsWith("$"));
    endCommand();
    switch (c) {
      case '(' -> substitutions.push(substitutes);
      case ')' -> substitutions.poll();
      case '`' -> inBackquotes = !inBackquotes;
      case '|' -> readPipe();
      default -> {}
    }
  }

  private void readPipe() {
    if (at < line.length() && line.charAt(at) == '|') {
      at++;
    } else {
      hidingPipe |= !pipefail && !inBackquotes && !substitutions.contains(true);
    }
  }

  /** The digits before an arrow are the stream it redirects. */
  private void startRedirection() {
    if (word.chars().allMatch(Character::isDigit)) {
      word.setLength(0);
      inWord = false;
    }
    endWord();
    while (at < line.length() && "<>&|".indexOf(line.charAt(at)) >= 0) {
      at++;
    }
    inRedirection = true;
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
    if (!inWord) {
      return;
    }
    if (!inRedirection) {
      words.add(word.toString());
    }
    word.setLength(0);
    inWord = false;
    inRedirection = false;
  }

  private void endCommand() {
    endWord();
    inRedirection = false;
    if (!words.isEmpty()) {
      if (words.get(0).equals("set") && words.contains("pipefail")) {
        pipefail = !words.contains("+o");
      }
      commands.add(words);
      words = new ArrayList<>();
    }
  }
}
