package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.git.testing.TemporaryRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Repositories with a proposal of another process that ended. One process makes several of them,
 * because most of its time goes to its start.
 */
final class Proposals implements AutoCloseable {
  private static final int AT_ONCE = 10;
  private final Path root;
  private final Deque<TemporaryRepository> made = new ArrayDeque<>();

  Proposals(Path root) {
    this.root = root;
  }

  /** Returns a repository that nobody had yet, to be closed by the caller. */
  TemporaryRepository next() throws IOException, InterruptedException {
    if (made.isEmpty()) {
      for (int i = 0; i < AT_ONCE; i++) {
        made.add(TemporaryRepository.bare(Map.of("A.java", "v0\n")));
      }
      assertThat(RecoveryJvm.propose(made.stream().map(this::process).toList()))
          .as("whether all were proposed")
          .isTrue();
    }
    return made.remove();
  }

  /** Returns how processes work on the run of a repository. */
  RecoveryJvm process(TemporaryRepository repository) {
    Path state = root.resolve(repository.directory().getFileName()).resolve("state");
    return new RecoveryJvm(repository.directory(), workspaces(repository), state);
  }

  /** Returns where the run of a repository has its workspaces. */
  Path workspaces(TemporaryRepository repository) {
    return root.resolve(repository.directory().getFileName()).resolve("ws");
  }

  @Override
  public void close() {
    made.forEach(TemporaryRepository::close);
  }
}
