package dev.nightshift.core.internal.merge;

import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Names what a merge lays beside a file that can hold no markers, and says where it is. */
public final class BesideName {
  private static final String SUFFIX = ".of-branch";
  private static final int MAX_NAME_BYTES = 240;

  private BesideName() {}

  /**
   * Returns a name for the branch's version of a file.
   *
   * @param name the file's name, or its path
   * @param isTaken tells which names are in use
   * @return the name, or path, with something behind it
   */
  public static String of(String name, Predicate<String> isTaken) {
    int start = name.lastIndexOf('/') + 1;
    String stem = name;
    while (stem.substring(start).getBytes(StandardCharsets.UTF_8).length + SUFFIX.length()
        > MAX_NAME_BYTES) {
      stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
    }
    String beside = stem + SUFFIX;
    for (int number = 2; isTaken.test(beside); number++) {
      beside = stem + SUFFIX + "-" + number;
    }
    return beside;
  }

  /**
   * Says where the branch's version of a file lies.
   *
   * @param path the file's path
   * @param beside where its version of the branch is, or empty if it has none
   * @param isOnTarget whether the target has anything at the path
   * @return a sentence with a line end, or an empty text
   */
  public static String sentence(String path, String beside, boolean isOnTarget) {
    if (beside.isEmpty()) {
      return "";
    }
    return "The branch's version is at %s after the merge%s%s.\n"
        .formatted(
            beside,
            isOnTarget ? ", what the target has is at " : "; the target has nothing at ",
            path);
  }
}
