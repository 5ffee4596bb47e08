/**
 * Real repositories for tests of programs that use {@link dev.nightshift.git.GitWorkspaces}.
 *
 * <p>Start with {@link dev.nightshift.git.testing.TemporaryRepository}:
 *
 * <pre>{@code
 * try (TemporaryRepository scratch = TemporaryRepository.bare(Map.of("A.java", "class A {}"))) {
 *   Path repository = scratch.directory();
 *   run(task, pipeline, provider, repository);
 *   landed.add(scratch.read(scratch.tip("main"), "B.java"));
 * }
 * }</pre>
 *
 * <p><b>Threads:</b> see the types. There is no dependency on a test framework.
 */
package dev.nightshift.git.testing;
