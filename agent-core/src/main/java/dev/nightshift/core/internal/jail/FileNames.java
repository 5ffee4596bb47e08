package dev.nightshift.core.internal.jail;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells names that some file system would take for one of git's or this library's own. */
public final class FileNames {
  /** The directory at the root of a workspace that belongs to this library. */
  public static final String OWN = ".nightshift";

  private static final Pattern SHORT_GIT = Pattern.compile("git~[0-9]+");

  private FileNames() {}

  /**
   * Tells whether a name is {@code .git} on a file system that ignores case, invisible code points,
   * trailing dots and spaces, or stream names, or its short form {@code git~1}.
   */
  public static boolean looksLikeGit(String name) {
    String folded = fold(name);
    return folded.equals(".git")
        || (folded.startsWith("git~") && SHORT_GIT.matcher(folded).matches());
  }

  public static boolean looksLikeOwn(String name) {
    return fold(name).equals(OWN);
  }

  private static String fold(String name) {
    String folded = (isPlain(name) ? name : normalized(name)).toLowerCase(Locale.ROOT);
    int stream = folded.indexOf(':');
    int end = stream < 0 ? folded.length() : stream;
    while (end > 0 && (folded.charAt(end - 1) == '.' || folded.charAt(end - 1) == ' ')) {
      end--;
    }
    return folded.substring(0, end);
  }

  /** Tells whether a name is visible ASCII, which is normal. */
  private static boolean isPlain(String name) {
    for (int at = 0; at < name.length(); at++) {
      if (name.charAt(at) < ' ' || name.charAt(at) > '~') {
        return false;
      }
    }
    return true;
  }

  private static String normalized(String name) {
    StringBuilder visible = new StringBuilder();
    name.codePoints().filter(c -> !isIgnorable(c)).forEach(visible::appendCodePoint);
    return Normalizer.normalize(visible, Normalizer.Form.NFKC);
  }

  private static boolean isIgnorable(int codePoint) {
    boolean variationSelector =
        (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
            || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
    return Character.isIdentifierIgnorable(codePoint)
        || Character.getType(codePoint) == Character.FORMAT
        || variationSelector
        || codePoint == 0x034F
        || codePoint == 0x115F
        || codePoint == 0x1160
        || codePoint == 0x3164;
  }
}
