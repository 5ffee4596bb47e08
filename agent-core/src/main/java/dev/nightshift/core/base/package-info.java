/**
 * The few words every other package uses: who a run is, why it ended, what time it is, what went
 * wrong.
 *
 * <p>Start with {@link dev.nightshift.core.base.RunId}. Everything here is immutable or stateless
 * and safe for concurrent use.
 */
package dev.nightshift.core.base;
