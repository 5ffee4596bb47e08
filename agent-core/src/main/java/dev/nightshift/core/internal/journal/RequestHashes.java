package dev.nightshift.core.internal.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.Digests;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.UserTurn;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The hashes of the requests of one conversation, taken before their records lose their secrets:
 * who resumes it makes them again, and knows by them whether it asks the same.
 *
 * <p>A hash covers what the conversation was begun with and each turn that was sent until then and
 * answered, in their order, and the one that is sent. Answers are not in it: while all that was
 * sent is the same they are those of the record, which may have lost a secret. It is made with the
 * key of the run, which no record holds, so that a password in a request cannot be found by trying.
 *
 * <p><b>Threads:</b> used by the one thread of its conversation. <b>Cost:</b> each turn is hashed
 * once, however long the conversation is.
 */
public final class RequestHashes {
  private static final String ALGORITHM = "HmacSHA256";
  private final SecretKeySpec key;
  private byte[] answered;
  private byte[] sent;

  RequestHashes(byte[] key, ConversationSpec spec) {
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.answered = hash(new byte[0], JournalJson.write(spec));
    this.sent = answered;
  }

  /**
   * Returns the hash of the request that sends a turn.
   *
   * @return 64 lower-case hexadecimal digits
   */
  public String sending(UserTurn turn) {
    sent = hash(answered, JournalJson.write(turn));
    return Digests.hex(sent);
  }

  /** What was sent last is part of the conversation from now on. */
  public void answered() {
    answered = sent;
  }

  private byte[] hash(byte[] before, JsonValue said) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(before);
      return mac.doFinal(said.ascii().getBytes(US_ASCII));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
    }
  }
}
