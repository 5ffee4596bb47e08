/**
 * Which kinds of task may land without a human, and what earned it.
 *
 * <p>Start with {@link dev.nightshift.core.trust.TrustedDelivery}, which lands or proposes, and
 * {@link dev.nightshift.core.trust.TrustLedger}, which knows what humans said about earlier runs.
 * {@link dev.nightshift.core.trust.TrustPolicy} is the rule between them.
 *
 * <pre>{@code
 * TrustLedger ledger = StateDirectory.trust(state).withReverts(GitReverts.in(repository, "main"));
 * Delivery delivery = TrustedDelivery.of(ledger, "shop", TrustPolicy.afterCleanRuns(3));
 * }</pre>
 *
 * <p><b>Threads:</b> all types are safe for concurrent use.
 */
package dev.nightshift.core.trust;
