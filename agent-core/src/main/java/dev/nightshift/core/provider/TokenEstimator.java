package dev.nightshift.core.provider;

import dev.nightshift.core.model.Turn;
import java.util.List;

/**
 * Bounds the tokens of a request without calling the provider.
 *
 * <p><b>Threads:</b> safe for concurrent use. <b>Cost:</b> O(bytes), no I/O.
 */
public interface TokenEstimator {
  /**
   * Returns a number of tokens that the whole request does not exceed.
   *
   * @param request the request with system text, tools and transcript
   * @return an upper bound in tokens
   */
  long upperBound(ModelRequest request);

  /**
   * Returns a number of tokens that these turns do not exceed, for histories whose beginning was
   * already counted by the provider.
   *
   * @param turns the turns that are new
   * @return an upper bound in tokens
   */
  long upperBound(List<Turn> turns);

  /**
   * Returns the estimator for byte-level tokenizers: one token for each byte, with framing for
   * messages and tools. Ordinary text has 2 to 5 bytes a token; nothing less than the bytes bounds
   * every text.
   *
   * @return the estimator for models nothing is known about
   */
  static TokenEstimator byBytes() {
    return ByteTokenEstimator.INSTANCE;
  }
}
