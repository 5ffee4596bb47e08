/**
 * What a newcomer meets first: the engine, pipelines, runs and their reports.
 *
 * <p>Start with {@link dev.nightshift.core.Nightshift}:
 *
 * <pre>{@code
 * try (Nightshift nightshift = Nightshift.builder(workspaces).provider(provider).budget(policy).build()) {
 *   Run run = nightshift.dispatch(task, pipeline);
 *   System.out.println(run.await().report().toMarkdown());
 * }
 * }</pre>
 *
 * <p>{@code Nightshift} and {@code Run} are safe for concurrent use; {@code RunScope} belongs to
 * the thread of its run.
 *
 * <p>Unless a parameter is {@code @Nullable}, a null is refused at the call by a {@link
 * NullPointerException} that names the parameter, also inside lists, arrays and maps; see {@link
 * dev.nightshift.core.base.Require}.
 */
package dev.nightshift.core;
