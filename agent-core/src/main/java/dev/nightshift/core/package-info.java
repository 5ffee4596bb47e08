/**
 * The facade: the engine for one repository, the standard pipeline, and what many runs leave.
 *
 * <p>Start with {@link dev.nightshift.core.Nightshift}:
 *
 * <pre>{@code
 * try (Nightshift nightshift =
 *     Nightshift.builder(workspaces).provider(provider).budget(policy).build()) {
 *   Run run = nightshift.dispatch(task, pipeline);
 *   System.out.println(run.await().report().toMarkdown());
 * }
 * }</pre>
 *
 * <p>{@link dev.nightshift.core.Supervisor} takes a list of tasks to its end, and {@link
 * dev.nightshift.core.StateDirectory} reads what runs left without an engine. What a pipeline and
 * its host agree on is in {@code dev.nightshift.core.run}.
 *
 * <p>{@code Nightshift} and {@code StateDirectory} are safe for concurrent use; a supervisor works
 * on its caller's thread, and builders are not shared.
 *
 * <p>Unless a parameter is {@code @Nullable}, a null is refused at the call by a {@link
 * NullPointerException} that names the parameter, also inside lists, arrays and maps; see {@link
 * dev.nightshift.core.base.Require}.
 */
package dev.nightshift.core;
