/**
 * Real repositories for tests of programs that use {@link dev.nightshift.git.GitWorkspaces}.
 *
 * <p>Start with {@link dev.nightshift.git.testing.TemporaryRepository}:
 *
 * <pre>{@code
 * try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("A.java", "class A {}"))) {
 *   Workspaces workspaces = GitWorkspaces.of(repository.directory());
 * }
 * }</pre>
 *
 * <p><b>Threads:</b> see the types. There is no dependency on a test framework.
 */
package dev.nightshift.git.testing;
