package dev.nightshift.core.agent;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.internal.text.VisibleText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Text that a model must read as data: fenced by a mark made from a hash of the text, which the
 * text therefore cannot contain, with characters a human would not see made visible.
 */
public final class UntrustedText {
  /** What a model is told about fenced text, before it sees any. */
  public static final String RULE =
      TemplateFile.of(UntrustedText.class, "untrusted-text.md")
          .template("rule", "notation")
          .fill(VisibleText.NOTATION);

  private static final int MARK_BYTES = 8;

  private UntrustedText() {}

  /**
   * Returns a text between marks, as lines.
   *
   * @param kind a word of the host that says what it is, such as {@code issue}
   * @param text what the host did not write
   * @return lines that end with a line feed
   */
  public static String fenced(String kind, String text) {
    Require.nonNull(kind, "kind");
    Require.nonNull(text, "text");
    return block(kind, text) + "\n";
  }

  /** Returns the text between marks, without the end of the last line. */
  static String block(String kind, String text) {
    String shown = VisibleText.of(text);
    String mark = mark(shown);
    return "<untrusted id="
        + mark
        + " kind="
        + kind
        + " chars="
        + shown.length()
        + ">\n"
        + shown
        + (shown.endsWith("\n") ? "" : "\n")
        + "</untrusted id="
        + mark
        + ">";
  }

  private static String mark(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, MARK_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
