package dev.nightshift.core.report;

import dev.nightshift.core.model.AgentRole;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What two models saved against the implementer's model in both roles, as fractions with four
 * digits after the point; negative if they cost more, zero if there is nothing to compare with.
 *
 * @param total of the whole bill
 * @param review of the reviewer's part
 */
record Savings(BigDecimal total, BigDecimal review) {
  private static final int DIGITS = 4;

  static Savings of(RunSpend spend) {
    BigDecimal spent = BigDecimal.valueOf(spend.view().spent().cost().nanos());
    BigDecimal reviewer = BigDecimal.valueOf(spend.view().of(AgentRole.REVIEWER).cost().nanos());
    BigDecimal oneModel = BigDecimal.valueOf(spend.sameModelBothRoles().nanos());
    BigDecimal reviewerAsImplementer = oneModel.subtract(spent.subtract(reviewer));
    return new Savings(fraction(spent, oneModel), fraction(reviewer, reviewerAsImplementer));
  }

  private static BigDecimal fraction(BigDecimal actual, BigDecimal otherwise) {
    return otherwise.signum() <= 0
        ? BigDecimal.ZERO.setScale(DIGITS)
        : otherwise.subtract(actual).divide(otherwise, DIGITS, RoundingMode.HALF_UP);
  }
}
