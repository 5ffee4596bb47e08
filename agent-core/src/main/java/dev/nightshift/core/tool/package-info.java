/**
 * Tools that an implementer's or reviewer's model may request.
 *
 * <p>Start with {@link dev.nightshift.core.tool.Tool}:
 *
 * <pre>{@code
 * Tool clock = Tool.of(
 *     new ToolDefinition("clock", "Tells the time.", "{\"type\":\"object\"}"),
 *     (arguments, context) -> ToolOutcome.ok("four o'clock"));
 * }</pre>
 *
 * <p>Tools are safe for concurrent use; each call runs on the thread of its run.
 */
package dev.nightshift.core.tool;
