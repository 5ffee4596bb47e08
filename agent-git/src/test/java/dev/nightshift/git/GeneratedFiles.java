package dev.nightshift.git;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Names, contents and files of rules in which git's rules meet each other. */
final class GeneratedFiles {
  private static final List<String> NAMES =
      List.of("a", "b", "ab", "a b", "#a", "!b", "c.txt", "d.bat", "build", "\u00e4", "a*", "x[1]");
  private static final List<String> PIECES =
      List.of(
          "a",
          "b",
          "ab",
          "*",
          "**",
          "/",
          "?",
          "[ab]",
          "[!a]",
          "[^b]",
          "[[:alpha:]]",
          "[a-c]",
          "\\*",
          "\\a",
          " ",
          "\\ ",
          ".txt",
          "*.bat",
          "**/",
          "/**",
          "\u00e4",
          "[",
          "x\\[1]",
          "build");
  private static final List<String> ATTRIBUTES =
      List.of(
          "text",
          "-text",
          "!text",
          "text=auto",
          "eol=lf",
          "eol=crlf",
          "binary",
          "-binary",
          "crlf",
          "-crlf",
          "crlf=input",
          "ident",
          "-ident",
          "own",
          "-own",
          "text=other",
          "eol=CRLF",
          "-");
  private static final List<String> TEXTS =
      List.of(
          "x\n",
          "x\r\n",
          "x\ry\r\n",
          "\r\r\n",
          "x\0\r\n",
          "\u0001\u0002\r\n",
          "y\r\n\u001a",
          "$Id: 1 $\n",
          "$Id: open\n$\r\n",
          "z",
          "\r",
          "\t\b\r\n",
          "\u007f");
  private final Random random;

  GeneratedFiles(Random random) {
    this.random = random;
  }

  private <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** Returns a path at most three directories deep. */
  String path() {
    StringBuilder path = new StringBuilder();
    for (int depth = random.nextInt(4); depth > 0; depth--) {
      // A directory is never a file elsewhere, so that every path can be made.
      path.append('D').append(one(NAMES)).append('/');
    }
    return path.append(one(NAMES)).toString();
  }

  /** Returns a content that no other call returns. */
  byte[] content() {
    StringBuilder text = new StringBuilder();
    for (int lines = 1 + random.nextInt(3); lines > 0; lines--) {
      text.append(one(TEXTS));
    }
    if (random.nextBoolean()) {
      text.append("p".repeat(300)).append('\n');
    }
    return (random.nextInt() + text.toString()).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns a file of rules for ignoring. */
  byte[] ignoreFile() {
    StringBuilder file = new StringBuilder(random.nextInt(3) == 0 ? "\uFEFF" : "");
    String end = random.nextBoolean() ? "\n" : "\r\n";
    for (int lines = 1 + random.nextInt(4); lines > 0; lines--) {
      file.append(random.nextInt(4) == 0 ? "!" : random.nextInt(9) == 0 ? "#" : "")
          .append(pattern())
          .append(random.nextInt(5) == 0 ? "/" : "")
          .append(random.nextInt(6) == 0 ? "  " : "")
          .append(lines == 1 && random.nextBoolean() ? "" : end);
    }
    return file.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns a file of attributes. */
  byte[] attributes(boolean top) {
    StringBuilder file = new StringBuilder(random.nextInt(3) == 0 ? "\uFEFF" : "");
    if (top || random.nextInt(4) == 0) {
      file.append("[attr]own ").append(one(ATTRIBUTES.subList(0, 8))).append(" ident\n");
    }
    for (int lines = 1 + random.nextInt(5); lines > 0; lines--) {
      String pattern = random.nextInt(3) == 0 ? "*" : pattern().replace(" ", "");
      boolean quoted = random.nextInt(4) == 0 && !pattern.contains("\\");
      file.append(quoted ? '"' + pattern + '"' : pattern);
      for (int count = 1 + random.nextInt(3); count > 0; count--) {
        file.append(random.nextInt(5) == 0 ? '\t' : ' ').append(one(ATTRIBUTES));
      }
      file.append(random.nextBoolean() ? "\n" : "\r\n");
    }
    return file.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String pattern() {
    StringBuilder pattern = new StringBuilder(random.nextInt(4) == 0 ? "/" : "");
    if (random.nextInt(3) == 0) {
      pattern.append('D').append(one(NAMES.subList(0, 4))).append('/');
    }
    for (int pieces = 1 + random.nextInt(3); pieces > 0; pieces--) {
      pattern.append(one(PIECES));
    }
    return pattern.toString();
  }
}
