/**
 * What git's configuration, ignore files and attributes say about a file. Not exported; it can
 * change at any time.
 *
 * <p>Start with {@link dev.nightshift.git.internal.rules.Rules}.
 */
package dev.nightshift.git.internal.rules;
