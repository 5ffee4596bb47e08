package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.git.testing.TemporaryRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refusals that name the value and the remedy. */
class ClearRefusalTest {
  @TempDir private Path root;

  private static TemporaryRepository repository() {
    return TemporaryRepository.bare(Map.of("A.java", "a\n", "gone.txt", "gone\n"));
  }

  /** Symptom: {@code author <>} landed, which git itself refuses to make. */
  @ParameterizedTest
  @CsvSource({"'',a@b,name", "' ',a@b,name", "'.<>;',a@b,name", "A,'',email", "A,'  ',email"})
  void authorThatIsEmptyForGitIsRefused(String name, String email, String what) {
    try (TemporaryRepository repository = repository()) {
      GitWorkspaces.Builder builder = GitWorkspaces.builder(repository.directory());

      assertThatThrownBy(() -> builder.author(name, email))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the " + what + " of the author");
    }
  }

  /** Symptom: the run ended with a bare {@code FileSystemException}. */
  @Test
  void workspaceRootThatIsAFileIsRefusedWhenItIsSet() throws Exception {
    Path file = Files.createFile(root.resolve("file"));
    try (TemporaryRepository repository = repository()) {
      for (Path chosen : new Path[] {file, file.resolve("below")}) {
        GitWorkspaces.Builder builder =
            GitWorkspaces.builder(repository.directory()).workspaceRoot(chosen);

        assertThatThrownBy(builder::build)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContainingAll(chosen + " cannot be made", file + " is no directory");
      }
    }
  }

  /** Symptom: there was no path in the message, and no word of {@code git fsck}. */
  @Test
  void missingContentIsToldWithItsFileAndTheRemedy() throws Exception {
    try (Workbench bench = new Workbench(repository(), root)) {
      Path file;
      try (Git git = Git.open(bench.repository.directory().toFile())) {
        ObjectId blob = git.getRepository().resolve("main:gone.txt");
        String id = blob.name();
        file =
            bench
                .repository
                .directory()
                .resolve("objects/" + id.substring(0, 2))
                .resolve(id.substring(2));
      }
      byte[] content = Files.readAllBytes(file);
      Files.delete(file);

      assertThatThrownBy(() -> bench.open("r1"))
          .isInstanceOf(WorkspaceException.class)
          .hasMessageContainingAll("file 'gone.txt'", "Missing blob", "git fsck");

      Files.write(file, content);
    }
  }

  /** Symptom: the sentence ended with "until it is". */
  @Test
  void workThatCannotBeCommittedIsToldWhereItStays() throws Exception {
    try (Workbench bench = new Workbench(repository(), root)) {
      Path config = bench.repository.directory().resolve("config");
      String before = Files.readString(config);
      ManagedWorkspace workspace = bench.open("r1");
      Workbench.write(workspace, "A.java", "changed\n");
      Files.writeString(config, before + "[broken");

      assertThatThrownBy(() -> Workbench.commit(workspace))
          .hasMessageContaining("the work stays in " + bench.directory("r1"))
          .hasMessageEndingWith("until the next run on this repository can commit it");

      Files.writeString(config, before);
      Workbench.commit(workspace);
      workspace.close();
      assertThat(bench.workspaces.unfinished()).isEmpty();
    }
  }
}
