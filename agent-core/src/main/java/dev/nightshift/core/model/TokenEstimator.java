package dev.nightshift.core.model;

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
   * Returns an estimator for byte-level tokenizers: never more than one token a byte, with framing
   * for messages and tools.
   *
   * @return the estimator for models nothing is known about
   */
  static TokenEstimator conservative() {
    return ByteTokenEstimator.ofFactor(130);
  }

  /**
   * Returns an estimator calibrated to a tokenizer.
   *
   * @param factorPercent how many tokens the tokenizer makes of the same text, against o200k, in
   *     percent; 100 to 1000
   * @return the estimator
   */
  static TokenEstimator ofFactorPercent(int factorPercent) {
    return ByteTokenEstimator.ofFactor(factorPercent);
  }
}
