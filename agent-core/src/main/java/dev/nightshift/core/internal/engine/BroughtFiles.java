package dev.nightshift.core.internal.engine;

import dev.nightshift.core.internal.text.Digests;
import dev.nightshift.core.tree.PatchFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate brings, file by file, so that it can be compared with what another one brings to
 * another commit of the target.
 */
final class BroughtFiles {
  private static final Pattern INDEX = Pattern.compile("index ([0-9a-f]+)\\.\\.([0-9a-f]+).*");
  private final PatchFile patch;
  private @Nullable Map<String, Brought> files;

  /** Reads nothing yet: only a target that moved makes anybody ask. */
  BroughtFiles(PatchFile patch) {
    this.patch = patch;
  }

  /**
   * One file.
   *
   * @param header its modes, and its names if it was renamed
   * @param before the content in the target, as git names it
   * @param after the content in the candidate
   * @param lines a digest of the lines that go and come, without those around them
   */
  private record Brought(String header, String before, String after, String lines) {
    /** Where the target left a file alone, the same lines at another place are another change. */
    boolean isSameAs(Brought other) {
      return header.equals(other.header)
          && (before.equals(other.before) ? after.equals(other.after) : lines.equals(other.lines));
    }
  }

  private Map<String, Brought> files() {
    Map<String, Brought> known = files;
    if (known == null) {
      known = new HashMap<>();
      byte[] bytes = patch.bytes();
      int start = 0;
      while (start < bytes.length) {
        start = readFile(bytes, start, known);
      }
      files = known;
    }
    return known;
  }

  /** Takes in the part of a patch that is about one file, and returns where the next one begins. */
  private static int readFile(byte[] patch, int start, Map<String, Brought> files) {
    String name = line(patch, start);
    StringBuilder header = new StringBuilder();
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    String before = "";
    String after = "";
    boolean isBinary = false;
    int at = next(patch, start);
    for (; at < patch.length && !startsWith(patch, at, "diff --git "); at = next(patch, at)) {
      isBinary |= startsWith(patch, at, "GIT binary patch");
      Matcher index = INDEX.matcher(lines.size() == 0 && !isBinary ? line(patch, at) : "");
      if (index.matches()) {
        before = index.group(1);
        after = index.group(2);
      } else if (!isBinary && (patch[at] == '+' || patch[at] == '-' || patch[at] == '\\')) {
        lines.write(patch, at, next(patch, at) - at);
      } else if (before.isEmpty() && !startsWith(patch, at, "similarity ")) {
        header.append(line(patch, at)).append('\n');
      }
    }
    String digest = isBinary ? after : Digests.sha256(lines.toByteArray());
    files.put(name, new Brought(header.toString(), before, after, digest));
    return at;
  }

  /** Whether both bring the same; never, if one is too large for its patch to be known. */
  boolean isSameAs(BroughtFiles other) {
    if (!patch.isWhole() || !other.patch.isWhole() || files().size() != other.files().size()) {
      return false;
    }
    for (Map.Entry<String, Brought> file : files().entrySet()) {
      Brought there = other.files().get(file.getKey());
      if (there == null || !file.getValue().isSameAs(there)) {
        return false;
      }
    }
    return true;
  }

  private static boolean startsWith(byte[] patch, int at, String word) {
    if (patch.length - at < word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (patch[at + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int next(byte[] patch, int at) {
    int end = at;
    while (end < patch.length && patch[end] != '\n') {
      end++;
    }
    return Math.min(end + 1, patch.length);
  }

  /** One character for each byte: names of any encoding are told apart. */
  private static String line(byte[] patch, int at) {
    return new String(patch, at, next(patch, at) - at, StandardCharsets.ISO_8859_1).stripTrailing();
  }
}
