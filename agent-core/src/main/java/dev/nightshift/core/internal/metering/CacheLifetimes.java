package dev.nightshift.core.internal.metering;

import dev.nightshift.core.budget.Price;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long prompts are kept in a provider's cache where the role leaves it open: the lifetime that
 * would have cost least for what one role did with one model so far, on this engine. A gate that
 * takes longer than the shortest lifetime counts as often as the implementer was sent back after
 * it. Thread-safe.
 */
final class CacheLifetimes {
  private final Map<Kind, Tally> tallies = new ConcurrentHashMap<>();

  /**
   * The tally of a kind of conversation.
   *
   * @param lifetimes those to choose from, the shortest first, at least one
   */
  Tally of(Kind kind, List<Duration> lifetimes) {
    return tallies.computeIfAbsent(kind, unused -> new Tally(lifetimes));
  }

  /**
   * What conversations are told apart by.
   *
   * @param role who talks
   * @param model with which model
   * @param isAfterPause whether only what follows the first pause counts, which tells whoever was
   *     sent back once how probable a second time is
   */
  record Kind(AgentRole role, ModelId model, boolean isAfterPause) {}

  /** What was written, and how much of it was wanted again after a pause. Thread-safe. */
  static final class Tally {
    private final List<Duration> lifetimes;

    /** Tokens wanted again when each lifetime was over. */
    private final long[] lost;

    private long written;
    private long wanted;

    private Tally(List<Duration> lifetimes) {
      this.lifetimes = List.copyOf(lifetimes);
      this.lost = new long[lifetimes.size()];
    }

    /** Notes new input. */
    synchronized void wrote(long tokens) {
      written += tokens;
    }

    /** Notes that a prompt was gone on with after a pause of at least the shortest lifetime. */
    synchronized void wentOn(long promptTokens, Duration pause) {
      wanted += promptTokens;
      for (int i = 0; i < lost.length; i++) {
        lost[i] += pause.compareTo(lifetimes.get(i)) < 0 ? 0 : promptTokens;
      }
    }

    /** Returns the lifetime that would have cost least, of equal ones the shortest. */
    synchronized Duration cheapest(Price price) {
      // What is summed up is no one prompt, so no tier of a large one is meant.
      Price ofTokens = Price.of(price.tiers().get(0).rates());
      int best = 0;
      for (int i = 1; i < lost.length; i++) {
        best = ofTokens.cost(with(i)).compareTo(ofTokens.cost(with(best))) < 0 ? i : best;
      }
      return lifetimes.get(best);
    }

    private TokenUsage with(int i) {
      return TokenUsage.builder()
          .cacheWrite(lifetimes.get(i), Math.addExact(written, lost[i]))
          .cacheRead(wanted - lost[i])
          .build();
    }
  }
}
