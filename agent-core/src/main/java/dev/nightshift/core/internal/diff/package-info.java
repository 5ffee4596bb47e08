/**
 * Differences and three-way merges of texts, and changes rendered to be read and to be applied. Not
 * exported but to the git workspaces; it can change at any time.
 */
package dev.nightshift.core.internal.diff;
