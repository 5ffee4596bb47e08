package dev.nightshift.core.internal.diff;

import dev.nightshift.core.tree.PatchFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes the bytes {@code git apply} takes, file by file. Used by one thread. */
final class PatchWriter {
  private static final String NO_ID = "0".repeat(40);
  private final ByteArrayOutputStream patch = new ByteArrayOutputStream();
  private boolean overflow;

  void add(
      @Nullable FileVersion before, @Nullable FileVersion after, int similarity, FileDiff diff) {
    boolean missing = !diff.isSameContent() && after != null && !after.content().isLoaded();
    overflow |= missing || patch.size() > PatchFile.MAX_BYTES;
    if (overflow) {
      patch.reset();
      return;
    }
    StringBuilder header = new StringBuilder();
    header.append(Headers.names(before, after, PatchWriter::quoted));
    header.append(Headers.modes(before, after));
    if (Headers.isRename(before, after)) {
      header.append("similarity index ").append(similarity).append("%\n");
      header.append(Headers.rename(before, after, PatchWriter::quoted));
    }
    header.append(index(before, after));
    if (diff.isSameContent()) {
      append(header.toString());
      return;
    }
    diff.rawHunks()
        .ifPresentOrElse(
            hunks -> {
              append(header.toString());
              if (hunks.length > 0) {
                append(Headers.sides(before, after, PatchWriter::quoted));
                patch.writeBytes(hunks);
              }
            },
            () -> append(header + binary(before, after)));
  }

  PatchFile toPatch() {
    return overflow ? PatchFile.tooLarge() : PatchFile.of(patch.toByteArray());
  }

  /** Also says the mode of a file that only moves, which some programs take from nowhere else. */
  private static String index(@Nullable FileVersion before, @Nullable FileVersion after) {
    String ids =
        "index %s..%s"
            .formatted(before == null ? NO_ID : before.id(), after == null ? NO_ID : after.id());
    return before != null && after != null && before.mode() == after.mode()
        ? ids + " " + after.modeText() + "\n"
        : ids + "\n";
  }

  /** The second part takes the change back; a content too large to hold cannot be brought back. */
  private static String binary(@Nullable FileVersion before, @Nullable FileVersion after) {
    boolean reversible = before == null || before.content().isLoaded();
    return "GIT binary patch\n"
        + GitBinary.literal(content(after))
        + (reversible ? GitBinary.literal(content(before)) : "");
  }

  private static byte[] content(@Nullable FileVersion version) {
    return version == null ? new byte[0] : version.content().array();
  }

  private void append(String text) {
    patch.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the name in quotes, with all but printable ASCII as octal bytes, unless every program
   * understands it as it is.
   */
  private static String quoted(String name) {
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
