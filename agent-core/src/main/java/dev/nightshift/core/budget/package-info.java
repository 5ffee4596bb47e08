/**
 * Money and other limits: caps, prices, and the ledger that sets the worst case of a call aside
 * before it is sent.
 *
 * <p>Start with {@link dev.nightshift.core.budget.BudgetPolicy}:
 *
 * <pre>{@code
 * BudgetPolicy policy = BudgetPolicy.perRun(Money.usd("2.00"));
 * }</pre>
 *
 * <p>Values are immutable; the ledger is safe for concurrent use.
 */
package dev.nightshift.core.budget;
