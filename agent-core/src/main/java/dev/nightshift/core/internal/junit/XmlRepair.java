package dev.nightshift.core.internal.junit;

import java.io.IOException;
import java.io.Reader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads XML with U+FFFD for each character that XML forbids, raw or as a numeric reference: the
 * output of tests holds colours and worse, and reporters copy it. Before and after all elements it
 * is left out: files are padded. In names and between attributes nothing is repaired, so that the
 * parser refuses what might hide a verdict.
 *
 * <p><b>Cost:</b> streaming, a few kilobytes of memory.
 */
final class XmlRepair extends Reader {
  private static final char REPLACEMENT = '\uFFFD';

  /** More digits than this are zeros in front, or make a number that is no character anyway. */
  private static final int MAX_REFERENCE_CHARS = 64;

  private static final Pattern REFERENCE = Pattern.compile("&#(?:x([0-9A-Fa-f]+)|([0-9]+));");
  private final Reader source;
  private final XmlPlace place = new XmlPlace();
  private final char[] block = new char[8_192];
  private final StringBuilder ready = new StringBuilder();
  private final StringBuilder reference = new StringBuilder();
  private int taken;
  private boolean ended;

  XmlRepair(Reader source) {
    this.source = source;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (taken == ready.length() && !ended) {
      refill();
    }
    int count = Math.min(length, ready.length() - taken);
    if (count == 0) {
      return -1;
    }
    ready.getChars(taken, taken + count, target, offset);
    taken += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  private void refill() throws IOException {
    ready.setLength(0);
    taken = 0;
    int count = source.read(block);
    for (int i = 0; i < count; i++) {
      accept(block[i]);
    }
    if (count < 0) {
      ended = true;
      giveUpReference();
    }
  }

  private void accept(char c) {
    if (reference.length() > 0) {
      if (continuesReference(c)) {
        if (reference.length() < MAX_REFERENCE_CHARS && !(c == '0' && isZero())) {
          reference.append(c);
        }
        return;
      }
      if (c == ';') {
        ready.append(repaired(reference.append(c)));
        reference.setLength(0);
        return;
      }
      giveUpReference();
    }
    if (c == '&' && place.readsReferences()) {
      reference.append(c);
      return;
    }
    boolean forbidden = isForbidden(c);
    if (forbidden && place.isOutside()) {
      return;
    }
    ready.append(place.isText() && forbidden ? REPLACEMENT : c);
    place.pass(c);
  }

  private boolean continuesReference(char c) {
    int length = reference.length();
    return length == 1 ? c == '#' : Character.digit(c, 16) >= 0 || (length == 2 && c == 'x');
  }

  /** Tells whether nothing but one zero has been kept of the number so far. */
  private boolean isZero() {
    String begun = reference.toString();
    return begun.equals("&#0") || begun.equals("&#x0");
  }

  /** What is no reference to a character is the parser's to judge. */
  private void giveUpReference() {
    ready.append(reference);
    reference.setLength(0);
  }

  private static CharSequence repaired(CharSequence reference) {
    Matcher numeric = REFERENCE.matcher(reference);
    return numeric.matches() && !isAllowed(numeric) ? String.valueOf(REPLACEMENT) : reference;
  }

  private static boolean isAllowed(Matcher numeric) {
    boolean decimal = numeric.group(1) == null;
    long codePoint = 0;
    for (char digit : numeric.group(decimal ? 2 : 1).toCharArray()) {
      codePoint =
          Math.min(
              codePoint * (decimal ? 10 : 16) + Character.digit(digit, 16),
              Character.MAX_CODE_POINT + 1L);
    }
    boolean surrogate =
        codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    return codePoint <= Character.MAX_CODE_POINT
        && !surrogate
        && (codePoint > Character.MAX_VALUE || !isForbidden((char) codePoint));
  }

  /** XML 1.1 also forbids the controls from U+007F on, but for the line end U+0085. */
  private static boolean isForbidden(char c) {
    return Character.isISOControl(c)
        ? c != '\t' && c != '\n' && c != '\r' && c != '\u0085'
        : c >= '\uFFFE';
  }
}
