/**
 * What was spent and set aside: the account of each run, kept by a ledger that calls are reserved
 * in before they are sent.
 *
 * <p>Start with {@link dev.nightshift.core.ledger.BudgetLedger}. One ledger may serve many engines
 * and, in a directory, many processes:
 *
 * <pre>{@code
 * BudgetLedger ledger = BudgetLedger.directory(directory, ZoneId.of("Europe/Berlin"), time);
 * Nightshift nightshift =
 *     Nightshift.builder(workspaces).provider(provider).ledger(ledger).build();
 * }</pre>
 *
 * <p>Values are immutable; ledgers are safe for concurrent use.
 */
package dev.nightshift.core.ledger;
