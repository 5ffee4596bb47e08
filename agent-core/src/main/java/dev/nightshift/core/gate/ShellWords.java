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

  private final Deque<Group> groups = new ArrayDeque<>();
  private final CasePatterns patterns = new CasePatterns();
  private final Deque<HereDocument> hereDocuments = new ArrayDeque<>();

  private final List<List<String>> endings = new ArrayList<>();
  private boolean inBackquotes;
  private boolean inWord;
  private boolean inRedirection;
  private boolean beforeDelimiter;
  private boolean tabsBeforeDelimiter;
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

  /** As {@link #commands}, without those whose output is a word of another one. */
  static List<List<String>> endings(String line) {
    return new ShellWords(line).read().endings;
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
    if (patterns.reads(c)) {
      return;
    }
    switch (c) {
      case '(' -> openGroup(substitutes);
      case ')' -> closeGroup();
      case '`' -> inBackquotes = !inBackquotes;
      case '|' -> readPipe();
      case ';' -> readSemicolon();
      case '\n' -> skipHereDocuments();
      default -> {}
    }
  }

  private void openGroup(boolean substitutes) {
    boolean arithmetic = at > 1 && line.charAt(at - 2) == '(';
    groups.push(new Group(substitutes, arithmetic, pipefail));
  }

  /** What a subshell sets ends with it. */
  private void closeGroup() {
    Group closed = groups.poll();
    if (closed != null) {
      pipefail = closed.pipefail();
    }
  }

  private void readSemicolon() {
    if (at < line.length() && ";&".indexOf(line.charAt(at)) >= 0) {
      at++;
      patterns.endBranch();
    }
  }

  private void skipHereDocuments() {
    while (!hereDocuments.isEmpty()) {
      HereDocument document = hereDocuments.remove();
      boolean more = true;
      while (more && at < line.length()) {
        int feed = line.indexOf('\n', at);
        int end = feed < 0 ? line.length() : feed;
        more = !document.endsWith(line.substring(at, end));
        at = Math.min(end + 1, line.length());
      }
    }
  }

  private boolean substituted() {
    return inBackquotes || groups.stream().anyMatch(Group::substitutes);
  }

  private void readPipe() {
    if (at < line.length() && line.charAt(at) == '|') {
      at++;
    } else {
      hidingPipe |= !pipefail && !substituted();
    }
  }

  /** The digits before an arrow are the stream it redirects. */
  private void startRedirection() {
    if (word.chars().allMatch(Character::isDigit)) {
      word.setLength(0);
      inWord = false;
    }
    endWord();
    int arrow = at - 1;
    while (at < line.length() && "<>&|".indexOf(line.charAt(at)) >= 0) {
      at++;
    }
    inRedirection = true;
    beforeDelimiter =
        line.substring(arrow, at).equals("<<") && groups.stream().noneMatch(Group::arithmetic);
    tabsBeforeDelimiter = beforeDelimiter && line.startsWith("-", at);
    at += tabsBeforeDelimiter ? 1 : 0;
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
    } else if (beforeDelimiter) {
      hereDocuments.add(new HereDocument(word.toString(), tabsBeforeDelimiter));
    }
    word.setLength(0);
    inWord = false;
    inRedirection = false;
  }

  private void endCommand() {
    endWord();
    inRedirection = false;
    if (words.isEmpty() || patterns.reads(words)) {
      words = new ArrayList<>();
      return;
    }
    if (words.get(0).equals("set") && words.contains("pipefail")) {
      pipefail = !words.contains("+o");
    }
    commands.add(words);
    if (!substituted()) {
      endings.add(words);
    }
    words = new ArrayList<>();
  }

  /**
   * What an open parenthesis began.
   *
   * @param substitutes whether it takes the output of what is in it for a word
   * @param arithmetic whether it is the second of two, in which an arrow is an operator
   * @param pipefail as it was before
   */
  private record Group(boolean substitutes, boolean arithmetic, boolean pipefail) {}

  /** Lines up to a delimiter, perhaps with tabs before it. */
  private record HereDocument(String delimiter, boolean tabs) {
    boolean endsWith(String text) {
      return delimiter.equals(tabs ? text.replaceFirst("^\t+", "") : text);
    }
  }
}
