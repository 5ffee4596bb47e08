/**
 * Tools that an implementer's or reviewer's model may request.
 *
 * <p>Start with {@link dev.nightshift.core.tool.Tool}:
 *
 * <pre>{@code
 * record Zone(@Description("For example Europe/Zurich") String id) {}
 *
 * static final Tool CLOCK =
 *     Tool.of(
 *         "clock",
 *         "Tells the time in a zone.",
 *         Zone.class,
 *         (zone, context) -> ToolOutcome.ok(LocalTime.now(ZoneId.of(zone.id())).toString()));
 * }</pre>
 *
 * <p>Tools are safe for concurrent use; each call runs on the thread of its run.
 */
package dev.nightshift.core.tool;
