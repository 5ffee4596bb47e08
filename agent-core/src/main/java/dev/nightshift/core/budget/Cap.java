package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One limit that is never passed, and what happens before it is reached.
 *
 * @param scope what shares the cap
 * @param unit what it counts
 * @param amount how much, in the unit, at least 0
 * @param window when it starts anew
 * @param softLimit what happens once a part of it is spent; null for nothing
 */
public record Cap(
    BudgetScope scope,
    BudgetUnit unit,
    long amount,
    BudgetWindow window,
    @Nullable SoftLimit softLimit) {
  /** Refuses nulls and a negative amount. */
  public Cap {
    Require.nonNull(scope, "scope");
    Require.nonNull(unit, "unit");
    Require.nonNull(window, "window");
    if (amount < 0) {
      throw new IllegalArgumentException(
          "a cap of "
              + unit.toDisplay(amount)
              + " must not be negative; 0 allows nothing, and BudgetPolicy.unlimited() has no cap");
    }
  }

  /**
   * Makes a cap without a soft limit.
   *
   * @param scope what shares the cap
   * @param unit what it counts
   * @param amount how much, in the unit, at least 0
   * @param window when it starts anew
   */
  public Cap(BudgetScope scope, BudgetUnit unit, long amount, BudgetWindow window) {
    this(scope, unit, amount, window, null);
  }

  /**
   * Returns a cap on money.
   *
   * @param scope what shares it
   * @param amount at least zero
   * @param window when it starts anew
   * @return the cap
   */
  public static Cap money(BudgetScope scope, Money amount, BudgetWindow window) {
    Require.nonNull(amount, "amount");
    return new Cap(scope, BudgetUnit.MONEY_NANO_USD, amount.nanos(), window);
  }

  /**
   * Returns a cap on the money of each run.
   *
   * @param amount at least zero
   * @return the cap
   */
  public static Cap moneyPerRun(Money amount) {
    Require.nonNull(amount, "amount");
    return new Cap(
        BudgetScope.RUN, BudgetUnit.MONEY_NANO_USD, amount.nanos(), BudgetWindow.LIFETIME);
  }

  /**
   * Returns a cap on the tokens of each run.
   *
   * @param tokens input and output together, at least 0
   * @return the cap
   */
  public static Cap tokensPerRun(long tokens) {
    return new Cap(BudgetScope.RUN, BudgetUnit.TOKENS, tokens, BudgetWindow.LIFETIME);
  }

  /**
   * Returns a cap on the model calls of each run.
   *
   * @param calls attempts, at least 0
   * @return the cap
   */
  public static Cap callsPerRun(long calls) {
    return new Cap(BudgetScope.RUN, BudgetUnit.CALLS, calls, BudgetWindow.LIFETIME);
  }

  /**
   * Returns a cap on the active time of each run: what it does itself and what its models, gates
   * and commands take, the waits between attempts included. Its waits for a thread, for a place
   * within a rate limit, for its turn to land and for the answer of a human do not count; a run
   * that waits for ever is ended by a cancel, or with its engine.
   *
   * @param time active time, at least zero
   * @return the cap
   */
  public static Cap timePerRun(Duration time) {
    return time(BudgetScope.RUN, time, BudgetWindow.LIFETIME);
  }

  /**
   * Returns a cap on active time, summed over all runs that share it: two runs that work for an
   * hour at the same time use two hours. What counts is said at {@link #timePerRun}; the time of a
   * role is that in which it works or one of its models answers.
   *
   * <p>Time counts in the window in which it is booked: at most a minute after it has passed, while
   * the run is active. Runs set what they use next aside before they use it, so that they do not
   * pass the cap however many there are; but a run is stopped a quarter of a second late, and for
   * as long as it takes to stop.
   *
   * <pre>{@code
   * Cap.time(BudgetScope.PROJECT, Duration.ofHours(20), BudgetWindow.DAY)
   * }</pre>
   *
   * @param scope what shares it
   * @param time at least zero
   * @param window when it starts anew
   * @return the cap
   */
  public static Cap time(BudgetScope scope, Duration time, BudgetWindow window) {
    Require.nonNull(time, "time");
    try {
      return new Cap(scope, BudgetUnit.TIME_MILLIS, time.toMillis(), window);
    } catch (ArithmeticException tooLong) {
      throw new IllegalArgumentException(
          "a cap of " + time + " is longer than there are milliseconds to count; set a shorter one",
          tooLong);
    }
  }

  /**
   * Returns this cap with something that happens before it is reached.
   *
   * <pre>{@code
   * Cap.money(BudgetScope.PROJECT, Money.usd("50"), BudgetWindow.DAY)
   *     .withSoftLimit(80, SoftLimit.Mode.FINISH_REVIEWS)
   * }</pre>
   *
   * @param percent the part of the amount that has to be spent, 1 to 99
   * @param mode what happens from then on
   * @return a copy
   */
  public Cap withSoftLimit(int percent, SoftLimit.Mode mode) {
    return new Cap(scope, unit, amount, window, new SoftLimit(percent, mode));
  }

  /**
   * Returns the cap for people.
   *
   * @return for example {@code $2.0000 per run} or {@code 10,000,000 tokens per engine and day}; a
   *     soft limit stands behind it in brackets
   */
  public String toDisplay() {
    return unit.toDisplay(amount)
        + " per "
        + scope.name()
        + (window == BudgetWindow.LIFETIME ? "" : " and " + window.name().toLowerCase(Locale.ROOT))
        + (softLimit == null ? "" : " (" + softLimit.toDisplay() + ")");
  }

  /**
   * Tells whether another cap limits the same thing, be it to another amount.
   *
   * @param other a cap
   * @return true if scope, unit and window are the same
   */
  public boolean isSameLimitAs(Cap other) {
    return scope.equals(other.scope) && unit == other.unit && window == other.window;
  }
}
