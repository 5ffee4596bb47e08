package dev.nightshift.core.internal.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object that a parser read, as the mould of the next ones: of ten thousand pieces of an answer
 * each differs from the one before in what one or two of its texts and numbers say.
 *
 * <p>It differs within texts, within whole numbers and in blanks between tokens only. All else is
 * left to the parser, as is whatever may be a fault: a mould never refuses.
 *
 * <p>Not safe for concurrent use.
 */
final class JsonMould {
  private static final int LONGEST = 16 << 10;
  private static final int MOST_DIGITS = 18;
  private static final char REPLACEMENT = '\uFFFD';

  /** Two objects that have less than this in common are hardly ever of one kind. */
  private static final int LEAST_COMMON = 32;

  private byte[] json = {};
  private int length;
  private JsonValue value = JsonValue.MISSING;

  /** Names, texts, numbers and words in their order; null until the object is a mould. */
  private Token @Nullable [] tokens;

  private @Nullable Part whole;

  /** Whether the last object differed in a text that a parser has to read. */
  private boolean stays;

  /** What a text with escapes says. */
  private byte[] letters = {};

  /** Takes the object that a parser read from these bytes, which may change afterwards. */
  void take(byte[] bytes, int from, int to, JsonValue read) {
    if (stays) {
      stays = false;
      return;
    }
    length = to - from > LONGEST ? 0 : to - from;
    if (length > json.length) {
      json = new byte[2 * length];
    }
    System.arraycopy(bytes, from, json, 0, length);
    value = read;
    tokens = null;
    whole = null;
  }

  /** Returns the object that is written here, or null if only a parser can tell. */
  @Nullable JsonValue cast(byte[] bytes, int from, int to) {
    stays = false;
    int common = Arrays.mismatch(json, 0, length, bytes, from, to);
    if (common < 0) {
      return value;
    }
    if (common < LEAST_COMMON || to - from > LONGEST) {
      return null;
    }
    Token[] parts = tokens();
    boolean fits = fits(parts, common, bytes, from, to);
    JsonValue cast = fits && whole != null ? whole.cast() : null;
    for (Token token : parts) {
      token.changed = null;
    }
    return cast;
  }

  /** Goes from one difference to the next. */
  private boolean fits(Token[] parts, int common, byte[] bytes, int from, int to) {
    int mine = common;
    int its = from + common;
    int next = 0;
    int same = 0;
    while (same >= 0) {
      while (next < parts.length && parts[next].last < mine) {
        next++;
      }
      if (next < parts.length && parts[next].first <= mine) {
        Token token = parts[next++];
        its = change(token, bytes, its - mine + token.first, to);
        mine = token.last;
      } else {
        int blanks = blanks(json, mine, length);
        int itsBlanks = blanks(bytes, its, to);
        mine += blanks;
        its = blanks + itsBlanks == 0 ? -1 : its + itsBlanks;
      }
      if (its < 0) {
        return false;
      }
      same = Arrays.mismatch(json, mine, length, bytes, its, to);
      mine += same;
      its += same;
    }
    return true;
  }

  /** Reads another text or number in the place of a token; returns its end, or -1. */
  private int change(Token token, byte[] bytes, int from, int to) {
    return switch (token.kind) {
      case TEXT -> text(token, bytes, from, to);
      case NUMBER -> number(token, bytes, from, to);
      case FIXED -> -1;
    };
  }

  private int text(Token token, byte[] bytes, int from, int to) {
    int all = 0;
    int end = from;
    while (end < to && bytes[end] != '"' && bytes[end] != '\\' && (bytes[end] & 0xFF) >= ' ') {
      all |= bytes[end++];
    }
    if (end < to && bytes[end] == '"') {
      token.changed = text(bytes, from, end - from, all < 0);
    } else if (end < to && bytes[end] == '\\') {
      end = textWithEscapes(token, bytes, from, to);
    }
    stays = token.changed == null;
    return stays ? -1 : end;
  }

  private int textWithEscapes(Token token, byte[] bytes, int from, int to) {
    if (letters.length < to - from) {
      letters = new byte[to - from];
    }
    int all = 0;
    int count = 0;
    int end = from;
    while (end < to && bytes[end] != '"' && (bytes[end] & 0xFF) >= ' ') {
      byte letter = bytes[end++];
      if (letter == '\\') {
        letter = end < to ? unescaped(bytes[end++]) : 0;
        if (letter == 0) {
          return -1;
        }
      }
      all |= letter;
      letters[count++] = letter;
    }
    if (end < to && bytes[end] == '"') {
      token.changed = text(letters, 0, count, all < 0);
    }
    return end;
  }

  /** Returns what is no UTF-8 as null: a parser has its own view of that. */
  private static @Nullable JsonValue text(byte[] bytes, int from, int count, boolean isForeign) {
    String text = new String(bytes, from, count, StandardCharsets.UTF_8);
    return isForeign && text.indexOf(REPLACEMENT) >= 0 ? null : JsonValue.string(text);
  }

