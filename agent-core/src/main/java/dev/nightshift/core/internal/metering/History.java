package dev.nightshift.core.internal.metering;

import dev.nightshift.core.model.ModelRequest;
import dev.nightshift.core.model.ModelResponse;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.provider.TokenEstimator;
import java.util.List;

/**
 * A transcript, and how much of it the provider has counted already.
 *
 * @param transcript all turns
 * @param countedTokens what the provider counted for the first turns
 * @param countedTurns how many turns that covers; zero if nothing was counted
 * @param cachedTokens what the provider then had in its cache
 */
record History(Transcript transcript, long countedTokens, int countedTurns, long cachedTokens) {
  /** Covers what a provider adds around new turns. */
  private static final long FRAMING = 64;

  /**
   * Measured: pure indentation has 13 bytes a token, everything else less; the bound counts one.
   */
  private static final long BOUND_TO_EXPECTED = 13;

  static History empty() {
    return new History(Transcript.empty(), 0, 0, 0);
  }

  /** The history for a model that has counted none of it and has nothing in its cache. */
  History uncounted() {
    return new History(transcript, 0, 0, 0);
  }

  History plus(Turn turn) {
    return new History(transcript.plus(turn), countedTokens, countedTurns, cachedTokens);
  }

  /** The history with an answer, recounted by its usage when that is the provider's word. */
  History plus(ModelResponse response) {
    Transcript longer = transcript.plus(response.turn());
    TokenUsage usage = response.usage();
    boolean isExact = !usage.isEstimated() && usage.totalInput() > 0;
    return isExact
        ? new History(longer, usage.total(), longer.turns().size(), cached(usage))
        : new History(longer, 0, 0, 0);
  }

  long inputUpperBound(ModelRequest request, TokenEstimator estimator) {
    return countedTurns == 0
        ? estimator.upperBound(request)
        : Math.addExact(countedTokens, estimator.upperBound(newTurns()) + FRAMING);
  }

  /** Tokens of the input the provider has to read anew if its cache still has the rest. */
  long uncachedInput(long inputUpperBound) {
    return Math.max(0, inputUpperBound - cachedTokens);
  }

  /** Tokens the input has at least, as far as one can tell without a tokenizer. */
  long expectedInput(ModelRequest request, TokenEstimator estimator) {
    return countedTurns == 0
        ? estimator.upperBound(request) / BOUND_TO_EXPECTED
        : countedTokens + estimator.upperBound(newTurns()) / BOUND_TO_EXPECTED;
  }

  private static long cached(TokenUsage usage) {
    return Math.addExact(usage.cacheRead(), usage.cacheWrites().total());
  }

  private List<Turn> newTurns() {
    return transcript.turns().subList(countedTurns, transcript.turns().size());
  }
}
