package dev.nightshift.git.internal.disk;

/** A path as it stands in one field of a text. */
public final class EscapedPath {
  private EscapedPath() {}

  public static String of(String path) {
    return path.replace("\\", "\\\\")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t");
  }

  /**
   * Reads what {@link #of} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static String read(String field) {
    return field.translateEscapes();
  }
}
