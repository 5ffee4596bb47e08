/**
 * Files and processes of the machine: paths that nothing leaves, files written whole or removed,
 * and which process a run belongs to. Not exported; it can change at any time.
 *
 * <p>Start with {@link dev.nightshift.git.internal.disk.FileTree}.
 */
package dev.nightshift.git.internal.disk;
