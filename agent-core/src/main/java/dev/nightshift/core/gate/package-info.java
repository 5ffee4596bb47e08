/**
 * Merge gates: what has to hold for exactly the commit that lands, and the evidence that it does.
 *
 * <p>Start with {@link dev.nightshift.core.gate.Gates}:
 *
 * <pre>{@code
 * MergeGate gate = Gates.allOf(Gates.tests("mvn", "-q", "test"), Gates.maxDiff(400));
 * }</pre>
 *
 * <p>Gates are safe for concurrent use; each evaluation runs on the thread of its run.
 */
package dev.nightshift.core.gate;
