package dev.nightshift.examples.cli;

import dev.nightshift.core.budget.Money;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an amount of dollars that is more than nothing. */
final class AmountConverter implements ITypeConverter<Money> {
  @Override
  public Money convert(String text) {
    Money amount;
    try {
      amount = Money.usd(text);
    } catch (IllegalArgumentException malformed) {
      throw new TypeConversionException(String.valueOf(malformed.getMessage()));
    }
    if (amount.compareTo(Money.zero()) <= 0) {
      throw new TypeConversionException(
          "'" + text + "' must be more than 0; write a decimal number such as 2.00");
    }
    return amount;
  }
}
