package dev.nightshift.core.report;

import dev.nightshift.core.model.AgentRole;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What two models saved against the implementer's model in both roles, and caching against none, as
 * fractions with four digits after the point; negative if it cost more, zero if there is nothing to
 * compare with.
 *
 * @param total of the whole bill
 * @param review of the reviewer's part
 * @param caching of the whole bill, by caching
 */
record Savings(BigDecimal total, BigDecimal review, BigDecimal caching) {
  private static final int DIGITS = 4;

  static Savings of(RunSpend spend) {
    BigDecimal spent = BigDecimal.valueOf(spend.view().spent().cost().nanos());
    BigDecimal reviewer = BigDecimal.valueOf(spend.view().of(AgentRole.REVIEWER).cost().nanos());
    BigDecimal oneModel = BigDecimal.valueOf(spend.sameModelBothRoles().nanos());
    BigDecimal reviewerAsImplementer = oneModel.subtract(spent.subtract(reviewer));
    BigDecimal uncached = BigDecimal.valueOf(spend.withoutCaching().nanos());
    return new Savings(
        fraction(spent, oneModel),
        fraction(reviewer, reviewerAsImplementer),
        fraction(spent, uncached));
  }

  private static BigDecimal fraction(BigDecimal actual, BigDecimal otherwise) {
    return otherwise.signum() <= 0
        ? BigDecimal.ZERO.setScale(DIGITS)
        : otherwise.subtract(actual).divide(otherwise, DIGITS, RoundingMode.HALF_UP);
  }
}
