package dev.nightshift.core.internal.engine;

import dev.nightshift.core.internal.text.Digests;
import dev.nightshift.core.tree.Change;
import java.nio.charset.StandardCharsets;

/**
 * What a change brings, without what it is brought to: the paths, kinds and modes of its files, and
 * the lines that go and come. Equal for the same work on two commits of the target, wherever the
 * target moved the lines around it.
 */
final class ChangedLines {
  private ChangedLines() {}

  /** A key of what the change brings; of one that is too large for a patch its files only. */
  static String of(Change change) {
    StringBuilder key = new StringBuilder(change.files().toString()).append('\n');
    // One character for each byte: files of any encoding are told apart.
    String patch = new String(change.patchFile().bytes(), StandardCharsets.ISO_8859_1);
    boolean isBinary = false;
    for (String line : patch.split("\n", -1)) {
      if (line.startsWith("diff --git ")) {
        isBinary = false;
      } else if (line.equals("GIT binary patch")) {
        isBinary = true;
      }
      if (isBinary || line.startsWith("+") || line.startsWith("-")) {
        key.append(line).append('\n');
      }
    }
    return Digests.sha256(key.toString().getBytes(StandardCharsets.UTF_8));
  }
}
