package dev.nightshift.core.tool;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.BranchWorkspace;

/**
 * What surrounds a tool call of an implementer.
 *
 * @param run the run
 * @param task the task
 * @param workspace the branch the agent works on
 */
public record ToolContext(RunId run, Task task, BranchWorkspace workspace) {}
