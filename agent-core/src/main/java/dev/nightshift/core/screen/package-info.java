/**
 * Whether a task can be evaluated, asked before an implementer is paid.
 *
 * <p>Start with {@link dev.nightshift.core.screen.ModelScreen}, or with {@link
 * dev.nightshift.core.screen.TaskChecks}, which asks no model. A screen of your own is a {@link
 * dev.nightshift.core.screen.TaskScreen}.
 *
 * <pre>{@code
 * StandardPipeline pipeline =
 *     StandardPipeline.builder()
 *         .screen(ModelScreen.using("anthropic:claude-haiku-5-5"))
 *         .implementer(implementer)
 *         .reviewer(reviewer)
 *         .gate(gate)
 *         .build();
 * }</pre>
 *
 * <p><b>Threads:</b> all types are immutable and safe for concurrent use, but a {@link
 * dev.nightshift.core.screen.ScreenRequest} and builders are used by one thread.
 */
package dev.nightshift.core.screen;
