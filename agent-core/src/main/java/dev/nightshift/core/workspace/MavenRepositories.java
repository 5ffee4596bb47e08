package dev.nightshift.core.workspace;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses, once for each set of caches, how the commands of one runner get a local Maven
 * repository: by an overlay mount where one works, from a shared copy where nothing confines
 * commands, by links otherwise. Safe for concurrent use.
 */
final class MavenRepositories {
  private final Sandbox sandbox;
  private final boolean offline;
  private final OverlayProbe probe;
  private final Map<List<Path>, MavenRepository> chosen = new HashMap<>();
  private String note = "";

  MavenRepositories(Sandbox sandbox, boolean offline, OverlayProbe probe) {
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
      note = known.note();
    }
    return known;
  }

  /** Returns what a report says about the repositories used so far, empty if nothing. */
  synchronized String note() {
    return note;
  }

  private MavenRepository choose(List<Path> repositories, Path home) throws InterruptedException {
    if (repositories.isEmpty()) {
      return new LinkedRepository(repositories, offline);
    }
    Optional<OverlaidRepository> overlay = probe.find(repositories, home);
    if (overlay.isPresent()) {
      return overlay.get();
    }
    return sandbox == Sandboxes.NONE
        ? SharedRepository.of(repositories)
        : new LinkedRepository(repositories, offline);
  }
}
