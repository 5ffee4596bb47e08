package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.git.internal.objects.EvilTrees;
import dev.nightshift.git.testing.TemporaryRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryKindsTest {
  private static final Task TASK = Task.builder("T").instructions("i").build();
  @TempDir private Path temporary;

  private WorkspacePlan plan(Path repository) {
    return GitWorkspaces.builder(repository)
        .workspaceRoot(temporary.resolve("runs"))
        .build()
        .plan(TASK, RunId.of("r1"));
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource({
    "objectFormat, sha256, --object-format=sha1",
    "refStorage, reftable, --ref-format=files",
    "partialClone, origin, full clone",
    "somethingNew, true, without this extension",
  })
  void refusesExtensionsThatWouldBeReadWrongly(String name, String value, String remedy)
      throws IOException {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("A", "1"))) {
      append(
          repository.directory().resolve("config"),
          "[core]\n\trepositoryformatversion = 1\n[extensions]\n\t" + name + " = " + value + "\n");

      assertThatThrownBy(() -> GitWorkspaces.of(repository.directory()))
          .isInstanceOfSatisfying(
              WorkspaceException.class,
              e -> assertThat(e.kind()).isEqualTo(WorkspaceException.Kind.UNSUPPORTED))
          .hasMessageContaining(value)
          .hasMessageContaining(remedy);
    }
  }

  /** Symptom: a run on a partial clone failed after it was paid for, as objects were missing. */
  @ParameterizedTest
  @ValueSource(strings = {"promisor = true", "promisor", "partialclonefilter = blob:none"})
  void partialCloneThatNoExtensionNamesIsRefusedWithTheRemedy(String setting) throws IOException {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("A", "1"))) {
      Path config = repository.directory().resolve("config");
      append(config, "[remote \"origin\"]\n\turl = file:///x\n\tpromisor = false\n");
      assertThat(plan(repository.directory()).target()).isEqualTo("main");
      append(config, "[remote \"up\"]\n\t" + setting + "\n");

      assertThatThrownBy(() -> GitWorkspaces.of(repository.directory()))
          .isInstanceOf(WorkspaceException.class)
          .hasMessageContaining("remote.up." + setting.replaceAll(" .*", "") + " is '")
          .hasMessageContaining("use a full clone")
          .hasMessageContaining("git config --unset-all remote.up.");
    }
  }

  /** Symptom: a config that git reads was called malformed. */
  @Test
  void configWithAByteOrderMarkIsReadAsByGit() throws IOException {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("A", "1"))) {
      Path config = repository.directory().resolve("config");
      Files.writeString(config, "\uFEFF" + Files.readString(config));

      assertThat(plan(repository.directory()).target()).isEqualTo("main");
    }
  }

  @Test
  void refusesANewerRepositoryFormat() throws IOException {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("A", "1"))) {
      append(repository.directory().resolve("config"), "[core]\n\trepositoryformatversion = 2\n");

      assertThatThrownBy(() -> GitWorkspaces.of(repository.directory()))
          .hasMessageContaining("repositoryFormatVersion is 2");
    }
  }

  @Test
  void acceptsExtensionsThatChangeNothing() throws IOException {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("A", "1"))) {
      append(
          repository.directory().resolve("config"),
          """
          [core]
            repositoryformatversion = 1
          [extensions]
            worktreeConfig = true
            objectFormat = sha1
          """);

      assertThat(plan(repository.directory()).target()).isEqualTo("main");
    }
  }

  @Test
  void acceptsWorkTreeGitDirectoryAndLinkedWorkTree() throws IOException {
    try (TemporaryRepository repository = TemporaryRepository.checkedOut(Map.of("A", "1"))) {
      Path work = repository.directory();
      repository.setRef("refs/heads/topic", repository.tip("main"));
      Path admin = Files.createDirectories(work.resolve(".git/worktrees/linked"));
      Files.writeString(admin.resolve("commondir"), "../..\n");
      Files.writeString(admin.resolve("HEAD"), "ref: refs/heads/topic\n");
      Path linked = Files.createDirectory(temporary.resolve("linked"));
      Files.writeString(linked.resolve(".git"), "gitdir: " + admin + "\n");

      assertThat(plan(work).target()).isEqualTo("main");
      assertThat(plan(work.resolve(".git")).target()).isEqualTo("main");
      assertThat(plan(linked).target()).isEqualTo("topic");
    }
  }

  @Test
  void detachedHeadNeedsANamedTarget() throws IOException {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("A", "1"))) {
      Files.writeString(repository.directory().resolve("HEAD"), repository.tip("main") + "\n");

      assertThatThrownBy(() -> plan(repository.directory()))
          .isInstanceOf(WorkspaceException.class)
          .hasMessageContaining("name a target branch");
    }
  }

  @Test
  void refusesADirectoryThatIsNoRepository() {
    assertThatThrownBy(() -> GitWorkspaces.of(temporary))
        .isInstanceOfSatisfying(
            WorkspaceException.class,
            e -> assertThat(e.kind()).isEqualTo(WorkspaceException.Kind.NOT_FOUND))
        .hasMessageContaining("holds no .git");
  }

  @Test
  void opensNoWorkspaceForATreeThatWouldLeaveIt() throws IOException {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("A", "1"))) {
      Path root = temporary.resolve("runs");
      String evil = EvilTrees.commit(repository.directory(), "..");
      repository.setRef("refs/heads/main", evil);
      GitWorkspaces workspaces =
          GitWorkspaces.builder(repository.directory()).workspaceRoot(root).build();

      assertThatThrownBy(() -> workspaces.open(workspaces.plan(TASK, RunId.of("r1"))))
          .isInstanceOf(WorkspaceException.class)
          .hasMessageContaining("../pwned");
      assertThat(temporary.resolve("pwned")).doesNotExist();
      assertThat(repository.refs()).containsExactly("refs/heads/main");
      assertThat(root).isEmptyDirectory();
    }
  }

  @Test
  void takesTheStandardRootAwayAgain() throws IOException {
    String before = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", temporary.toString());
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("A", "1"))) {
      GitWorkspaces workspaces = GitWorkspaces.of(repository.directory());
      try (ManagedWorkspace workspace =
          Workbench.discardedAtClose(workspaces.open(workspaces.plan(TASK, RunId.of("r1"))))) {
        assertThat(workspace.plan().branch()).isEqualTo("nightshift/r1");
        Path root = temporary.resolve("nightshift-" + System.getProperty("user.name"));
        assertThat(Files.getPosixFilePermissions(root)).hasSize(3);
      }
      assertThat(temporary).isEmptyDirectory();
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
  }

  @Test
  void refusesAStandardRootThatIsOpenToOthers() throws IOException {
    String before = System.getProperty("java.io.tmpdir");
    Path root = temporary.resolve("nightshift-" + System.getProperty("user.name"));
    Files.createDirectory(root);
    Files.setPosixFilePermissions(
        root, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
    System.setProperty("java.io.tmpdir", temporary.toString());
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("A", "1"))) {
      GitWorkspaces workspaces = GitWorkspaces.of(repository.directory());

      assertThatThrownBy(() -> workspaces.open(workspaces.plan(TASK, RunId.of("r1"))))
          .hasMessageContaining("not a private directory");
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, Files.readString(file) + text);
  }
}
