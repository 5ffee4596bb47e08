package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.BillingTerms;
import dev.nightshift.core.model.TokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The list price of one model: rates per token, by tier of the prompt's size. The tier of a request
 * holds for all its tokens. Immutable.
 *
 * <p>Costs are summed exactly in pico-dollars, multiplied by the terms on which the call was
 * billed, and rounded up to a nano-dollar once per call.
 *
 * @param tiers by size, the first above 0 tokens
 * @param multipliers for calls billed on other terms than the plain ones
 * @param origin where the price comes from
 */
public record Price(List<Tier> tiers, Multipliers multipliers, PriceOrigin origin) {
  private static final Price FREE = of(Rates.perMillionTokens("0", "0"));
  private static final long PICOS_PER_NANO = 1_000;

  /** Copies the tiers; refuses none, a first one above 0, and tiers that do not ascend. */
  public Price {
    Require.nonNull(multipliers, "multipliers");
    Require.nonNull(origin, "origin");
    tiers = Require.elements(tiers, "tiers");
    if (tiers.isEmpty() || tiers.get(0).promptTokensAbove() != 0) {
      throw new IllegalArgumentException("a price needs a first tier above 0 tokens");
    }
    for (int i = 1; i < tiers.size(); i++) {
      long above = tiers.get(i).promptTokensAbove();
      if (above <= tiers.get(i - 1).promptTokensAbove()) {
        throw new IllegalArgumentException(
            "tier above " + above + " tokens must come after the earlier tiers");
      }
    }
  }

  /**
   * Creates a price without multipliers, made by a program.
   *
   * @param tiers by size, the first above 0 tokens
   */
  public Price(List<Tier> tiers) {
    this(tiers, Multipliers.none(), PriceOrigin.code());
  }

  /**
   * Returns a price that is the same for every size of prompt.
   *
   * @param rates the rates
   * @return the price
   */
  public static Price of(Rates rates) {
    Require.nonNull(rates, "rates");
    return new Price(List.of(new Tier(0, rates)));
  }

  /**
   * Returns the price of models that cost nothing, such as those running on this computer.
   *
   * @return zero rates
   */
  public static Price free() {
    return FREE;
  }

  /**
   * Returns this price with other rates for large prompts.
   *
   * @param promptTokens the tier holds for prompts of more tokens than this, cached ones included;
   *     at least 1 and above all earlier tiers
   * @param rates its rates, for every token of the request
   * @return a copy
   */
  public Price above(long promptTokens, Rates rates) {
    Require.nonNull(rates, "rates");
    List<Tier> more = new ArrayList<>(tiers);
    more.add(new Tier(promptTokens, rates));
    return new Price(more, multipliers, origin);
  }

  /**
   * Returns this price with multipliers.
   *
   * @param multipliers in place of those it has
   * @return a copy
   */
  public Price withMultipliers(Multipliers multipliers) {
    return new Price(tiers, multipliers, origin);
  }

  /**
   * Returns this price with where it comes from.
   *
   * @param origin in place of the one it has
   * @return a copy
   */
  public Price withOrigin(PriceOrigin origin) {
    return new Price(tiers, multipliers, origin);
  }

  /**
   * Tells whether this price says what a call costs that was billed on some terms.
   *
   * @param terms the terms
   * @return true for the plain ones, those with a multiplier, and if nothing is ever charged
   */
  public boolean isKnownFor(BillingTerms terms) {
    return multipliers.list(Require.nonNull(terms, "terms")) || isFree();
  }

  /**
   * Tells whether nothing is ever charged.
   *
   * @return true if all rates are zero
   */
  public boolean isFree() {
    return tiers.stream()
        .allMatch(tier -> tier.rates().dearestInput() == 0 && tier.rates().output() == 0);
  }

  /**
   * Returns what a call cost on the terms its usage states. Terms without a multiplier cost what
   * the plain ones do; {@link #isKnownFor} tells.
   *
   * @param usage the exact usage
   * @return the cost, rounded up to a nano-dollar
   * @throws ArithmeticException if the amount is beyond the range of {@link Money}
   */
  public Money cost(TokenUsage usage) {
    Rates rates = tierOf(usage.totalInput()).rates();
    long pico = Math.multiplyExact(usage.input(), rates.input());
    pico = Math.addExact(pico, Math.multiplyExact(usage.cacheRead(), rates.cacheRead()));
    pico = Math.addExact(pico, rates.cost(usage.cacheWrites()));
    pico = Math.addExact(pico, Math.multiplyExact(usage.output(), rates.output()));
    return Money.ofNanos(
        Math.addExact(nanosUp(pico, multipliers.factor(usage.terms())), usage.feesNanoUsd()));
  }

