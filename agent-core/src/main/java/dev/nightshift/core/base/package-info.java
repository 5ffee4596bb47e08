/**
 * The few words every other package uses: who a run is, why it ended, what time it is, which tests
 * ran, what went wrong.
 *
 * <p>Start with {@link dev.nightshift.core.base.RunId} and {@link
 * dev.nightshift.core.base.EndReason}:
 *
 * <pre>{@code
 * TimeSource time = TimeSource.system();
 * RunId run = RunId.create(time.now(), 42);
 * }</pre>
 *
 * <p>What the world does wrong is an {@link dev.nightshift.core.base.AgentException}, of a
 * repository or a directory a {@link dev.nightshift.core.base.WorkspaceException} with its kind.
 * {@link dev.nightshift.core.base.TestEvidence} counts the tests of a gate. Everything here is
 * immutable or stateless and safe for concurrent use.
 */
package dev.nightshift.core.base;
