package dev.nightshift.core.internal.redact;

import dev.nightshift.core.internal.redact.SecretNames.Secrecy;
import dev.nightshift.core.internal.redact.Separator.Kind;
import java.util.Set;

/** Values that are given to names of secrets. */
final class Assignments implements Finder {
  private static final int LONGEST_PREFIX = 100;
  private static final int LONGEST_LIKELY = 4_096;
  private static final int MOST_ELEMENTS = 1_000;

  private static final Set<String> SHELL_WORDS =
      Set.of("export", "set", "setx", "ENV", "ARG", "env", "-e", "--env", "--build-arg");

  /** What ends a value without quotes that is not alone on its line. */
  private static final String AFTER_VALUE = ",;&<>)}]|";

  @Override
  public void find(View view, Spans spans) {
    int at = 0;
    while (at < view.length()) {
      int end = Letters.WORD.end(view, at);
      at = end > at ? Math.max(end, valueEnd(view, at, end, spans)) : at + 1;
    }
  }

  /** Replaces the value of the name at a place; returns its end if it did. */
  private static int valueEnd(View view, int start, int end, Spans spans) {
    Separator separator = Separator.after(view, start, end);
    if (separator.kind() == Kind.NONE) {
      return end;
    }
    Secrecy secrecy = SecretNames.of(view, end);
    if (secrecy == Secrecy.NONE) {
      return end;
    }
    Assignment assignment = new Assignment(view, start, separator, secrecy);
    return assignment.redact(spans);
  }

  private record Assignment(View view, int start, Separator separator, Secrecy secrecy) {
    int redact(Spans spans) {
      int value = afterPrefix(separator.value());
      if (separator.kind() == Kind.MARKUP) {
        return element(value, spans);
      }
      if (view.isQuote(value)) {
        return quoted(value, spans);
      }
      return switch (separator.kind()) {
        case ASSIGNMENT -> assigned(value, spans);
        case FLAG -> argument(value, spans);
        case LOOSE -> loose(value, spans);
        default -> start;
      };
    }

    /** The letter before a quote that says what kind of text it is. */
    private int afterPrefix(int at) {
      return "rbfuLR@$".indexOf(view.at(at)) >= 0 && view.isQuote(at + 1) ? at + 1 : at;
    }

    private int quoted(int opening, Spans spans) {
      boolean isTriple =
          view.at(opening + 1) == view.at(opening) && view.at(opening + 2) == view.at(opening);
      int from = isTriple ? opening + 3 : opening + 1;
      int to = literalEnd(opening, from);
      String text = view.part(Math.min(from, to), to);
      boolean isSecret = Value.isSecretText(text, secrecy);
      return switch (separator.kind()) {
        case LIST -> isSecret && isArgument(to, text) ? add(from, to, spans) : start;
        case CALL -> isSecret && !isQuestion() ? add(from, to, spans) : start;
        case LOOSE -> isSecret && isOneWord(text) ? add(from, to, spans) : start;
        default -> isSecret ? add(from, to, spans) : start;
      };
    }

    private static boolean isOneWord(String text) {
      return text.chars().noneMatch(Character::isWhitespace);
    }

    /** Names of methods that give a secret for the name of one. */
    private boolean isQuestion() {
      for (String verb : new String[] {"get", "find", "read", "load", "fetch", "is", "has"}) {
        if (view.startsWithIgnoringCase(verb, start)) {
          return true;
        }
      }
      return false;
    }

    /** Two texts in a row are more than neighbours if they are all, or the second looks secret. */
    private boolean isArgument(int closing, String text) {
      boolean isName = view.at(Separator.blanks(view, closing + 1)) == ':';
      boolean isPair =
          secrecy != Secrecy.LIKELY
              && view.at(Separator.blanks(view, closing + 1)) == ')'
              && isAfterBracket();
      return !isName && (isPair || Value.isSecretToken(text, secrecy));
    }

    private boolean isAfterBracket() {
      int first = pathStart();
      return view.isQuote(first - 1) && view.at(first - 2) == '(';
    }

    private int pathStart() {
      int at = start;
      while (start - at < LONGEST_PREFIX && isOfPath(view.at(at - 1))) {
        at--;
      }
      return at;
    }

