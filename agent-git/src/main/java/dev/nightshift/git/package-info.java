/**
 * Private branches and trees for runs, kept in a git repository.
 *
 * <p>Start with {@link dev.nightshift.git.GitWorkspaces}; it is all a program needs:
 *
 * <pre>{@code
 * try (Nightshift nightshift =
 *     Nightshift.builder(GitWorkspaces.of(repository)).provider(provider).build()) {
 *   nightshift.run(task, pipeline);
 * }
 * }</pre>
 *
 * <p><b>Threads:</b> everything here is safe for concurrent use unless it says otherwise.
 */
package dev.nightshift.git;
