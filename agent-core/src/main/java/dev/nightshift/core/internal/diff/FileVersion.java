package dev.nightshift.core.internal.diff;

/**
 * One version of a file, link or submodule.
 *
 * @param path relative to the root, with {@code /}
 * @param mode as git writes it, such as 0100644
 * @param id what git calls its content, 40 hexadecimal digits
 * @param content the bytes of a file, the target of a link, a line that names a submodule's commit
 */
public record FileVersion(String path, int mode, String id, FileBytes content) {
  /** A file that is not executable. */
  public static final int REGULAR = 0100644;

  String modeText() {
    return "%06o".formatted(mode);
  }
}