    private int literalEnd(int opening, int from) {
      int most =
          secrecy == Secrecy.LIKELY
              ? Math.min(view.length(), from + LONGEST_LIKELY)
              : view.length();
      boolean isOneLine = view.at(opening) == '\'' || view.at(opening) == '`';
      int at = from;
      while (at < most
          && !(view.isQuote(at) && ends(at, opening))
          && !(isOneLine && view.isLineEnd(at))) {
        at++;
      }
      return at;
    }

    private boolean ends(int at, int opening) {
      return view.closes(at, opening) || view.endsWhatIsAround(at, opening);
    }

    private int element(int value, Spans spans) {
      boolean isVerbatim = view.startsWith("<![CDATA[", value);
      int from = isVerbatim ? value + "<![CDATA[".length() : value;
      int to = from;
      while (to < view.length() && view.at(to) != '"' && !isEndOfElement(to, isVerbatim)) {
        to++;
      }
      int end = trimmed(from, to);
      boolean isEnd = to >= view.length() || view.at(to) == '"';
      boolean isCutOff = isEnd && view.at(value - 1) == '>';
      boolean isText = isCutOff || isVerbatim || isClosed(to);
      return isText && end > from && Value.isSecretText(view.part(from, end), secrecy)
          ? add(from, end, spans)
          : start;
    }

    private boolean isEndOfElement(int at, boolean isVerbatim) {
      return isVerbatim ? view.startsWith("]]>", at) : view.at(at) == '<';
    }

    /** A placeholder in pointed brackets is no tag; nothing closes it. */
    private boolean isClosed(int at) {
      int most = Math.min(view.length(), at + LONGEST_PREFIX);
      String name = view.part(start, Letters.WORD.end(view, start));
      return view.startsWith("</", at)
          && (!Separator.isTag(view, start) || view.part(at, most).contains(name));
    }

    private int trimmed(int from, int to) {
      int end = to;
      while (end > from && (view.isBlank(end - 1) || view.isLineEnd(end - 1))) {
        end--;
      }
      return end;
    }

    private int assigned(int value, Spans spans) {
      if (view.at(value) == '[' && secrecy != Secrecy.LIKELY) {
        return elements(value, spans);
      }
      if (view.at(value) == '|' || view.at(value) == '>') {
        return block(value, spans);
      }
      boolean isLine = separator.quote() < 0 && isFirst() && isLast(value);
      if (secrecy == Secrecy.PHRASE && (isLine || isWords(value))) {
        int end = lineEnd(value);
        boolean isPhrase = end > value && Value.isSecretText(view.part(value, end), secrecy);
        return isPhrase ? add(value, end, spans) : start;
      }
      String token = token(value, isLine);
      boolean isSecret =
          !token.isEmpty()
              && (Value.isSecretToken(token, secrecy)
                  || ((isLine || separator.isTight())
                      && Value.isSecretSetting(token, isLine, secrecy)));
      return isSecret ? add(value, tokenEnd(value, isLine, view.length()), spans) : start;
    }

    /** Tells whether there are words only up to the end of the line. */
    private boolean isWords(int value) {
      int end = lineEnd(value);
      boolean isSeveral = Letters.any(view, value, end, letter -> letter == ' ');
      return isSeveral
          && !Letters.any(
              view, value, end, letter -> letter != ' ' && !Letters.isWord((char) letter));
    }

    /** Each text of a list is one. */
    private int elements(int value, Spans spans) {
      int at = value + 1;
      int end = start;
      for (int i = 0; i < MOST_ELEMENTS; i++) {
        while (view.isBlank(at)
            || (at < view.length() && view.isLineEnd(at))
            || view.at(at) == ',') {
          at++;
        }
        if (!view.isQuote(at)) {
          return end;
        }
        int to = literalEnd(at, at + 1);
        if (Value.isSecretText(view.part(at + 1, to), secrecy)) {
          end = add(at + 1, to, spans);
        }
        at = to + 1;
      }
      return end;
    }

