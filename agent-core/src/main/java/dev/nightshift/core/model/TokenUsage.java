package dev.nightshift.core.model;

import dev.nightshift.core.base.Require;

/**
 * The tokens one model call was billed for, as disjoint counts.
 *
 * <p>Total input is {@link #input} + {@link #cacheRead} + both cache creations; reasoning is within
 * {@link #output}. <b>Units:</b> provider tokens, each at least 0; {@link #feesNanoUsd} is
 * nano-US-dollars.
 */
public final class TokenUsage {
  private static final TokenUsage ZERO = new Builder().build();
  private final long input;
  private final long cacheRead;
  private final long cacheCreation5m;
  private final long cacheCreation1h;
  private final long output;
  private final long reasoning;
  private final long feesNanoUsd;
  private final boolean estimated;

  private TokenUsage(Builder builder) {
    this.input = builder.input;
    this.cacheRead = builder.cacheRead;
    this.cacheCreation5m = builder.cacheCreation5m;
    this.cacheCreation1h = builder.cacheCreation1h;
    this.output = builder.output;
    this.reasoning = builder.reasoning;
    this.feesNanoUsd = builder.feesNanoUsd;
    this.estimated = builder.estimated;
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
   * Returns the input tokens that were neither read from nor written to a cache.
   *
   * @return tokens
   */
  public long input() {
    return input;
  }

  /**
   * Returns the input tokens read from a cache.
   *
   * @return tokens
   */
  public long cacheRead() {
    return cacheRead;
  }

  /**
   * Returns the input tokens written to a cache that lives five minutes (or the provider's only
   * lifetime).
   *
   * @return tokens
   */
  public long cacheCreation5m() {
    return cacheCreation5m;
  }

  /**
   * Returns the input tokens written to a cache that lives one hour.
   *
   * @return tokens
   */
  public long cacheCreation1h() {
    return cacheCreation1h;
  }

  /**
   * Returns all input tokens written to a cache.
   *
   * @return tokens
   */
  public long cacheCreation() {
    return Math.addExact(cacheCreation5m, cacheCreation1h);
  }

  /**
   * Returns the output tokens, reasoning included.
   *
   * @return tokens
   */
  public long output() {
    return output;
  }

  /**
   * Returns the part of {@link #output} that was reasoning.
   *
   * @return tokens
   */
  public long reasoning() {
    return reasoning;
  }

  /**
   * Returns fees charged per request on top of tokens.
   *
   * @return nano-US-dollars
   */
  public long feesNanoUsd() {
    return feesNanoUsd;
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
    return Math.addExact(Math.addExact(input, cacheRead), cacheCreation());
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
   * Returns the sum of two usages; estimated if either is.
   *
   * @param other the usage to add
   * @return the sum
   */
  public TokenUsage plus(TokenUsage other) {
    Require.nonNull(other, "other");
    return builder()
        .input(Math.addExact(input, other.input))
        .cacheRead(Math.addExact(cacheRead, other.cacheRead))
        .cacheCreation5m(Math.addExact(cacheCreation5m, other.cacheCreation5m))
        .cacheCreation1h(Math.addExact(cacheCreation1h, other.cacheCreation1h))
        .output(Math.addExact(output, other.output))
        .reasoning(Math.addExact(reasoning, other.reasoning))
        .feesNanoUsd(Math.addExact(feesNanoUsd, other.feesNanoUsd))
        .estimated(estimated || other.estimated)
        .build();
  }

  @Override
  public String toString() {
    return "TokenUsage[input="
        + input
        + ", cacheRead="
        + cacheRead
        + ", cacheCreation5m="
        + cacheCreation5m
        + ", cacheCreation1h="
        + cacheCreation1h
        + ", output="
        + output
        + ", reasoning="
        + reasoning
        + (estimated ? ", estimated]" : "]");
  }

  /** Collects the counts of a usage. Not safe for concurrent use. */
  public static final class Builder {
    private long input;
    private long cacheRead;
    private long cacheCreation5m;
    private long cacheCreation1h;
    private long output;
    private long reasoning;
    private long feesNanoUsd;
    private boolean estimated;

    private Builder() {}

    /**
     * Sets the uncached input.
     *
     * @param input tokens, at least 0
     * @return this builder
     */
    public Builder input(long input) {
      this.input = notNegative("input", input);
      return this;
    }

    /**
     * Sets the cache reads.
     *
     * @param cacheRead tokens, at least 0
     * @return this builder
     */
    public Builder cacheRead(long cacheRead) {
      this.cacheRead = notNegative("cacheRead", cacheRead);
      return this;
    }

    /**
     * Sets the writes to a five-minute cache.
     *
     * @param cacheCreation5m tokens, at least 0
     * @return this builder
     */
    public Builder cacheCreation5m(long cacheCreation5m) {
      this.cacheCreation5m = notNegative("cacheCreation5m", cacheCreation5m);
      return this;
    }

    /**
     * Sets the writes to a one-hour cache.
     *
     * @param cacheCreation1h tokens, at least 0
     * @return this builder
     */
    public Builder cacheCreation1h(long cacheCreation1h) {
      this.cacheCreation1h = notNegative("cacheCreation1h", cacheCreation1h);
      return this;
    }

    /**
     * Sets the output, reasoning included.
     *
     * @param output tokens, at least 0
     * @return this builder
     */
    public Builder output(long output) {
      this.output = notNegative("output", output);
      return this;
    }

    /**
     * Sets the part of the output that was reasoning.
     *
     * @param reasoning tokens, at least 0
     * @return this builder
     */
    public Builder reasoning(long reasoning) {
      this.reasoning = notNegative("reasoning", reasoning);
      return this;
    }

    /**
     * Sets the fees per request.
     *
     * @param feesNanoUsd nano-US-dollars, at least 0
     * @return this builder
     */
    public Builder feesNanoUsd(long feesNanoUsd) {
      this.feesNanoUsd = notNegative("feesNanoUsd", feesNanoUsd);
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
     * Makes the usage.
     *
     * @return an immutable usage
     */
    public TokenUsage build() {
      return new TokenUsage(this);
    }

    private static long notNegative(String name, long value) {
      if (value < 0) {
        throw new IllegalArgumentException(name + " " + value + " must not be negative");
      }
      return value;
    }
  }
}
