package dev.nightshift.git.internal;

/** A path as it stands in one field of a text. */
final class EscapedPath {
  private EscapedPath() {}

  static String of(String path) {
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
  static String read(String field) {
    return field.translateEscapes();
  }
}
