package dev.nightshift.models.openai;

import dev.nightshift.core.model.EncodedTurns;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The key by which the calls of one conversation reach the machine that has its prompt in the
 * cache: a hash of how its first turn begins, of which nothing can be read.
 */
final class ConversationKey {
  /** Enough to tell tasks apart; each call reads it again. */
  private static final int MOST_BYTES = 4 << 10;

  private static final int KEY_BYTES = 16;

  private ConversationKey() {}

  static String of(EncodedTurns turns, int count) {
    MessageDigest hash = sha256();
    int left = MOST_BYTES;
    for (ByteBuffer piece : turns.slices(0, Math.min(1, count))) {
      ByteBuffer start = piece.slice(0, Math.min(left, piece.remaining()));
      left -= start.remaining();
      hash.update(start);
    }
    return "nightshift-" + HexFormat.of().formatHex(hash.digest(), 0, KEY_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
