package dev.nightshift.core.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Gradle's read-only dependency cache: a directory it searches beside its own without locking. In
 * its own, {@code caches} of the Gradle user home, it writes locks, so a read-only link there fails
 * every build.
 */
final class GradleCache {
  /** Names the directory that holds {@code modules-2}; Gradle knows it since version 6.2. */
  static final String VARIABLE = "GRADLE_RO_DEP_CACHE";

  private static final Path MODULES = Path.of("modules-2");

  private GradleCache() {}

  /** Tells whether a directory is or holds Gradle's dependency cache. */
  static boolean isOne(Path cache) {
    return find(List.of(cache)).isPresent();
  }

  /** Returns what the variable names: of several caches the first, since it names only one. */
  static Optional<Path> find(List<Path> caches) {
    for (Path cache : caches) {
      Path parent = cache.getParent();
      if (cache.endsWith(MODULES) && parent != null) {
        return Optional.of(parent);
      }
      for (Path holder : List.of(cache, cache.resolve("caches"))) {
        if (Files.isDirectory(holder.resolve(MODULES))) {
          return Optional.of(holder);
        }
      }
    }
    return Optional.empty();
  }
}
