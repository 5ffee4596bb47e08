/**
 * Files of a workspace or of a commit, and how two of them differ: views, listing, search, changes.
 *
 * <p>Start with {@link dev.nightshift.core.tree.TreeView}:
 *
 * <pre>{@code
 * for (String path : files.list(ListQuery.all())) {
 *   files.read(path).text().ifPresent(text -> found.add(path + ": " + text.lines().count()));
 * }
 * }</pre>
 *
 * <p>Values are immutable; a view belongs to the thread of its run unless its giver says otherwise.
 */
package dev.nightshift.core.tree;
