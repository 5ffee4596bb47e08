package dev.nightshift.core.provider;

/**
 * What a model can take and give.
 *
 * @param contextWindow the largest input and output together, in tokens, at least 1
 * @param maxOutput the largest answer in tokens, at least 1
 */
public record ModelLimits(long contextWindow, int maxOutput) {
  /** Refuses limits below one token. */
  public ModelLimits {
    if (contextWindow < 1 || maxOutput < 1) {
      throw new IllegalArgumentException(
          "model limits " + contextWindow + "/" + maxOutput + " must both be at least 1 token");
    }
  }

  /**
   * Returns limits for a model nothing is known about: 200,000 tokens of context, 8,192 of output.
   *
   * @return cautious limits
   */
  public static ModelLimits cautious() {
    return new ModelLimits(200_000, 8_192);
  }
}
