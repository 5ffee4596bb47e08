/**
 * Fakes to test agents with: the real engine around scripted models, workspaces in memory and a
 * clock that stands still. No test framework is needed, no network, no git.
 *
 * <p>Start with {@link dev.nightshift.core.testing.TestNightshift}:
 *
 * <pre>{@code
 * ScriptedModel coder =
 *     ScriptedModel.of(ScriptedSteps.edit("A.java", "v0", "v1"), ScriptedSteps.finish("done"));
 * ScriptedModel critic = ScriptedModel.of(ScriptedSteps.approves());
 * RunResult result =
 *     TestNightshift.inMemory(Map.of("A.java", "v0"), coder, critic)
 *         .run(Task.builder("Write v1").build());
 * }</pre>
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
 * <tr><td>prove workspaces and a merge queue of my own</td>
 *     <td>{@link dev.nightshift.core.testing.WorkspacesContract}</td></tr>
 * <tr><td>prove a ledger of my own, or the records it is kept in</td>
 *     <td>{@link dev.nightshift.core.testing.LedgerContract},
 *     {@link dev.nightshift.core.testing.LedgerStoreContract}</td></tr>
 * <tr><td>prove a journal of my own</td>
 *     <td>{@link dev.nightshift.core.testing.JournalContract}</td></tr>
 * </table>
 *
 * <p>The fakes are strict: what a script does not hold fails the test with an {@link
 * java.lang.AssertionError}.
 */
package dev.nightshift.core.testing;
