package dev.nightshift.core.model;

import dev.nightshift.core.base.Require;
import java.time.Duration;

/**
 * The tokens one model call was billed for, as disjoint counts.
 *
 * <p>Total input is {@link #input} + {@link #cacheRead} + {@link #cacheWrites}; reasoning is within
 * {@link #output}. <b>Units:</b> provider tokens, each at least 0; {@link #feesNanoUsd} is
 * nano-US-dollars.
 *
 * @param input the input tokens that were neither read from nor written to a cache
 * @param cacheRead the input tokens read from a cache
 * @param cacheWrites the input tokens written to a cache, by its lifetime
 * @param output the output tokens, reasoning included
 * @param reasoning the part of the output that was reasoning
 * @param feesNanoUsd fees charged per request on top of tokens
 * @param estimated true if these counts are a bound instead of the provider's word
 * @param terms on what terms the provider says it billed them
 */
public record TokenUsage(
    long input,
    long cacheRead,
    CacheWrites cacheWrites,
    long output,
    long reasoning,
    long feesNanoUsd,
    boolean estimated,
    BillingTerms terms) {
  private static final TokenUsage ZERO = new Builder().build();

  /** Refuses nulls and negative counts. */
  public TokenUsage {
    notNegative("input", input);
    notNegative("cacheRead", cacheRead);
    Require.nonNull(cacheWrites, "cacheWrites");
    notNegative("output", output);
    notNegative("reasoning", reasoning);
    notNegative("feesNanoUsd", feesNanoUsd);
    Require.nonNull(terms, "terms");
  }

  /**
   * Returns no usage.
   *
   * @return all counts zero
   */
  public static TokenUsage zero() {
    return ZERO;
  }

  /**
   * Returns a usage without caching.
   *
   * @param input uncached input tokens
   * @param output output tokens
   * @return the usage
   */
  public static TokenUsage of(long input, long output) {
    return builder().input(input).output(output).build();
  }

  /**
   * Starts a usage with all counts zero.
   *
   * @return a builder, not safe for concurrent use
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Tells whether these counts are a bound instead of the provider's word.
   *
   * @return true if no exact usage was received
   */
  public boolean isEstimated() {
    return estimated;
  }

  /**
   * Returns everything the model read.
   *
   * @return input, cache reads and cache writes together
   */
  public long totalInput() {
    return Math.addExact(Math.addExact(input, cacheRead), cacheWrites.total());
  }

  /**
   * Returns the same tokens as if none had been read from a cache or written to one.
   *
   * @return a usage whose whole input is uncached
   */
  public TokenUsage uncached() {
    return new TokenUsage(
        totalInput(), 0, CacheWrites.none(), output, reasoning, feesNanoUsd, estimated, terms);
  }

  /**
   * Returns all tokens read and written.
   *
   * @return total input and output together
   */
  public long total() {
    return Math.addExact(totalInput(), output);
  }

  /**
   * Returns the sum of two usages; estimated if either is, and on plain terms unless both were
   * billed on the same.
   *
   * @param other the usage to add
   * @return the sum
   */
  public TokenUsage plus(TokenUsage other) {
    Require.nonNull(other, "other");
    return new TokenUsage(
        Math.addExact(input, other.input),
        Math.addExact(cacheRead, other.cacheRead),
        cacheWrites.plus(other.cacheWrites),
        Math.addExact(output, other.output),
        Math.addExact(reasoning, other.reasoning),
        Math.addExact(feesNanoUsd, other.feesNanoUsd),
        estimated || other.estimated,
        terms.equals(other.terms) ? terms : BillingTerms.plain());
  }

  private static void notNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " " + value + " must not be negative");
    }
  }

  /** Collects the counts of a usage. Not safe for concurrent use. */
  public static final class Builder {
    private long input;
    private long cacheRead;
    private CacheWrites cacheWrites = CacheWrites.none();
    private long output;
    private long reasoning;
    private long feesNanoUsd;
    private boolean estimated;
    private BillingTerms terms = BillingTerms.plain();

    private Builder() {}

    /**
     * Sets the uncached input.
     *
     * @param input tokens, at least 0
     * @return this builder
     */
    public Builder input(long input) {
      this.input = input;
      return this;
    }

    /**
     * Sets the cache reads.
     *
     * @param cacheRead tokens, at least 0
     * @return this builder
     */
    public Builder cacheRead(long cacheRead) {
      this.cacheRead = cacheRead;
      return this;
    }

    /**
     * Adds writes to a cache.
     *
     * @param lifetime how long the provider keeps them, more than zero
     * @param tokens at least 0
     * @return this builder
     */
    public Builder cacheWrite(Duration lifetime, long tokens) {
      this.cacheWrites = cacheWrites.plus(CacheWrites.of(lifetime, tokens));
      return this;
    }

    /**
     * Sets the output, reasoning included.
     *
     * @param output tokens, at least 0
     * @return this builder
     */
    public Builder output(long output) {
      this.output = output;
      return this;
    }

    /**
     * Sets the part of the output that was reasoning.
     *
     * @param reasoning tokens, at least 0
     * @return this builder
     */
    public Builder reasoning(long reasoning) {
      this.reasoning = reasoning;
      return this;
    }

    /**
     * Sets the fees per request.
     *
     * @param feesNanoUsd nano-US-dollars, at least 0
     * @return this builder
     */
    public Builder feesNanoUsd(long feesNanoUsd) {
      this.feesNanoUsd = feesNanoUsd;
      return this;
    }

    /**
     * Marks the counts as a bound instead of the provider's word.
     *
     * @param estimated true if no exact usage was received
     * @return this builder
     */
    public Builder estimated(boolean estimated) {
      this.estimated = estimated;
      return this;
    }

    /**
     * Sets the terms on which the provider says it billed the call.
     *
     * @param terms default plain
     * @return this builder
     */
    public Builder terms(BillingTerms terms) {
      this.terms = Require.nonNull(terms, "terms");
      return this;
    }

    /**
     * Makes the usage.
     *
     * @return an immutable usage
     */
    public TokenUsage build() {
      return new TokenUsage(
          input, cacheRead, cacheWrites, output, reasoning, feesNanoUsd, estimated, terms);
    }
  }
}