    /** A text on the lines below, as YAML has it; the first of them is enough of a password. */
    private int block(int value, Spans spans) {
      int end = value + 1;
      while (view.at(end) == '-' || view.at(end) == '+') {
        end++;
      }
      if (!view.isLineEnd(end) || end >= view.length()) {
        return start;
      }
      int from = Separator.nextLine(view, end + 1);
      int to = lineEnd(from);
      boolean isText = to > from && Value.isSecretText(view.part(from, to), secrecy);
      return isText ? add(from, to, spans) : start;
    }

    private int argument(int value, Spans spans) {
      String token = token(value, true);
      if (token.isEmpty() || view.at(value) == '-') {
        return start;
      }
      int next = Separator.blanks(view, value + token.length());
      boolean isAll =
          view.isLineEnd(next) || view.isQuote(next) || "-\\&|;>".indexOf(view.at(next)) >= 0;
      boolean isSecret =
          Value.isSecretToken(token, secrecy)
              || (isAll && Value.isSecretSetting(token, false, secrecy));
      return isSecret ? add(value, tokenEnd(value, true, view.length()), spans) : start;
    }

    private int loose(int value, Spans spans) {
      String token = token(value, false);
      boolean isSecret =
          !token.isEmpty()
              && secrecy != Secrecy.LIKELY
              && token.chars().anyMatch(letter -> Letters.isLetter((char) letter))
              && Value.isSecretToken(token, secrecy);
      return isSecret ? add(value, tokenEnd(value, false, view.length()), spans) : start;
    }

    private int add(int from, int to, Spans spans) {
      if (to > from) {
        boolean isNumber = separator.quote() >= 0 && !view.isQuote(from - 1);
        if (isNumber && separator.kind() == Kind.ASSIGNMENT) {
          spans.addQuoted(view, from, to, separator.quote());
        } else {
          spans.add(view, from, to);
        }
      }
      return to;
    }

    /** Returns what decides: all of a value but of a very long one. */
    private String token(int from, boolean isLine) {
      int most = Math.min(view.length(), from + Value.LONGEST_LOOK);
      return view.part(from, tokenEnd(from, isLine, most));
    }

    private int tokenEnd(int from, boolean isLine, int most) {
      int at = from;
      while (at < most
          && !view.isBlank(at)
          && !view.isLineEnd(at)
          && !view.isQuote(at)
          && !(isLine && view.startsWith("</", at))
          && (isLine || AFTER_VALUE.indexOf(view.at(at)) < 0)) {
        at++;
      }
      return at;
    }

    private int lineEnd(int from) {
      int at = from;
      while (at < view.length() && !isStart(at)) {
        at++;
      }
      while (at > from && view.isBlank(at - 1)) {
        at--;
      }
      return at;
    }

    /** Tells whether the name is the first word of its line, as in settings. */
    private boolean isFirst() {
      int at = pathStart();
      int line = at;
      while (at - line < LONGEST_PREFIX
          && line > 0
          && !isStart(line - 1)
          && view.at(line - 1) != '>') {
        line--;
      }
      String before = view.part(line, at).strip();
      String last = before.substring(before.lastIndexOf(' ') + 1);
      return before.chars().noneMatch(letter -> Letters.isLetter((char) letter))
          || SHELL_WORDS.contains(last);
    }

    private boolean isStart(int at) {
      return view.isLineEnd(at) || view.isQuote(at) || view.startsWith("</", at);
    }

    private static boolean isOfPath(char letter) {
      return Letters.isWord(letter) || "./$:@%".indexOf(letter) >= 0;
    }

    /** Tells whether the value is the last word of its line, but for a remark. */
    private boolean isLast(int value) {
      int most = Math.min(view.length(), value + Value.LONGEST_LOOK);
      int at = value;
      while (at < most && !isStart(at) && !view.isBlank(at)) {
        at++;
      }
      int next = Separator.blanks(view, at);
      boolean isEnd = next >= view.length() || isStart(next) || view.at(next) == '#';
      boolean isPhrase = secrecy == Secrecy.PHRASE;
      return at > value && (isEnd || isPhrase) && ",;({[".indexOf(view.at(at - 1)) < 0;
    }
  }
}
