/**
 * The two roles and what passes between them: an implementer changes a workspace, a reviewer judges
 * the change without ever seeing how it came about.
 *
 * <p>Start with {@link dev.nightshift.core.agent.Implementer} and {@link
 * dev.nightshift.core.agent.Reviewer}:
 *
 * <pre>{@code
 * Implementer implementer = ModelImplementer.using("anthropic:claude-opus-5-5");
 * Reviewer reviewer = ModelReviewer.using("anthropic:claude-haiku-5-5");
 * }</pre>
 *
 * <p>Roles hold no state of a run, so one object serves many runs at once.
 */
package dev.nightshift.core.agent;
