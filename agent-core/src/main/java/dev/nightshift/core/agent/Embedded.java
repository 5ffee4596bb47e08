package dev.nightshift.core.agent;

import dev.nightshift.core.internal.json.JsonValue;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The JSON objects that an answer writes into its text. One that stands on lines of its own and
 * names a verdict is a submission; within a sentence, or beside an approval, only the very names
 * that the tool offers count, because the code may write the others. What was read as JSON is not
 * read as words.
 */
final class Embedded {
  private static final int MAX_OBJECTS = 200;

  /** What may stand on the line of a submission: tags, and the name of the tool or the field. */
  private static final Pattern WRAPPING =
      Pattern.compile("(?:<[^<>\n]*>|```\\w*|submit_review\\(?|\\)|[\\s;>*_-]+)*+");

  private Embedded() {}

  /** Returns what objects, in an object or in the words around. */
  static Optional<String> in(String text, boolean approves) {
    return in(text, approves, VerdictText::objection);
  }

  /** Returns what objects, in an object or in the words around as they are read here. */
  static Optional<String> in(
      String text, boolean approves, Function<String, Optional<String>> words) {
    StringBuilder around = new StringBuilder();
    int from = 0;
    int begin = text.indexOf('{');
    for (int count = 0; begin >= 0 && count < MAX_OBJECTS; count++) {
      int end = end(text, begin);
      Optional<JsonValue> object = SpokenAgainst.parsed(text.substring(begin, end));
      if (object.isPresent()) {
        boolean counts = !approves && standsAlone(text, begin, end);
        Optional<String> said = said(object.get(), counts);
        if (said.isPresent()) {
          return said;
        }
        around.append(text, from, begin).append('…');
        from = end;
      }
      begin = text.indexOf('{', object.isPresent() ? end : begin + 1);
    }
    String rest = around.append(text.substring(from)).toString();
    Optional<String> said = words.apply(rest);
    return said.isPresent() || approves || !rest.stripLeading().startsWith("{")
        ? said
        : Objection.inBroken(rest);
  }

  private static Optional<String> said(JsonValue object, boolean counts) {
    return counts && SpokenAgainst.judges(object)
        ? SpokenAgainst.in(object)
        : SpokenAgainst.verdicts(object)
            .filter(value -> value.isString() && VerdictWord.isOffered(value.text()))
            .map(JsonValue::text)
            .findFirst();
  }

  private static boolean standsAlone(String text, int begin, int end) {
    int lineEnd = text.indexOf('\n', end);
    String before = text.substring(text.lastIndexOf('\n', begin) + 1, begin);
    String after = text.substring(end, lineEnd < 0 ? text.length() : lineEnd);
    return WRAPPING.matcher(before).matches() && WRAPPING.matcher(after).matches();
  }

  /** Where the object that begins here ends; behind its first brace if it never does. */
  private static int end(String text, int begin) {
    int depth = 0;
    boolean quoted = false;
    for (int at = begin; at < text.length(); at++) {
      char c = text.charAt(at);
      if (quoted && c == '\\') {
        at++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '{' || c == '}')) {
        depth += c == '{' ? 1 : -1;
        if (depth == 0) {
          return at + 1;
        }
      }
    }
    return begin + 1;
  }
}
