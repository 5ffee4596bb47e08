package dev.nightshift.core.gate;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.internal.text.VisibleText;
import java.time.Duration;

/**
 * Reads a shell line that is one command, or a chain of commands joined by {@code &&}. Such a line
 * exits 0 only if each command did; any other can hide that one of them failed, and is refused.
 */
final class ShellChain {
  private static final String REFUSED = "|&;<>()$`\n\r";
  private static final String REFUSED_IN_QUOTES = "$`\n\r";
  private final String line;
  private boolean inCommand;
  private boolean inWord;

  private ShellChain(String line) {
    this.line = line;
  }

  /** Returns the command that {@code /bin/sh} runs, or refuses the line. */
  static Command command(String line, Duration timeout) {
    Require.nonNull(line, "line");
    Require.positive(timeout, "timeout");
    Command command = Command.shell(line).withTimeout(timeout);
    new ShellChain(line).check();
    return command;
  }

  private void check() {
    int at = 0;
    while (at < line.length()) {
      at = line.startsWith("&&", at) ? endOfCommand(at) : endOfPart(at);
    }
    endOfCommand(line.length());
  }

  private int endOfCommand(int at) {
    if (!inCommand) {
      throw refused("'&&' needs a command on both sides");
    }
    inCommand = false;
    inWord = false;
    return at + 2;
  }

  private int endOfPart(int at) {
    char c = line.charAt(at);
    if (c == ' ' || c == '\t') {
      inWord = false;
      return at + 1;
    }
    boolean comment = c == '#' && !inWord;
    boolean negation = c == '!' && !inCommand;
    if (comment || negation || REFUSED.indexOf(c) >= 0) {
      throw refused("'" + printable(c) + "'");
    }
    inCommand = true;
    inWord = true;
    return switch (c) {
      case '\'' -> endOfLiteral(at);
      case '"' -> endOfQuoted(at);
      case '\\' -> endOfEscaped(at);
      default -> at + 1;
    };
  }

  private int endOfLiteral(int at) {
    int end = line.indexOf('\'', at + 1);
    if (end < 0) {
      throw refused("a quote that is not closed");
    }
    return end + 1;
  }

  private int endOfQuoted(int start) {
    int at = start + 1;
    while (at < line.length() && line.charAt(at) != '"') {
      char c = line.charAt(at);
      if (REFUSED_IN_QUOTES.indexOf(c) >= 0) {
        throw refused("'" + printable(c) + "'");
      }
      at = c == '\\' ? endOfEscaped(at) : at + 1;
    }
    if (at >= line.length()) {
      throw refused("a quote that is not closed");
    }
    return at + 1;
  }

  private int endOfEscaped(int at) {
    if (at + 1 >= line.length() || line.charAt(at + 1) == '\n') {
      throw refused("a backslash at the end of a line");
    }
    return at + 2;
  }

  private static String printable(char c) {
    return c == '\n' || c == '\r' ? "a line end" : VisibleText.name(String.valueOf(c));
  }

  private IllegalArgumentException refused(String what) {
    return new IllegalArgumentException(
        "the gate line '"
            + VisibleText.name(line)
            + "' is refused because of "
            + what
            + ": it must be one command, or several joined by '&&', because pipes, redirections, ';',"
            + " '||', subshells and variables can hide that a command failed; put the line into a"
            + " script that you trust, or give it to a shell yourself: sh -c '..'");
  }
}