  /**
   * Returns the most a call of the plain service can cost, whatever is cached and wherever the
   * account has it processed.
   *
   * @param inputUpperBound tokens the input does not exceed
   * @param maxOutputTokens tokens the output cannot exceed
   * @return the worst case, rounded up to a nano-dollar
   */
  public Money worstCase(long inputUpperBound, long maxOutputTokens) {
    long worst = 0;
    for (Tier tier : tiers) {
      if (tier.isReachedBy(inputUpperBound)) {
        long pico = Math.multiplyExact(inputUpperBound, tier.rates().dearestInput());
        long output = Math.multiplyExact(maxOutputTokens, tier.rates().output());
        worst = Math.max(worst, Math.addExact(pico, output));
      }
    }
    return Money.ofNanos(nanosUp(worst, multipliers.dearestRegion()));
  }

  /**
   * Returns the largest answer whose worst case fits an amount.
   *
   * @param available the amount
   * @param inputUpperBound tokens the input does not exceed
   * @param wanted the answer asked for
   * @return output tokens, 0 to {@code wanted}; 0 if not even the input fits
   */
  public int affordableOutput(Money available, long inputUpperBound, int wanted) {
    long affordable = wanted;
    long most = picosWithin(available);
    for (Tier tier : tiers) {
      if (!tier.isReachedBy(inputUpperBound)) {
        continue;
      }
      long input = Math.multiplyExact(inputUpperBound, tier.rates().dearestInput());
      long left = most - input;
      if (left < 0) {
        return 0;
      }
      if (tier.rates().output() > 0) {
        affordable = Math.min(affordable, left / tier.rates().output());
      }
    }
    return (int) affordable;
  }

  /**
   * Returns the size above which a prompt costs more a token than one of a given size.
   *
   * @param promptTokens the size, cached tokens included
   * @return the largest size of the same price, at least {@code promptTokens}; empty if all larger
   *     ones cost no more
   */
  public OptionalLong dearerAbove(long promptTokens) {
    long input = tierOf(promptTokens).rates().input();
    for (Tier tier : tiers) {
      if (tier.promptTokensAbove() >= promptTokens && tier.rates().input() > input) {
        return OptionalLong.of(tier.promptTokensAbove());
      }
    }
    return OptionalLong.empty();
  }

  private Tier tierOf(long promptTokens) {
    Tier found = tiers.get(0);
    for (Tier tier : tiers) {
      if (promptTokens > tier.promptTokensAbove()) {
        found = tier;
      }
    }
    return found;
  }

  /** The largest sum of rates that costs no more than an amount. */
  private long picosWithin(Money available) {
    // Capped, because a budget of millions of dollars does not fit as pico-dollars.
    long nanos = Math.min(Math.max(0, available.nanos()), Long.MAX_VALUE / PICOS_PER_NANO);
    BigDecimal region = multipliers.dearestRegion();
    return region.compareTo(BigDecimal.ONE) == 0
        ? nanos * PICOS_PER_NANO
        : BigDecimal.valueOf(nanos * PICOS_PER_NANO).divideToIntegralValue(region).longValueExact();
  }

  private static long nanosUp(long pico, BigDecimal factor) {
    return factor.compareTo(BigDecimal.ONE) == 0
        ? Math.addExact(pico, PICOS_PER_NANO - 1) / PICOS_PER_NANO
        : BigDecimal.valueOf(pico, 3)
            .multiply(factor)
            .setScale(0, RoundingMode.CEILING)
            .longValueExact();
  }

  /**
   * The rates of requests of one size.
   *
   * @param promptTokensAbove the tier holds for prompts of more tokens than this, at least 0; 0 for
   *     the first one, which holds for all that no other does
   * @param rates for every token of the request
   */
  public record Tier(long promptTokensAbove, Rates rates) {
    /** Refuses nulls and a negative size. */
    public Tier {
      Require.nonNull(rates, "rates");
      if (promptTokensAbove < 0) {
        throw new IllegalArgumentException(
            "tier above " + promptTokensAbove + " tokens must not be negative");
      }
    }

    private boolean isReachedBy(long inputUpperBound) {
      return promptTokensAbove == 0 || inputUpperBound > promptTokensAbove;
    }
  }
}
