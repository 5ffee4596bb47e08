package dev.nightshift.examples.trial;

import dev.nightshift.examples.script.ToolCall;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One file of the real fix.
 *
 * @param path relative to the repository root
 * @param before what it was, null if it did not exist
 * @param after what it became, null if it was deleted
 * @param diff the unified diff without context, as git prints it
 */
record FileChange(String path, @Nullable String before, @Nullable String after, List<String> diff) {

  /** Returns the calls that make this change in the workspace. */
  List<ToolCall> calls() {
    if (after == null) {
      return List.of(ToolCall.delete(path));
    }
    return before == null
        ? List.of(ToolCall.write(path, after))
        : TextEdits.of(path, before, after, diff);
  }

  /** Tells whether the file belongs to the project's tests, by the usual places and names. */
  boolean isTest() {
    String lower = path.toLowerCase(Locale.ROOT);
    return lower.contains("src/test/")
        || lower.startsWith("test/")
        || lower.contains("/test/")
        || lower.contains("test.");
  }

  /** Reads bytes as text without losing any, or refuses: the tools of a model write text only. */
  static String text(String path, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException binary) {
      throw new TrialException(
          path + " is not UTF-8 text; choose a fix that changes text files only");
    }
  }
}
