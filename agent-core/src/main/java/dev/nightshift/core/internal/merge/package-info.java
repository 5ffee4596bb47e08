/**
 * What two sides of a merge renamed, and what that means for the merge. Not exported but to
 * dev.nightshift.git, so that the workspaces in memory and those over git share one rule.
 */
package dev.nightshift.core.internal.merge;
