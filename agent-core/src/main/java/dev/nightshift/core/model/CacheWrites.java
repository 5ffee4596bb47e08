package dev.nightshift.core.model;

import dev.nightshift.core.base.Require;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Input tokens that were written to a prompt cache, by how long the provider keeps them.
 *
 * <p><b>Shape:</b> ascending lifetimes, each once and with at least one token, so that equal writes
 * are equal values; the constructor sorts and sums up what it is given. Immutable.
 *
 * @param byLifetime the writes
 */
public record CacheWrites(List<Write> byLifetime) {
  private static final CacheWrites NONE = new CacheWrites(List.of());

  /**
   * Sorts and sums up.
   *
   * @throws ArithmeticException if the tokens of a lifetime are beyond a {@code long}
   */
  public CacheWrites {
    List<Write> given = Require.elements(byLifetime, "byLifetime");
    byLifetime = isInShape(given) ? given : inShape(given);
  }

  /**
   * Returns no writes, as of a provider without a cache or one that does not charge for writing.
   *
   * @return the empty writes
   */
  public static CacheWrites none() {
    return NONE;
  }

  /**
   * Returns writes of one lifetime.
   *
   * @param lifetime how long the provider keeps them, more than zero
   * @param tokens at least 0
   * @return the writes
   */
  public static CacheWrites of(Duration lifetime, long tokens) {
    Write write = new Write(lifetime, tokens);
    return tokens == 0 ? NONE : new CacheWrites(List.of(write));
  }

  /**
   * Returns all tokens written.
   *
   * @return tokens
   * @throws ArithmeticException if they are beyond a {@code long}
   */
  public long total() {
    long total = 0;
    for (Write write : byLifetime) {
      total = Math.addExact(total, write.tokens());
    }
    return total;
  }

  /**
   * Returns the tokens written for one lifetime.
   *
   * @param lifetime exactly this lifetime
   * @return tokens, 0 if there are none
   */
  public long tokens(Duration lifetime) {
    Require.nonNull(lifetime, "lifetime");
    for (Write write : byLifetime) {
      if (write.lifetime().equals(lifetime)) {
        return write.tokens();
      }
    }
    return 0;
  }

  /**
   * Returns the sum of two writes.
   *
   * @param other the writes to add
   * @return the sum
   * @throws ArithmeticException if the tokens of a lifetime are beyond a {@code long}
   */
  public CacheWrites plus(CacheWrites other) {
    Require.nonNull(other, "other");
    if (other.byLifetime.isEmpty()) {
      return this;
    }
    if (byLifetime.isEmpty()) {
      return other;
    }
    List<Write> both = new ArrayList<>(byLifetime);
    both.addAll(other.byLifetime);
    return new CacheWrites(both);
  }

  private static boolean isInShape(List<Write> writes) {
    Duration last = Duration.ZERO;
    for (Write write : writes) {
      if (write.tokens() == 0 || write.lifetime().compareTo(last) <= 0) {
        return false;
      }
      last = write.lifetime();
    }
    return true;
  }

  private static List<Write> inShape(List<Write> writes) {
    Map<Duration, Long> sums = new TreeMap<>();
    for (Write write : writes) {
      if (write.tokens() > 0) {
        sums.merge(write.lifetime(), write.tokens(), Math::addExact);
      }
    }
    return sums.entrySet().stream().map(sum -> new Write(sum.getKey(), sum.getValue())).toList();
  }

  /**
   * The tokens written for one lifetime.
   *
   * @param lifetime how long the provider keeps them, more than zero
   * @param tokens at least 0
   */
  public record Write(Duration lifetime, long tokens) {
    /** Refuses negative counts and lifetimes of nothing. */
    public Write {
      Require.positive(lifetime, "lifetime");
      if (tokens < 0) {
        throw new IllegalArgumentException("tokens " + tokens + " must not be negative");
      }
    }
  }
}
