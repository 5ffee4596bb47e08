/**
 * Commands of agents and gates: what they may see and change, and what came of them.
 *
 * <p>Start with {@link dev.nightshift.core.command.CommandPolicy}, which a host sets, and {@link
 * dev.nightshift.core.command.Command}, which is run:
 *
 * <pre>{@code
 * CommandPolicy commands =
 *     CommandPolicy.builder().sandboxMode(SandboxMode.PREFERRED).network(false).build();
 * Workspaces workspaces = GitWorkspaces.builder(directory).commands(commands).build();
 * }</pre>
 *
 * <p>Values are immutable; runners are safe for concurrent use.
 */
package dev.nightshift.core.command;
