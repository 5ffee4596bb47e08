package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.patch.Patch;
import org.eclipse.jgit.patch.PatchApplier;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The patch of a change, applied to its base, gives its head: whatever files hold and are named.
 */
class PatchAppliesTest {
  private static final int ROUNDS = 60;
  @TempDir private Path root;

  @Test
  void thePatchOfAnyChangeGivesTheSameTree() throws Exception {
    try (PatchBench bench = new PatchBench(root)) {
      for (int seed = 0; seed < ROUNDS; seed++) {
        RandomTrees trees = RandomTrees.withoutCrlf(seed);
        Map<String, RandomTrees.Entry> before = trees.tree();
        String base = bench.commit(before);
        String head = bench.commit(trees.changed(before));
        Change change = bench.change(base, head);

        assertThat(change.patchFile().isWhole()).isTrue();
        assertThat(bench.apply(base, change.patchFile().bytes()))
            .as("seed %s", seed)
            .isEqualTo(bench.tree(head));
      }
    }
  }

  @Test
  void thePatchOfATextWithCrlfAppliesToItsFile() throws Exception {
    Map<String, String> files = Map.of("a.bat", "one\r\ntwo\r\nthree\r\n");
    try (Workbench bench = Workbench.checkedOut(root, files);
        ManagedWorkspace workspace = bench.open("r1");
        Repository repository =
            new FileRepositoryBuilder()
                .setWorkTree(bench.repository.directory().toFile())
                .build()) {
      Workbench.write(workspace, "a.bat", "one\r\n2\r\nthree");
      Workbench.commit(workspace);
      Patch patch = new Patch();
      patch.parse(new ByteArrayInputStream(workspace.change().patchFile().bytes()));

      assertThat(new PatchApplier(repository).applyPatch(patch).getErrors()).isEmpty();

      assertThat(bench.repository.directory().resolve("a.bat"))
          .hasBinaryContent("one\r\n2\r\nthree".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void thePatchOfAWorkspaceInMemoryGivesTheSameTree() throws Exception {
    Map<String, String> files = Map.of("gone", "x\n", "A.java", "a\nb\n", "nul", "a\0b\n");
    InMemoryWorkspaces memory = InMemoryWorkspaces.of(files);
    WorkspacePlan plan = memory.plan(Task.builder("Change").build(), RunId.of("r1"));
    try (ManagedWorkspace workspace = memory.open(plan);
        PatchBench bench = new PatchBench(root)) {
      workspace.agentView().files().delete("gone");
      Workbench.write(workspace, "A.java", "a\nB");
      Workbench.write(workspace, "nul", "a\0b\nc\n");
      Workbench.write(workspace, "new/file", "");
      String head = Workbench.commit(workspace);

      byte[] patch = workspace.change().patchFile().bytes();

      String base = bench.commit(entries(files));
      String expected = bench.tree(bench.commit(entries(memory.filesOf(head))));
      assertThat(bench.apply(base, patch)).isEqualTo(expected);
    }
  }

  private static Map<String, RandomTrees.Entry> entries(Map<String, String> files) {
    Map<String, RandomTrees.Entry> entries = new TreeMap<>();
    files.forEach(
        (path, text) ->
            entries.put(
                path,
                new RandomTrees.Entry(
                    FileMode.REGULAR_FILE, text.getBytes(StandardCharsets.UTF_8))));
    return entries;
  }
}
