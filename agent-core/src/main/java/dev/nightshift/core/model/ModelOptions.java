package dev.nightshift.core.model;

import dev.nightshift.core.base.Require;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a model is asked to work, in words that several vendors share. What is left out is left to
 * the provider. A model that does not take a value is refused before anything is spent.
 *
 * <p>No option adds to the input, and what a model thinks is output, within the largest answer that
 * was paid for.
 *
 * @param effort how much the model thinks; null for the model's own default
 * @param cacheLifetime how long the prompt stays cached after its last use, zero for no caching;
 *     null if the engine chooses among the {@linkplain
 *     dev.nightshift.core.provider.SupportedOptions#cacheLifetimes lifetimes} of the model: the
 *     shortest, unless the pauses after which the role went on so far, for example because a gate
 *     is slow and often sends back, would have cost less with a longer one
 */
public record ModelOptions(@Nullable Effort effort, @Nullable Duration cacheLifetime) {
  private static final ModelOptions STANDARD = new ModelOptions(null, null);

  /** Refuses lifetimes below zero. */
  public ModelOptions {
    if (cacheLifetime != null && !cacheLifetime.isZero()) {
      Require.positive(cacheLifetime, "cacheLifetime");
    }
  }

  /**
   * Returns options that leave everything to provider and engine.
   *
   * @return no options
   */
  public static ModelOptions standard() {
    return STANDARD;
  }

  /**
   * Returns these options with an effort.
   *
   * @param effort how much the model thinks
   * @return a copy
   */
  public ModelOptions withEffort(Effort effort) {
    return new ModelOptions(Require.nonNull(effort, "effort"), cacheLifetime);
  }

  /**
   * Returns these options with a lifetime of the prompt cache, such as one hour for runs whose gate
   * takes longer than the provider's default.
   *
   * @param cacheLifetime more than zero
   * @return a copy
   */
  public ModelOptions withCacheLifetime(Duration cacheLifetime) {
    return new ModelOptions(effort, Require.positive(cacheLifetime, "cacheLifetime"));
  }

  /**
   * Returns these options without a prompt cache.
   *
   * @return a copy
   */
  public ModelOptions withoutCache() {
    return new ModelOptions(effort, Duration.ZERO);
  }

  /** How much work a model puts into an answer; not every model takes every one. */
  public enum Effort {
    /** The least. */
    LOW,
    /** Less than usual for most models. */
    MEDIUM,
    /** The default of most models. */
    HIGH,
    /** More than usual. */
    XHIGH,
    /** The most. */
    MAX
  }
}
