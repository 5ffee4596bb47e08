package dev.nightshift.git;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;

/** Pairs of trees that differ in every way a patch has to carry; the same for the same seed. */
final class RandomTrees {
  private static final List<String> NAMES =
      List.of(
          "A.java",
          "dir/B.java",
          "dir/with space.txt",
          " leading",
          "trailing ",
          "quo\"te",
          "back\\slash",
          "tab\there",
          "new\nline",
          "n\u00e4m\u00e9.txt",
          "\u4e16\u754c/\ud83d\ude00",
          "b/a/b",
          "-dash",
          "rtl\u202etxt",
          "dev/null");

  private final Random random;
  private final String crlf;

  private RandomTrees(long seed, String crlf) {
    this.random = new Random(seed);
    this.crlf = crlf;
  }

  static RandomTrees of(long seed) {
    return new RandomTrees(seed, "\r\n");
  }

  /** JGit's applier changes the line ends of texts that have CRLF. */
  static RandomTrees withoutCrlf(long seed) {
    return new RandomTrees(seed, "\n");
  }

  /** One file of a tree. */
  static final class Entry {
    private final FileMode mode;
    private final byte[] content;

    Entry(FileMode mode, byte[] content) {
      this.mode = mode;
      this.content = content;
    }

    FileMode mode() {
      return mode;
    }

    byte[] content() {
      return content;
    }
  }

  /** Returns a tree of some files. */
  Map<String, Entry> tree() {
    Map<String, Entry> tree = new TreeMap<>();
    for (String name : NAMES) {
      if (random.nextInt(3) > 0) {
        tree.put(name, new Entry(mode(), content()));
      }
    }
    return tree;
  }

  /** Returns a tree that differs from another one in some files. */
  Map<String, Entry> changed(Map<String, Entry> tree) {
    Map<String, Entry> changed = new TreeMap<>(tree);
    for (Map.Entry<String, Entry> file : tree.entrySet()) {
      String path = file.getKey();
      Entry entry = file.getValue();
      switch (random.nextInt(8)) {
        case 0 -> changed.remove(path);
        case 1 -> changed.put(path, new Entry(mode(), content()));
        case 2 -> changed.put(path, new Entry(mode(), entry.content()));
        case 3 -> changed.put(path, new Entry(entry.mode(), edited(entry.content())));
        case 4 -> rename(changed, path, entry.content());
        case 5 -> rename(changed, path, edited(entry.content()));
        default -> {
          // It stays.
        }
      }
    }
    changed.put("added " + random.nextInt(3), new Entry(mode(), content()));
    return changed;
  }

  private void rename(Map<String, Entry> tree, String path, byte[] content) {
    Entry entry = tree.remove(path);
    tree.put("moved to/" + path, new Entry(entry.mode(), content));
  }

  private FileMode mode() {
    return random.nextInt(3) == 0 ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE;
  }

  private byte[] content() {
    return switch (random.nextInt(15)) {
      case 0 -> new byte[0];
      case 1 -> text(crlf).getBytes(StandardCharsets.UTF_8);
      case 2 -> text("\r").getBytes(StandardCharsets.UTF_8);
      case 3 -> text("\n").getBytes(StandardCharsets.ISO_8859_1);
      case 4 -> (text("\n") + "\0nul\n").getBytes(StandardCharsets.UTF_8);
      case 5 -> ("\uFEFF" + text(crlf)).getBytes(StandardCharsets.UTF_16LE);
      case 6 -> (text("\n") + "\u202e\u200b\u0085\u2028").getBytes(StandardCharsets.UTF_8);
      case 7 -> "x".repeat(random.nextInt(100_000)).getBytes(StandardCharsets.UTF_8);
      case 8 -> noise(random.nextInt(70));
      case 9 -> noise(5_000);
      case 10 -> text("\n").stripTrailing().getBytes(StandardCharsets.UTF_8);
      case 11 -> text("\f\u001b[31m\u202e\u00a0\u200d\u000b\n").getBytes(StandardCharsets.UTF_8);
      case 12 -> ("\uFEFF" + text("\u00a0\n")).getBytes(StandardCharsets.UTF_8);
      case 13 -> (text("\u0085\u00fc\n") + anyByteOnce()).getBytes(StandardCharsets.ISO_8859_1);
      default -> text("\n").getBytes(StandardCharsets.UTF_8);
    };
  }

  /** All that a line of Latin-1 can hold, between enough letters to pass for a text. */
  private static String anyByteOnce() {
    StringBuilder line = new StringBuilder();
    for (char c = 1; c < 256; c++) {
      line.append(c == '\n' ? "" : c).append("letters");
    }
    return line.append('\n').toString();
  }

  private String text(String lineEnd) {
    List<String> words =
        List.of(
            "",
            " ",
            "\t",
            "int a;",
            "}",
            "gr\u00fcn",
            "+++ b/x",
            "--- a/x",
            "@@ -1 +1 @@",
            "\\ No");
    StringBuilder text = new StringBuilder();
    for (int line = random.nextInt(30); line > 0; line--) {
      text.append(words.get(random.nextInt(words.size()))).append(random.nextInt(9));
      text.append(lineEnd);
    }
    return text.toString();
  }

  private byte[] noise(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Replaces, inserts and removes some bytes or lines. */
  private byte[] edited(byte[] content) {
    String bytes = new String(content, StandardCharsets.ISO_8859_1);
    List<String> lines = new ArrayList<>(List.of(bytes.split("(?<=\n)")));
    int at = random.nextInt(lines.size());
    switch (random.nextInt(4)) {
      case 0 -> lines.set(at, "edited " + random.nextInt(1_000) + "\n");
      case 1 -> lines.add(at, "added" + crlf);
      case 2 -> lines.remove(at);
      default -> lines.set(at, lines.get(at) + (char) random.nextInt(256));
    }
    return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
  }
}
