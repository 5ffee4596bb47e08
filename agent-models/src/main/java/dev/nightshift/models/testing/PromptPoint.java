package dev.nightshift.models.testing;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A place where a cached beginning of a prompt may end.
 *
 * @param prefix the hash of the prompt up to there, cache marks left out
 * @param tokensUpTo how many tokens that is
 * @param part the part in which it lies, or which ends there
 */
record PromptPoint(String prefix, long tokensUpTo, PromptPart part) {
  /** Returns the ends of all parts that are input. */
  static List<PromptPoint> ends(AskedPrompt prompt) {
    Hash hash = new Hash();
    for (PromptPart part : prompt.parts()) {
      byte[] bytes = part.bytes();
      hash.digest.update(bytes);
      if (part.kind() != PromptPart.Kind.SETTING) {
        hash.bytes += bytes.length;
        hash.point(part);
      }
    }
    return hash.points;
  }

  /** Returns a place after each so many tokens, wherever that is in a part. */
  static List<PromptPoint> steps(AskedPrompt prompt, long tokens) {
    Hash hash = new Hash();
    long step = tokens * PromptPart.BYTES_PER_TOKEN;
    for (PromptPart part : prompt.parts()) {
      byte[] bytes = part.bytes();
      if (part.kind() == PromptPart.Kind.SETTING) {
        hash.digest.update(bytes);
        continue;
      }
      int from = 0;
      while (from < bytes.length) {
        int length = (int) Math.min(bytes.length - from, step - hash.bytes % step);
        hash.digest.update(bytes, from, length);
        hash.bytes += length;
        from += length;
        if (hash.bytes % step == 0) {
          hash.point(part);
        }
      }
    }
    return hash.points;
  }

  /** The hash of what was read so far, and the places in it. */
  private static final class Hash {
    private final List<PromptPoint> points = new ArrayList<>();
    private final MessageDigest digest = sha256();
    private long bytes;

    void point(PromptPart part) {
      points.add(new PromptPoint(soFar(), PromptPart.tokens(bytes), part));
    }

    private String soFar() {
      try {
        return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
      } catch (CloneNotSupportedException impossible) {
        throw new IllegalStateException("SHA-256 of this JDK cannot be cloned", impossible);
      }
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException("every JDK has SHA-256", impossible);
      }
    }
  }
}
