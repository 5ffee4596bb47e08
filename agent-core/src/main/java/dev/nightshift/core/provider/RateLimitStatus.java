package dev.nightshift.core.provider;

import dev.nightshift.core.base.Require;
import java.time.Duration;

/**
 * What a provider said about one rate limit of the account, with an answer or a refusal.
 *
 * @param dimension what the limit counts
 * @param limit how much of it a minute may see, at least 1
 * @param remaining how much of it is left, at least 0
 * @param untilReset how long until it is whole again; zero if that time has passed, so that what
 *     remained is no longer true
 */
public record RateLimitStatus(
    Dimension dimension, long limit, long remaining, Duration untilReset) {
  /** Refuses a limit of nothing, and negative values. */
  public RateLimitStatus {
    Require.nonNull(dimension, "dimension");
    Require.nonNull(untilReset, "untilReset");
    if (limit < 1 || remaining < 0 || untilReset.isNegative()) {
      throw new IllegalArgumentException(
          "a limit of %d with %d remaining for %s is not possible"
              .formatted(limit, remaining, untilReset));
    }
  }

  /** What a rate limit counts. */
  public enum Dimension {
    /** Calls. */
    REQUESTS,
    /** Input tokens that are not read from a cache. */
    INPUT_TOKENS,
    /** Output tokens. */
    OUTPUT_TOKENS,
    /** All tokens, in and out, cached or not. */
    TOKENS
  }
}
