package dev.nightshift.core.internal.glob;

import dev.nightshift.core.internal.pattern.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** One pass over a glob without braces that reads what it means. Used once. */
final class GlobTranslation {
  private final int[] body;
  private final boolean isPlainName;
  private final boolean anywhere;
  private int at;

  /** Brings all spellings down to one that is anchored at the root. */
  GlobTranslation(String glob) {
    String below = glob.endsWith("/") ? glob + "**" : glob;
    int prefix = below.startsWith("./") ? 2 : below.startsWith("/") ? 1 : 0;
    String rooted = below.substring(prefix);
    String last = rooted.substring(rooted.lastIndexOf('/') + 1);
    this.anywhere = below.indexOf('/') < 0;
    this.isPlainName = !last.isEmpty() && !last.matches(".*[*?\\[].*");
    this.body = rooted.codePoints().toArray();
  }

  /** Returns the paths that the glob spells, and those below a plain name. */
  Expression expression() {
    Expression spelled = translated();
    // A name alone is that of a file anywhere, but of a directory at the root.
    Expression found =
        anywhere ? new Expression.Sequence(List.of(Expression.DIRECTORIES, spelled)) : spelled;
    return isPlainName
        ? new Expression.Choice(
            List.of(
                found,
                new Expression.Sequence(
                    List.of(spelled, Expression.one('/'), Expression.ANYTHING))))
        : found;
  }

  private Expression translated() {
    List<Expression> parts = new ArrayList<>();
    while (at < body.length) {
      int c = body[at++];
      parts.add(
          switch (c) {
            case '*' -> star();
            case '?' -> new Expression.Unit(given -> given != '/');
            case '[' -> new Expression.Unit(set());
            default -> Expression.one(c);
          });
    }
    return new Expression.Sequence(parts);
  }

  private Expression star() {
    if (!next('*')) {
      return Expression.WITHIN_COMPONENT;
    }
    boolean startsComponent = at == 1 || body[at - 2] == '/';
    while (next('*')) {
      at++;
    }
    if (startsComponent && next('/')) {
      at++;
      return Expression.DIRECTORIES;
    }
    return Expression.ANYTHING;
  }

  private IntPredicate set() {
    boolean negated = next('!') || next('^');
    at += negated ? 1 : 0;
    int first = at;
    IntPredicate members = none -> false;
    while (at < body.length && (body[at] != ']' || at == first)) {
      members = members.or(member());
    }
    if (at >= body.length) {
      throw new MalformedGlobException(
          "a '[' is not closed; close it, or write [[] for one in a name");
    }
    at++;
    return negated ? members.negate().and(given -> given != '/') : members;
  }

  /** Reads a character of a set, or a range. */
  private IntPredicate member() {
    int low = plain(body[at++]);
    boolean isRange = next('-') && at + 1 < body.length && body[at + 1] != ']';
    if (!isRange) {
      return given -> given == low;
    }
    int high = plain(body[at + 1]);
    at += 2;
    if (low > high) {
      throw new MalformedGlobException(
          "the range %s-%s is empty; turn it round"
              .formatted(Character.toString(low), Character.toString(high)));
    }
    return given -> given >= low && given <= high;
  }

  private static int plain(int c) {
    if (c == '/') {
      throw new MalformedGlobException("a '[...]' cannot hold '/'; use {..} for several paths");
    }
    return c;
  }

  private boolean next(char expected) {
    return at < body.length && body[at] == expected;
  }
}
