package dev.nightshift.core.internal.diff;

import java.nio.charset.StandardCharsets;

/** Names of files in patches, as git quotes them. */
final class GitNames {
  private GitNames() {}

  /**
   * Returns the name in quotes, with all but printable ASCII as octal bytes, unless every program
   * understands it as it is.
   */
  static String quoted(String name) {
    boolean plain = name.chars().allMatch(c -> c > ' ' && c <= '~' && c != '"' && c != '\\');
    if (plain) {
      return name;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xff;
      if (c == '"' || c == '\\') {
        quoted.append('\\').append((char) c);
      } else if (c >= ' ' && c <= '~') {
        quoted.append((char) c);
      } else {
        quoted.append("\\%03o".formatted(c));
      }
    }
    return quoted.append('"').toString();
  }
}
