package dev.nightshift.core.internal.metering;

import dev.nightshift.core.internal.loop.CompactedHistory;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.provider.TokenEstimator;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is sent of a conversation, and how much of it the provider has counted already.
 *
 * @param transcript the turns that are sent
 * @param whole all turns of the conversation; the same unless it was compacted
 * @param countedTokens what the provider counted for the first turns
 * @param countedTurns how many turns that covers; zero if nothing was counted
 * @param cachedTokens what the provider then had in its cache
 */
record History(
    Transcript transcript,
    Transcript whole,
    long countedTokens,
    int countedTurns,
    long cachedTokens) {
  /** Measured: code and prose have three to four bytes a token. */
  static final long LIKELY_BYTES = 3;

  /** Covers what a provider adds around new turns. */
  private static final long FRAMING = 64;

  /**
   * Measured: pure indentation has 13 bytes a token, everything else less; the bound counts one.
   */
  private static final long BOUND_TO_EXPECTED = 13;

  static History empty() {
    return of(Transcript.empty());
  }

  /** The history of a conversation of which nothing was counted. */
  static History of(Transcript transcript) {
    return new History(transcript, transcript, 0, 0, 0);
  }

  /** The history for a model that has counted none of it and has nothing in its cache. */
  History uncounted() {
    return new History(transcript, whole, 0, 0, 0);
  }

  /** The history from which turns are left out from now on. */
  History compacted(CompactedHistory compacted) {
    return new History(compacted.of(transcript.turns()), unencoded(), 0, 0, 0);
  }

  History plus(Turn turn) {
    Transcript longer = transcript.plus(turn);
    return new History(longer, wholeWith(turn, longer), countedTokens, countedTurns, cachedTokens);
  }

  /** The history with an answer, recounted by its usage when that is the provider's word. */
  History plus(ModelResponse response) {
    Transcript longer = transcript.plus(response.turn());
    Transcript all = wholeWith(response.turn(), longer);
    TokenUsage usage = response.usage();
    boolean isExact = !usage.isEstimated() && usage.totalInput() > 0;
    return isExact
        ? new History(longer, all, usage.total(), longer.turns().size(), cached(usage))
        : new History(longer, all, 0, 0, 0);
  }

  /**
   * Returns about how many tokens the input of a request has: what was counted, and of the rest so
   * many as texts of that length usually have.
   */
  long likely(Supplier<ModelRequest> request) {
    return countedTurns == 0
        ? TokenEstimator.byBytes().upperBound(request.get()) / LIKELY_BYTES
        : countedTokens + likely(newTurns());
  }

  /** Returns about how many tokens turns have. */
  static long likely(List<Turn> turns) {
    return TokenEstimator.byBytes().upperBound(turns) / LIKELY_BYTES;
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

  private Transcript wholeWith(Turn turn, Transcript longer) {
    return isWhole() ? longer : whole.plus(turn);
  }

  /** The same object, so that a turn is appended once. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isWhole() {
    return transcript == whole;
  }

  /** Lets go of the bytes that the turns were encoded to, which are sent no more. */
  private Transcript unencoded() {
    if (!isWhole()) {
      return whole;
    }
    Transcript copy = Transcript.empty();
    for (Turn turn : whole.turns()) {
      copy = copy.plus(turn);
    }
    return copy;
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
