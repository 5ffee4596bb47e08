/**
 * Patterns and files of rules as git reads them, shared by workspaces over git and those in memory.
 * Exported to this library's own modules only; it can change at any time.
 */
package dev.nightshift.core.internal.pattern;
