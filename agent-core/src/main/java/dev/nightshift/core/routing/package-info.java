/**
 * Which model serves which role: a ladder of models by role, kind of task and risk.
 *
 * <p>Start with {@link dev.nightshift.core.routing.RoutingTable}, a table anyone can read:
 *
 * <pre>{@code
 * RoutingTable table =
 *     RoutingTable.builder()
 *         .row(
 *             AgentRole.IMPLEMENTER,
 *             Risk.LOW,
 *             "anthropic:claude-haiku-5-5",
 *             "anthropic:claude-opus-5-5")
 *         .build();
 * }</pre>
 *
 * <p>Values are immutable; a router is asked from many run threads at once.
 */
package dev.nightshift.core.routing;
