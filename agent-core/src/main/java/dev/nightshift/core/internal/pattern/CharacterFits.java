package dev.nightshift.core.internal.pattern;

import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * A set of characters as {@link Pattern} understands it, which is asked again only for what is not
 * remembered: all of ASCII, and the last character of each of some slots. Used by one thread.
 */
final class CharacterFits implements IntPredicate {
  private static final int ASCII = 128;
  private static final int SLOTS = 1024;

  private final Pattern set;
  private final boolean[] ascii = new boolean[ASCII];

  /** In each slot twice a character, plus one if it fits; 0 is none, because NUL is ASCII. */
  private final int[] others = new int[SLOTS];

  CharacterFits(Pattern set) {
    this.set = set;
    for (int c = 0; c < ASCII; c++) {
      ascii[c] = isFit(c);
    }
  }

  @Override
  public boolean test(int character) {
    if (character < ASCII) {
      return ascii[character];
    }
    int slot = character & (SLOTS - 1);
    if (others[slot] >> 1 != character) {
      others[slot] = character << 1 | (isFit(character) ? 1 : 0);
    }
    return (others[slot] & 1) == 1;
  }

  private boolean isFit(int character) {
    return set.matcher(Character.toString(character)).matches();
  }
}
