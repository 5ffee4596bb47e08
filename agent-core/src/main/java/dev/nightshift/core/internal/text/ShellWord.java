package dev.nightshift.core.internal.text;

import java.util.regex.Pattern;

/** One word of a command line that a human is told to run, whatever is in it. */
public final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/][A-Za-z0-9._/-]*");

  private ShellWord() {}

  /**
   * Returns a text as a POSIX shell takes it for one word.
   *
   * <p>What cannot be seen is shown, as {@link VisibleText} does; such a word is then for reading
   * only.
   *
   * @param text any text, such as a path or the name of a branch
   * @return the text itself if a shell finds nothing in it, else in single quotes
   */
  public static String of(String text) {
    return PLAIN.matcher(text).matches()
        ? text
        : "'" + VisibleText.of(text).replace("'", "'\\''") + "'";
  }
}
