package dev.nightshift.core.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Chooses, once for each set of caches, how the commands of one runner get a local Maven
 * repository: by an overlay mount where one works, from a shared copy where nothing confines
 * commands, by links otherwise. Safe for concurrent use.
 */
final class MavenRepositories {
  /** Links to caches of another user's, made once per JVM. */
  private static final Map<LinkedRepository, Path> MIRRORS = new HashMap<>();

  private final Sandbox sandbox;
  private final boolean offline;
  private final OverlayProbe probe;
  private final Function<List<Path>, MavenRepository> shared;
  private final Map<List<Path>, MavenRepository> chosen = new HashMap<>();

  /**
   * Creates the choice.
   *
   * @param shared makes the repository of commands that nothing confines
   */
  MavenRepositories(
      Sandbox sandbox,
      boolean offline,
      OverlayProbe probe,
      Function<List<Path>, MavenRepository> shared) {
    this.shared = shared;
    this.sandbox = sandbox;
    this.offline = offline;
    this.probe = probe;
  }

  /**
   * Returns the repository over some caches.
   *
   * @param caches existing directories, of which some may be local repositories
   * @param home the home of the command that needs it first
   */
  synchronized MavenRepository over(List<Path> caches, Path home) throws InterruptedException {
    List<Path> repositories = caches.stream().filter(MavenHome::isRepository).toList();
    MavenRepository known = chosen.get(repositories);
    if (known == null) {
      known = choose(repositories, home);
      chosen.put(repositories, known);
    }
    return known;
  }

  /** Tells whether commands may lack what was added to the caches since this JVM began. */
  synchronized boolean holdCopies() {
    return chosen.values().stream().anyMatch(MavenRepository::isCopy);
  }

  /** Returns what a report says about the repositories used so far, empty if nothing. */
  synchronized String note() {
    return chosen.values().stream()
        .map(MavenRepository::note)
        .filter(note -> !note.isEmpty())
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private MavenRepository choose(List<Path> repositories, Path home) throws InterruptedException {
    LinkedRepository links = new LinkedRepository(repositories, offline);
    if (repositories.isEmpty()) {
      return links;
    }
    Optional<OverlaidRepository> overlay = probe.find(repositories, () -> mirror(links), home);
    if (overlay.isPresent()) {
      return overlay.get();
    }
    return sandbox == Sandboxes.NONE ? shared.apply(repositories) : links;
  }

  private static synchronized Path mirror(LinkedRepository links) throws IOException {
    Path known = MIRRORS.get(links);
    if (known == null || !Files.isDirectory(known)) {
      Path parent = Path.of(System.getProperty("java.io.tmpdir"));
      known = Files.createDirectory(LifetimeDirectory.make(parent).resolve(MavenRepository.NAME));
      links.mirror(known);
      MIRRORS.put(links, known);
    }
    return known;
  }
}
