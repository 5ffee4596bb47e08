/**
 * Reading and writing the objects of a repository: commits, trees, differences and history. Not
 * exported; it can change at any time.
 *
 * <p>Start with {@link dev.nightshift.git.internal.objects.SharedRepository}.
 */
package dev.nightshift.git.internal.objects;
