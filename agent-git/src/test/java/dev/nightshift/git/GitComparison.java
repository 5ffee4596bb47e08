package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What git itself says about our repositories. It needs a git program, which {@code mvn verify}
 * must not: {@code scripts/prove git} runs it.
 */
class GitComparison {
  private static final int FILES = 12;
  private static final int LINES = 8;
  @TempDir private Path root;
  private Workbench bench;
  private Path directory;

  @BeforeEach
  void openRepository() {
    bench = Workbench.bare(root, Map.of("A.java", "a\n", "dir/B.java", "b\n"));
    directory = bench.repository.directory();
  }

  @AfterEach
  void closeRepository() {
    bench.close();
  }

  @Test
  void fsckFindsNothingToSay() throws InterruptedException {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "dir/C.java", "c\n");
      MergeCandidate candidate = bench.clean("r1", Workbench.commit(workspace));
      bench.land("r1", candidate);
      workspace.publish();

      assertThat(GitProgram.run(directory, "fsck", "--strict", "--full")).isEmpty();
    }
    assertThat(GitProgram.run(directory, "log", "--format=%s", "--first-parent", "main"))
        .startsWith("Merge nightshift/r1 into main\n");
    assertThat(GitProgram.run(directory, "log", "--format=%(trailers:key=Nightshift-Run)", "-1"))
        .startsWith("Nightshift-Run: r1");
  }

  @Test
  void workSurvivesTheUsersGarbageCollection() throws InterruptedException {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "dir/C.java", "c\n");
      String head = Workbench.commit(workspace);
      MergeCandidate first = bench.clean("r1", head);
      bench.repository.commit("main", Map.of("news", "n\n"));
      MergeCandidate candidate = bench.clean("r1", head);
      String linked = root.resolve("linked").toString();
      GitProgram.run(directory, "worktree", "add", "--quiet", "--detach", linked, "main");

      for (Path place : List.of(directory, Path.of(linked))) {
        GitProgram.run(place, "pack-refs", "--all");
        GitProgram.run(place, "reflog", "expire", "--expire=now", "--all");
        GitProgram.run(place, "gc", "--prune=now", "--quiet");
      }

      GitProgram.run(directory, "worktree", "remove", linked);
      assertThat(GitProgram.run(directory, "fsck", "--strict")).isEmpty();
      assertThat(bench.queue().change(first).files()).hasSize(1);
      assertThat(bench.land("r1", candidate)).isInstanceOf(Landing.Landed.class);
      Workbench.write(workspace, "dir/D.java", "d\n");
      Workbench.commit(workspace);
    }
    assertThat(GitProgram.run(directory, "for-each-ref", "--format=%(refname)"))
        .isEqualTo("refs/heads/main\n");
  }

  @Test
  void mergesRandomTreesAsGitDoes() {
    int clean = 0;
    for (int seed = 0; seed < 25; seed++) {
      Random random = new Random(seed);
      bench.repository.commit("main", randomFiles(random, FILES));
      String run = "r" + seed;
      try (ManagedWorkspace workspace = bench.open(run)) {
        edits(random, workspace);
        String head = Workbench.commit(workspace);
        String tip = bench.repository.commit("main", edits(random));

        Merge merge = bench.queue().candidate(RunId.of(run), head);

        String git = mergeTree(tip, head);
        if (merge instanceof Merge.Clean ours) {
          clean++;
          assertThat(ours.candidate().mergeTree()).as("seed %s", seed).isEqualTo(git);
        } else {
          assertThat(git).as("seed %s", seed).isEqualTo("conflict");
        }
      }
    }
    assertThat(clean).isBetween(5, 20);
  }

  /** The checked-out files are compared too: {@code --index} refuses those that differ. */
  @Test
  void appliesThePatchOfAnyChangeToTheSameTree() throws Exception {
    Path work = root.resolve("work");
    Path file = root.resolve("changes.patch");
    try (PatchBench patches = new PatchBench(root.resolve("patches"))) {
      Path repository = patches.directory();
      for (int seed = 0; seed < 60; seed++) {
        RandomTrees trees = RandomTrees.of(seed);
        Map<String, RandomTrees.Entry> before = trees.tree();
        String base = patches.commit(before);
        String head = patches.commit(trees.changed(before));
        Files.write(file, patches.change(base, head).patchFile().bytes());
        GitProgram.run(repository, "worktree", "add", "--detach", work.toString(), base);

        GitProgram.run(work, "apply", "--index", "--whitespace=nowarn", file.toString());

        assertThat(GitProgram.run(work, "write-tree").strip())
            .as("seed %s", seed)
            .isEqualTo(patches.tree(head));
        GitProgram.run(work, "apply", "--index", "-R", "--whitespace=nowarn", file.toString());
        assertThat(GitProgram.run(work, "write-tree").strip()).isEqualTo(patches.tree(base));
        GitProgram.run(repository, "worktree", "remove", "--force", work.toString());
      }
    }
  }

  private String mergeTree(String ours, String theirs) {
    try {
      return GitProgram.run(
              directory, "-c", "merge.renames=false", "merge-tree", "--write-tree", ours, theirs)
          .strip();
    } catch (AssertionError conflict) {
      return "conflict";
    }
  }

  private static String path(int file) {
    return "d" + file % 3 + "/e" + file % 2 + "/f" + file;
  }

  private static Map<String, String> randomFiles(Random random, int count) {
    Map<String, String> files = new HashMap<>();
    for (int file = 0; file < count; file++) {
      StringBuilder text = new StringBuilder();
      for (int line = 0; line < LINES; line++) {
        text.append(line).append(' ').append(random.nextInt(1_000)).append('\n');
      }
      files.put(path(file), text.toString());
    }
    return files;
  }

  private Map<String, String> edits(Random random) {
    Map<String, String> changes = new HashMap<>();
    String tip = bench.repository.tip("main");
    for (int i = 0; i < 3; i++) {
      String path = path(random.nextInt(FILES));
      changes.put(path, edited(random, bench.repository.read(tip, path)));
    }
    return changes;
  }

  private static void edits(Random random, ManagedWorkspace workspace) {
    for (int i = 0; i < 3; i++) {
      String path = path(random.nextInt(FILES));
      String text = workspace.agentView().files().read(path).text().orElseThrow();
      Workbench.write(workspace, path, edited(random, text));
    }
  }

  private static String edited(Random random, String text) {
    String[] lines = text.split("\n", -1);
    lines[random.nextInt(LINES)] = "edited " + random.nextInt(1_000);
    return String.join("\n", lines);
  }
}
