package dev.nightshift.examples.cli;

import dev.nightshift.core.budget.Money;
import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an amount of dollars that is more than nothing. */
final class AmountConverter implements ITypeConverter<Money> {
  private static final String RANGE =
      "write at most " + Long.MAX_VALUE / 1_000_000_000 + ", with at most 9 digits after the point";

  @Override
  public Money convert(String text) {
    Money amount;
    try {
      amount = Money.usd(text);
    } catch (IllegalArgumentException malformed) {
      throw new TypeConversionException(explain(text, malformed));
    }
    if (amount.compareTo(Money.zero()) <= 0) {
      throw new TypeConversionException(
          "'" + text + "' must be more than 0; write a decimal number such as 2.00");
    }
    return amount;
  }

  /** Numbers that are too large or too fine are amounts all the same. */
  private static String explain(String text, IllegalArgumentException malformed) {
    try {
      new BigDecimal(text.strip());
      return "'" + text + "' is out of range: " + RANGE;
    } catch (NumberFormatException notANumber) {
      return String.valueOf(malformed.getMessage());
    }
  }
}
