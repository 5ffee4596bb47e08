/**
 * The user's repository and what runs keep in it: refs, pins, records and locks. Not exported; it
 * can change at any time.
 *
 * <p>Start with {@link dev.nightshift.git.internal.repository.GitRepository}.
 */
package dev.nightshift.git.internal.repository;
