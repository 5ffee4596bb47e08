package dev.nightshift.git.internal.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.git.testing.TemporaryRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryCheckTest {
  private TemporaryRepository repository;
  private Path git;

  @BeforeEach
  void create() {
    repository = TemporaryRepository.bare(Map.of("A.java", "a\n"));
    git = repository.directory();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  /** The second user of a shared repository was refused only when the first commit was stored. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "objects",
        "objects/a7",
        "refs",
        "refs/heads",
        "refs/nightshift",
        "logs/refs",
        "nightshift/runs"
      })
  void repositoryOfAnotherUserIsRefusedWithDirectoryOwnerAndRemedy(String closed) throws Exception {
    Path directory = Files.createDirectories(git.resolve(closed));
    String owner = Files.getOwner(directory).getName();

    assertThatThrownBy(() -> RepositoryCheck.requireWritable(git, path -> !path.equals(directory)))
        .isInstanceOfSatisfying(
            WorkspaceException.class,
            refusal -> assertThat(refusal.kind()).isEqualTo(WorkspaceException.Kind.UNSUPPORTED))
        .hasMessage(
            "the repository "
                + git
                + " cannot be used: this user may not write "
                + directory
                + ", in a directory of user "
                + owner
                + "; core.sharedRepository is not looked at: let both users be of the group of its"
                + " directories (chgrp -R GROUP, chmod -R g+ws) and start this program with"
                + " umask 002");
  }

  /**
   * The landing failed with an exception after everything was paid for, and nothing was proposed.
   */
  @ParameterizedTest
  @ValueSource(strings = {"refs/heads/rel", "logs/refs/heads/rel/1"})
  void targetThatThisUserMayNotMoveIsRefusedWithWhatIsInTheWay(String closed) throws Exception {
    Files.createDirectories(git.resolve("refs/heads/rel"));
    Path log = git.resolve("logs/refs/heads/rel/1");
    Files.createDirectories(log.getParent());
    Files.createFile(log);
    Path path = git.resolve(closed);

    assertThat(RepositoryCheck.refusalToMove(git, "refs/heads/rel/1", other -> !other.equals(path)))
        .hasValueSatisfying(
            refusal -> assertThat(refusal).contains("this user may not write " + path + ","));
    assertThat(RepositoryCheck.refusalToMove(git, "refs/heads/rel/1", Files::isWritable)).isEmpty();
  }

  /** Symptom: a run was refused because another one had just removed its last record. */
  @Test
  void aDirectoryThatAnotherRunRemovedMeanwhileRefusesNothing() throws Exception {
    Path runs = Files.createDirectories(git.resolve("nightshift/runs"));

    RepositoryCheck.requireWritable(
        git,
        directory -> {
          runs.toFile().delete();
          return Files.isWritable(directory);
        });

    assertThat(runs).doesNotExist();
  }

  @Test
  void ownRepositoryIsUsable() {
    assertThatCode(() -> RepositoryCheck.requireWritable(git, Files::isWritable))
        .doesNotThrowAnyException();
  }
}
