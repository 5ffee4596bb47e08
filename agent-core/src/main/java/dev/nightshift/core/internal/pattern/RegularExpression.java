package dev.nightshift.core.internal.pattern;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a regular expression as {@link Pattern} does, but for what needs backtracking: references
 * back, look-around, possessive and atomic groups. Sets and escapes are left to {@link Pattern}.
 * Reluctant repeats find the same lines as greedy ones. Used once.
 */
public final class RegularExpression {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_COUNT_DIGITS = 9;

  /** A name means nothing to a search, so it may be one that Java does not take. */
  private static final Pattern GROUP =
      Pattern.compile(
          "\\((?:\\?(?:P?<[A-Za-z_][A-Za-z0-9_]*>|([a-zA-Z]*)(?:-([a-zA-Z]*))?(?::|(\\)))))?");

  private static final Pattern COUNT = Pattern.compile("\\{([0-9]+)(,([0-9]+)?)?}");
  private static final Pattern ESCAPE =
      Pattern.compile("(?s)\\\\(?:[pP](?:\\{[^}]*}|.)|x\\{[^}]*}|x..|u....|0[0-7]{1,3}|c.|.)");
  private static final Pattern POSIX = Pattern.compile("\\[:(\\^?)([a-z]+):]");

  /** The flags of Java; the others change nothing in a line. */
  private static final Map<Character, Integer> FLAGS =
      Map.of(
          'i', Pattern.CASE_INSENSITIVE,
          's', Pattern.DOTALL,
          'u', Pattern.UNICODE_CASE,
          'd', Pattern.UNIX_LINES,
          'm', 0);

  private final String pattern;
  private final Map<SetOfFlags, IntPredicate> sets = new HashMap<>();
  private int flags = Pattern.UNIX_LINES | Pattern.UNICODE_CASE;
  private int at;
  private int depth;

  /** What a set means: equal ones are asked and remembered as one. */
  private record SetOfFlags(String set, int flags) {}

  private RegularExpression(String pattern) {
    this.pattern = pattern;
  }

  /**
   * Reads a regular expression.
   *
   * @param pattern the expression
   * @return what it means, for text by code point without line ends
   * @throws PatternSyntaxException if it is malformed or needs backtracking; says what and where
   */
  public static Expression parse(String pattern) {
    RegularExpression reader = new RegularExpression(pattern);
    Expression whole = reader.alternatives();
    if (reader.at < pattern.length()) {
      throw reader.malformed("a ')' has no '('");
    }
    return whole;
  }

  private Expression alternatives() {
    if (++depth > MAX_DEPTH) {
      throw malformed("its groups are nested too deeply");
    }
    int outer = flags;
    List<Expression> found = new ArrayList<>(List.of(sequence()));
    while (next('|')) {
      at++;
      found.add(sequence());
    }
    flags = outer;
    depth--;
    return found.size() == 1 ? found.get(0) : new Expression.Choice(found);
  }

  private Expression sequence() {
    List<Expression> parts = new ArrayList<>();
    while (at < pattern.length() && !next('|') && !next(')')) {
      Expression part = next('(') ? group() : atom();
      parts.add(part == Expression.EMPTY ? part : repeated(part));
    }
    return new Expression.Sequence(parts);
  }

  /** Reads a group; flags that hold for what follows are {@link Expression#EMPTY}. */
  private Expression group() {
    Matcher group = at(GROUP);
    group.lookingAt();
    int begin = at;
    at = group.end();
    if (next('?') && at == begin + 1) {
      throw malformed(unsupported());
    }
    int outer = flags;
    set(group.group(1), true);
    set(group.group(2), false);
    if (group.group(3) != null) {
      return Expression.EMPTY;
    }
    Expression body = alternatives();
    flags = outer;
    if (!next(')')) {
      at = begin;
      throw malformed("a '(' is not closed");
    }
    at++;
    return new Expression.Sequence(List.of(body));
  }

  /** Says why a group that begins with a question mark is none. */
  private String unsupported() {
    String begin = pattern.substring(at, Math.min(pattern.length(), at + 3));
    if (begin.startsWith("?=") || begin.startsWith("?!") || begin.matches("\\?<[=!]")) {
      return "look-around is not supported";
    }
    if (begin.startsWith("?>")) {
      return "atomic groups are not supported";
    }
    if (begin.startsWith("?<") || begin.equals("?P<")) {
      return "the name of a group is letters, digits and '_', and ends with '>'";
    }
    return "no group begins with '(" + begin + "'";
  }

