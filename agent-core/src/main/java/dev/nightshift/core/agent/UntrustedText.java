package dev.nightshift.core.agent;

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
final class UntrustedText {
  /** What a system text says about fenced text. */
  static final String RULE =
      TemplateFile.of(UntrustedText.class, "untrusted-text.md")
          .template("rule", "notation")
          .fill(VisibleText.NOTATION);

  private static final int MARK_BYTES = 8;

  private UntrustedText() {}

  /** Returns the text between marks, as lines; {@code kind} is a word of the host. */
  static String fenced(String kind, String text) {
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
