package dev.nightshift.models.openai;

import dev.nightshift.models.internal.wire.Wire;

/**
 * The arguments of a call as they grow. Whether they are whole is known without a look at all of
 * them for each fragment.
 */
final class GrownArguments {
  private final StringBuilder text = new StringBuilder();
  private boolean isBlank = true;
  private int depth;
  private boolean isQuoted;
  private boolean isEscaped;

  /** Whether the last sign that is not blank closed all that was open. */
  private boolean isClosed;

  /**
   * Appends a fragment, and tells whether there is anything new in it; one that begins an object
   * after a whole one tells them anew.
   */
  boolean add(String fragment) {
    if (fragment.stripLeading().startsWith("{") && isWhole()) {
      return replace(fragment);
    }
    append(fragment);
    return !fragment.isEmpty();
  }

  /** Replaces all that came before, and tells whether it was something else. */
  boolean replace(String whole) {
    boolean isNew = !text.toString().equals(whole);
    restart();
    append(whole);
    return isNew;
  }

  private void append(String fragment) {
    text.append(fragment);
    for (int i = 0; i < fragment.length(); i++) {
      take(fragment.charAt(i));
    }
  }

  /** Tells whether none came so far. */
  boolean isBlank() {
    return isBlank;
  }

  /** Tells whether they are one JSON object, to which no fragment can add anything. */
  boolean isWhole() {
    return isClosed && Wire.isObject(text.toString());
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private void restart() {
    text.setLength(0);
    isBlank = true;
    depth = 0;
    isQuoted = false;
    isEscaped = false;
    isClosed = false;
  }

  private void take(char sign) {
    if (isQuoted) {
      isQuoted = isEscaped || sign != '"';
      isEscaped = !isEscaped && sign == '\\';
    } else if (!Character.isWhitespace(sign)) {
      isBlank = false;
      isQuoted = sign == '"';
      if (sign == '{' || sign == '[') {
        depth++;
      } else if (sign == '}' || sign == ']') {
        depth--;
      }
      isClosed = depth == 0 && sign == '}';
    }
  }
}
