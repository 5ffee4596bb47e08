/**
 * Money and other limits: caps, the scopes that share them, and prices. What was spent is kept in
 * {@code dev.nightshift.core.ledger}.
 *
 * <p>Start with {@link dev.nightshift.core.budget.BudgetPolicy}:
 *
 * <pre>{@code
 * BudgetPolicy policy = BudgetPolicy.perRun(Money.usd("2.00"));
 * }</pre>
 *
 * <p>Values are immutable.
 */
package dev.nightshift.core.budget;
