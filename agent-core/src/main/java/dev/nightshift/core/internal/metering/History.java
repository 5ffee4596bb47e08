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

  /** Bounds the input of a request; what the provider counted already is not looked at again. */
  Input input(ModelRequest request, TokenEstimator estimator) {
    if (countedTurns == 0) {
      long bound = estimator.upperBound(request);
      return new Input(bound, bound / BOUND_TO_EXPECTED);
    }
    long more = estimator.upperBound(newTurns());
    return new Input(
        Math.addExact(countedTokens, more + FRAMING), countedTokens + more / BOUND_TO_EXPECTED);
  }

  /** Tokens of the input the provider has to read anew if its cache still has the rest. */
  long uncachedInput(long inputUpperBound) {
    return Math.max(0, inputUpperBound - cachedTokens);
  }

  private static long cached(TokenUsage usage) {
    return Math.addExact(usage.cacheRead(), usage.cacheWrites().total());
  }

  private List<Turn> newTurns() {
    List<Turn> turns = transcript.turns();
    return turns.subList(countedTurns, turns.size());
  }

  /**
   * How many tokens the input of a request has.
   *
   * @param upperBound tokens it does not exceed
   * @param expected tokens it has at least, as far as one can tell without a tokenizer
   */
  record Input(long upperBound, long expected) {}
}
