/**
 * Fakes to test agents with: the real engine around scripted models, workspaces in memory and a
 * clock that stands still. No test framework is needed, no network, no git.
 *
 * <p>Start with {@link dev.nightshift.core.testing.TestNightshift}.
 *
 * <table>
 * <caption>Which fake for which wish</caption>
 * <tr><th>I want to</th><th>use</th></tr>
 * <tr><td>run a task through the standard pipeline</td>
 *     <td>{@link dev.nightshift.core.testing.TestNightshift}</td></tr>
 * <tr><td>say what a model answers, and see what it was shown</td>
 *     <td>{@link dev.nightshift.core.testing.ScriptedModel},
 *     {@link dev.nightshift.core.testing.ScriptedSteps}</td></tr>
 * <tr><td>let a model fail, hang or be cut off</td>
 *     <td>{@code fails}, {@code hangs}, {@code truncated} of
 *     {@link dev.nightshift.core.testing.ScriptedSteps}</td></tr>
 * <tr><td>move the target under a run, look at what landed, script commands</td>
 *     <td>{@link dev.nightshift.core.testing.InMemoryWorkspaces}</td></tr>
 * <tr><td>wait without waiting</td><td>{@link dev.nightshift.core.testing.ManualTime}</td></tr>
 * <tr><td>see the events of a run</td>
 *     <td>{@link dev.nightshift.core.testing.RecordingListener}</td></tr>
 * </table>
 *
 * <p>The fakes are strict: what a script does not hold fails the test with an {@link
 * java.lang.AssertionError}.
 */
package dev.nightshift.core.testing;