  /** Returns what one letter behind a backslash stands for; 0 for the escape of a code. */
  private static byte unescaped(byte letter) {
    return switch (letter) {
      case '"', '\\', '/' -> letter;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> 0;
    };
  }

  private static int number(Token token, byte[] bytes, int from, int to) {
    int first = from + blanks(bytes, from, to);
    int end = first;
    while (end < to && isDigit(bytes[end])) {
      end++;
    }
    int digits = end - first;
    if (digits == 0 || digits > MOST_DIGITS || (digits > 1 && bytes[first] == '0')) {
      return -1;
    }
    token.changed = JsonValue.number(new String(bytes, first, digits, StandardCharsets.UTF_8));
    return end;
  }

  private static int blanks(byte[] bytes, int from, int to) {
    int end = from;
    while (end < to && JsonReader.isBlank(bytes[end])) {
      end++;
    }
    return end - from;
  }

  private static boolean isDigit(byte sign) {
    return sign >= '0' && sign <= '9';
  }

  private Token[] tokens() {
    Token[] known = tokens;
    if (known == null) {
      List<Token> found = new ArrayList<>();
      int at = 0;
      while (at < length) {
        at = token(at, found);
      }
      known = found.toArray(Token[]::new);
      tokens = known;
      whole = new Parts(known).of(value);
    }
    return known;
  }

  /** Adds the token that begins here, if one does; returns what comes after it. */
  private int token(int first, List<Token> found) {
    byte sign = json[first];
    if (sign == '"') {
      int last = endOfText(first + 1);
      int next = last + 1 + blanks(json, last + 1, length);
      boolean isName = next < length && json[next] == ':';
      found.add(new Token(isName ? Kind.FIXED : Kind.TEXT, first + 1, last, isName));
      return last + 1;
    }
    if (isBetween(sign)) {
      return first + 1;
    }
    int end = first;
    boolean isWhole = true;
    while (end < length && !isBetween(json[end])) {
      isWhole &= isDigit(json[end++]);
    }
    // One more digit may follow a number, but nothing a word.
    Kind kind = isWhole ? Kind.NUMBER : Kind.FIXED;
    found.add(new Token(kind, first, isWhole ? end : end - 1, false));
    return end;
  }

  private int endOfText(int from) {
    int end = from;
    while (json[end] != '"') {
      end += json[end] == '\\' ? 2 : 1;
    }
    return end;
  }

  private static boolean isBetween(byte sign) {
    return JsonReader.isBlank(sign)
        || sign == '{'
        || sign == '}'
        || sign == '['
        || sign == ']'
        || sign == ','
        || sign == ':';
  }

  private enum Kind {
    TEXT,
    NUMBER,
    FIXED
  }

  /** A name, a text, a number or a word, from its first sign to the last that is looked at. */
  private static final class Token {
    private final Kind kind;
    private final int first;
    private final int last;
    private final boolean isName;
    private @Nullable JsonValue changed;

    Token(Kind kind, int first, int last, boolean isName) {
      this.kind = kind;
      this.first = first;
      this.last = last;
      this.isName = isName;
    }
  }

  /** A value of the mould: what a token says, or an object or array of others. */
  private static final class Part {
    private final JsonValue value;
    private final @Nullable Token token;
    private final String[] names;
    private final Part[] parts;

    Part(JsonValue value, @Nullable Token token, String[] names, Part[] parts) {
      this.value = value;
      this.token = token;
      this.names = names;
      this.parts = parts;
    }

    private boolean isChanged() {
      if (token != null) {
        return token.changed != null;
      }
      for (Part part : parts) {
        if (part.isChanged()) {
          return true;
        }
      }
      return false;
    }

    JsonValue cast() {
      if (!isChanged()) {
        return value;
      }
      if (token != null && token.changed != null) {
        return token.changed;
      }
      JsonValue[] cast = new JsonValue[parts.length];
      for (int i = 0; i < parts.length; i++) {
        cast[i] = parts[i].cast();
      }
      return value.isArray() ? JsonValue.array(cast) : JsonValue.object(names, cast);
    }
  }

  /** Finds the token of each value. */
  private static final class Parts {
    private static final String[] NO_NAMES = {};
    private final Token[] tokens;
    private int next;

    Parts(Token[] tokens) {
      this.tokens = tokens;
    }

    Part of(JsonValue value) {
      if (value.isContainer()) {
        Part[] parts = value.values().stream().map(this::of).toArray(Part[]::new);
        return new Part(value, null, value.names().toArray(String[]::new), parts);
      }
      while (tokens[next].isName) {
        next++;
      }
      return new Part(value, tokens[next++], NO_NAMES, new Part[0]);
    }
  }
}
