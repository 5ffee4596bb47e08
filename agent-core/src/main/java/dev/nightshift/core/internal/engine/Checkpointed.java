package dev.nightshift.core.internal.engine;

import dev.nightshift.core.workspace.LeftOutWork;
import java.util.List;

/**
 * What a checkpoint did: one step, because a workspace that is opened again knows no more of it.
 *
 * @param tip the tip of the branch then
 * @param leftOut what it did not take
 * @param edited which files somebody edited before it
 */
record Checkpointed(String tip, LeftOutWork leftOut, List<String> edited) {}