  private void set(@Nullable String letters, boolean on) {
    if (letters == null) {
      return;
    }
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      Integer flag = FLAGS.get(letter);
      if (flag == null) {
        throw malformed("the flag '" + letter + "' is not supported; there are i, s, m, u and d");
      }
      flags = on ? flags | flag : flags & ~flag;
    }
  }

  private Expression repeated(Expression part) {
    Expression repeated = part;
    for (Expression.Repeat repeat = repeat(repeated); repeat != null; repeat = repeat(repeated)) {
      repeated = repeat;
      if (next('?')) {
        at++;
      } else if (next('+')) {
        throw malformed("possessive repeats are not supported");
      }
    }
    return repeated;
  }

  private Expression.@Nullable Repeat repeat(Expression part) {
    if (next('*') || next('+') || next('?')) {
      char sign = pattern.charAt(at++);
      return new Expression.Repeat(
          part, sign == '+' ? 1 : 0, sign == '?' ? 1 : Expression.Repeat.NO_END);
    }
    Matcher count = at(COUNT);
    if (!next('{') || !count.lookingAt()) {
      return null;
    }
    int least = count(count.group(1));
    int most =
        count.group(2) == null
            ? least
            : count.group(3) == null ? Expression.Repeat.NO_END : count(count.group(3));
    if (most != Expression.Repeat.NO_END && most < least) {
      throw malformed("a repeat ends before it begins");
    }
    at = count.end();
    return new Expression.Repeat(part, least, most);
  }

  private int count(String digits) {
    if (digits.length() > MAX_COUNT_DIGITS) {
      throw malformed("a repeat counts to more than " + MAX_COUNT_DIGITS + " digits");
    }
    return Integer.parseInt(digits);
  }

  private Expression atom() {
    char c = pattern.charAt(at);
    return switch (c) {
      case '^' -> place(Expression.Place.START, 1);
      case '$' -> place(Expression.Place.END, 1);
      case '*', '+', '?' -> throw malformed("there is nothing to repeat before '" + c + "'");
      case '[' -> unit(endOfSet());
      case '{' -> brace();
      case '\\' -> escape();
      default -> unit(pattern.offsetByCodePoints(at, 1));
    };
  }

  /** A brace that begins no count is one. */
  private Expression brace() {
    at++;
    return Expression.one('{');
  }

  private Expression place(Expression.Place place, int length) {
    at += length;
    return place;
  }

  private Expression escape() {
    char c = at + 1 < pattern.length() ? pattern.charAt(at + 1) : 0;
    return switch (c) {
      case 'A' -> place(Expression.Place.START, 2);
      case 'z', 'Z' -> place(Expression.Place.END, 2);
      case 'b' -> place(Expression.Place.WORD_BORDER, 2);
      case 'B' -> place(Expression.Place.NO_WORD_BORDER, 2);
      case 'Q' -> quoted();
      case 'G', 'k', 'R', 'X', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
          throw malformed("'\\" + c + "' is not supported");
      default -> {
        Matcher escape = at(ESCAPE);
        yield unit(escape.lookingAt() ? escape.end() : at + 1);
      }
    };
  }

  private Expression quoted() {
    int end = pattern.indexOf("\\E", at + 2);
    String literal = pattern.substring(at + 2, end < 0 ? pattern.length() : end);
    at = end < 0 ? pattern.length() : end + 2;
    List<Expression> letters = new ArrayList<>();
    literal
        .codePoints()
        .forEach(letter -> letters.add(predicate(Pattern.quote(Character.toString(letter)))));
    return new Expression.Sequence(letters);
  }

  private Expression unit(int end) {
    String text = pattern.substring(at, end);
    Expression unit = predicate(posix(text));
    at = end;
    return unit;
  }

  /** Writes classes such as {@code [:space:]}, which {@link Pattern} takes for a set of letters. */
  private static String posix(String set) {
    return POSIX
        .matcher(set)
        .replaceAll(
            found -> {
              String name = found.group(2);
              String java =
                  name.equals("xdigit")
                      ? "XDigit"
                      : Character.toUpperCase(name.charAt(0)) + name.substring(1);
              return Matcher.quoteReplacement(
                  (found.group(1).isEmpty() ? "\\p{" : "\\P{") + java + "}");
            });
  }

  private Expression predicate(String unit) {
    return new Expression.Unit(sets.computeIfAbsent(new SetOfFlags(unit, flags), this::compiled));
  }

  private IntPredicate compiled(SetOfFlags unit) {
    try {
      return new CharacterFits(Pattern.compile(unit.set(), unit.flags()));
    } catch (PatternSyntaxException bad) {
      throw malformed(bad.getDescription());
    } catch (StackOverflowError deep) {
      throw malformed("its sets are nested too deeply");
    }
  }

  /** Returns the end of a set, in which sets and escapes may be; a bracket first is a member. */
  private int endOfSet() {
    int open = 0;
    int end = at;
    while (end < pattern.length()) {
      char c = pattern.charAt(end);
      if (c == '[') {
        open++;
        end += pattern.startsWith("^", end + 1) ? 2 : 1;
        end += pattern.startsWith("]", end) ? 1 : 0;
        continue;
      }
      if (c == ']' && --open == 0) {
        return end + 1;
      }
      end += c == '\\' ? 2 : 1;
    }
    throw malformed("a '[' is not closed");
  }

  private boolean next(char expected) {
    return at < pattern.length() && pattern.charAt(at) == expected;
  }

  private Matcher at(Pattern construct) {
    return construct.matcher(pattern).region(at, pattern.length());
  }

  private PatternSyntaxException malformed(String why) {
    return new PatternSyntaxException(why, pattern, at);
  }
}
