package dev.nightshift.core.internal.junit;

/** Follows where in an XML document a reader stands, as far as its marks tell. */
final class XmlPlace {
  private static final String COMMENT = "!--";
  private static final String CDATA = "![CDATA[";
  private final StringBuilder opening = new StringBuilder();
  private Kind kind = Kind.TEXT;
  private int depth;
  private boolean entered;
  private char last;
  private char beforeLast;

  /** Tells whether a character here belongs to some text, and none to a name or other structure. */
  boolean isText() {
    return kind != Kind.TAG && kind != Kind.DECLARATION;
  }

  /** Tells whether this is before or after all elements, where no text can stand. */
  boolean isOutside() {
    return kind == Kind.TEXT && depth == 0;
  }

  /** Tells whether a numeric reference here stands for a character. */
  boolean readsReferences() {
    return kind == Kind.TEXT || kind == Kind.SINGLE_QUOTED || kind == Kind.DOUBLE_QUOTED;
  }

  void pass(char c) {
    switch (kind) {
      case TEXT -> enterIf(c == '<', Kind.TAG);
      case TAG -> passInTag(c);
      case SINGLE_QUOTED -> enterIf(c == '\'', Kind.TAG);
      case DOUBLE_QUOTED -> enterIf(c == '"', Kind.TAG);
      case COMMENT -> enterIf(c == '>' && last == '-' && beforeLast == '-', Kind.TEXT);
      case CDATA -> enterIf(c == '>' && last == ']' && beforeLast == ']', Kind.TEXT);
      case INSTRUCTION -> enterIf(c == '>' && last == '?', Kind.TEXT);
      case DECLARATION -> enterIf(c == '>', Kind.TEXT);
    }
    // What belongs to the opening of a mark must not be read as part of its end: <!--->.
    beforeLast = entered ? 0 : last;
    last = entered ? 0 : c;
    entered = false;
  }

  private void passInTag(char c) {
    if (opening.length() < CDATA.length()) {
      opening.append(c);
    }
    switch (opening.charAt(0)) {
      case '?' -> enter(Kind.INSTRUCTION);
      case '!' -> passInDeclaration(opening.toString(), c);
      default -> {
        if (c == '>') {
          passElement();
          enter(Kind.TEXT);
        }
        enterIf(c == '\'', Kind.SINGLE_QUOTED);
        enterIf(c == '"', Kind.DOUBLE_QUOTED);
      }
    }
  }

  private void passElement() {
    if (opening.charAt(0) == '/') {
      depth--;
    } else if (last != '/') {
      depth++;
    }
  }

  private void passInDeclaration(String begun, char c) {
    enterIf(begun.equals(COMMENT), Kind.COMMENT);
    enterIf(begun.equals(CDATA), Kind.CDATA);
    boolean possible = COMMENT.startsWith(begun) || CDATA.startsWith(begun);
    enterIf(!possible, c == '>' ? Kind.TEXT : Kind.DECLARATION);
  }

  private void enterIf(boolean ends, Kind next) {
    if (ends) {
      enter(next);
    }
  }

  private void enter(Kind next) {
    boolean isNewTag = kind == Kind.TEXT;
    kind = next;
    entered = true;
    if (isNewTag) {
      opening.setLength(0);
    }
  }

  private enum Kind {
    TEXT,
    TAG,
    SINGLE_QUOTED,
    DOUBLE_QUOTED,
    COMMENT,
    CDATA,
    INSTRUCTION,
    DECLARATION
  }
}
