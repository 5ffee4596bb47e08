package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of US dollars, exact to a nano-dollar.
 *
 * <p><b>Units:</b> nano-US-dollars (1 USD = 1,000,000,000). <b>Range:</b> about plus or minus 9.2
 * billion dollars; sums beyond raise {@link ArithmeticException}.
 *
 * @param nanos the amount in nano-US-dollars
 */
public record Money(long nanos) implements Comparable<Money> {
  private static final Money ZERO = new Money(0);

  /**
   * Returns nothing.
   *
   * @return zero dollars
   */
  public static Money zero() {
    return ZERO;
  }

  /**
   * Reads an amount of dollars.
   *
   * @param dollars a decimal number such as {@code 2.00}, at most nine digits after the point
   * @return the amount
   * @throws IllegalArgumentException if the text is not such a number
   */
  public static Money usd(String dollars) {
    Require.nonNull(dollars, "dollars");
    try {
      return new Money(new BigDecimal(dollars.strip()).movePointRight(9).longValueExact());
    } catch (ArithmeticException | NumberFormatException notAnAmount) {
      throw new IllegalArgumentException(
          "'"
              + VisibleText.name(dollars)
              + "' is not an amount of dollars; write a decimal number such as 2.00",
          notAnAmount);
    }
  }

  /**
   * Returns an amount of nano-dollars.
   *
   * @param nanos nano-US-dollars
   * @return the amount
   */
  public static Money ofNanos(long nanos) {
    return nanos == 0 ? ZERO : new Money(nanos);
  }

  /**
   * Returns the sum.
   *
   * @param other the amount to add
   * @return this plus the other
   */
  public Money plus(Money other) {
    Require.nonNull(other, "other");
    return ofNanos(Math.addExact(nanos, other.nanos));
  }

  /**
   * Returns the difference.
   *
   * @param other the amount to take away
   * @return this minus the other, possibly negative
   */
  public Money minus(Money other) {
    Require.nonNull(other, "other");
    return ofNanos(Math.subtractExact(nanos, other.nanos));
  }

  /**
   * Returns this amount in dollars with four digits after the point, rounded half up, for people to
   * read.
   *
   * @return for example {@code $0.0123}
   */
  public String toDisplay() {
    return (nanos < 0 ? "-$" : "$")
        + BigDecimal.valueOf(nanos, 9).abs().setScale(4, RoundingMode.HALF_UP).toPlainString();
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(nanos, other.nanos);
  }

  @Override
  public String toString() {
    return toDisplay();
  }
}
