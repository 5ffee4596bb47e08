/**
 * The language of globs for paths of a tree, for all who take one from people or models.
 *
 * <p>Start with {@link dev.nightshift.core.internal.glob.GlobLanguage}.
 */
package dev.nightshift.core.internal.glob;
