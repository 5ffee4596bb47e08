package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRefsTest {
  @TempDir private Path root;

  @Test
  void closeLeavesNoEmptyDirectoryInTheRepository() throws Exception {
    try (Workbench bench = Workbench.bare(root, Map.of("A.java", "a\n"))) {
      Path repository = bench.repository.directory();
      Files.writeString(
          repository.resolve("config"),
          "[core]\n\tlogAllRefUpdates = always\n",
          StandardOpenOption.APPEND);
      try (ManagedWorkspace one = bench.open("r1")) {
        try (ManagedWorkspace other = bench.open("r2")) {
          Workbench.write(other, "B.java", "b\n");
          bench.clean("r2", Workbench.commit(other));
        }
        assertThat(repository.resolve("refs/nightshift/runs")).isDirectoryContaining("glob:**/r1");
        assertThat(repository.resolve("nightshift/runs")).isDirectoryContaining("glob:**/r1");
        assertThat(one.change().isEmpty()).isTrue();
      }
      assertThat(repository.resolve("refs")).isDirectoryNotContaining("glob:**/nightshift");
      assertThat(repository.resolve("nightshift")).doesNotExist();
      assertThat(repository.resolve("logs/refs/nightshift")).doesNotExist();
    }
  }

  @Test
  void allThatARunNeedsSurvivesGarbageCollectionOfTheRepository() throws Exception {
    try (Workbench bench = Workbench.bare(root, Map.of("A.java", "a\n"))) {
      try (ManagedWorkspace workspace = bench.open("r1")) {
        Workbench.write(workspace, "C.java", "c\n");
        MergeCandidate first = bench.clean("r1", Workbench.commit(workspace));
        String moved = bench.repository.commit("main", Map.of("news", "n\n"));
        MergeCandidate second = bench.clean("r1", first.headCommit());
        workspace.refresh();

        bench.collectGarbage();

        assertThat(bench.repository.files(first.mergeCommit())).containsKey("C.java");
        assertThat(bench.queue().change(first).files()).hasSize(1);
        String merged = Workbench.commit(workspace);
        assertThat(bench.repository.parents(merged)).containsExactly(first.headCommit(), moved);
        assertThat(bench.land("r1", second)).isEqualTo(new Landing.Landed(second));
      }
      assertThat(bench.repository.refs()).containsExactly("refs/heads/main");
    }
  }

  @Test
  void garbageCollectionMovesNoRefOfARunToPackedRefs() throws Exception {
    try (Workbench bench = Workbench.bare(root, Map.of("A.java", "a\n"));
        ManagedWorkspace workspace = bench.open("r1")) {
      bench.clean("r1", Workbench.commit(workspace));

      bench.collectGarbage();

      assertThat(bench.repository.directory().resolve("packed-refs"))
          .content()
          .contains("refs/heads/main")
          .doesNotContain("nightshift");
    }
  }

  /** A kill while refs were deleted left this lock, and each later run waited for it in vain. */
  @Test
  void staleLockOfPackedRefsNeitherDelaysARunNorKeepsItsRefs() throws Exception {
    try (Workbench bench = Workbench.bare(root, Map.of("A.java", "a\n"))) {
      bench.collectGarbage();
      Path lock = Files.createFile(bench.repository.directory().resolve("packed-refs.lock"));
      for (int i = 0; i < 5; i++) {
        String run = "r" + i;
        try (ManagedWorkspace workspace = bench.open(run)) {
          Workbench.write(workspace, run, "x\n");
          MergeCandidate candidate = bench.clean(run, Workbench.commit(workspace));
          assertThat(bench.land(run, candidate)).isEqualTo(new Landing.Landed(candidate));
          assertThat(workspace.publish()).isEqualTo("nightshift/" + run);
        }
      }
      assertThat(lock).isEmptyFile();
      assertThat(bench.repository.refs()).hasSize(6).allMatch(ref -> ref.startsWith("refs/heads/"));
    }
  }

  @Test
  void contentThatGarbageCollectionRemovedIsStoredAgain() throws Exception {
    try (Workbench bench = Workbench.bare(root, Map.of("A.java", "a\n"));
        ManagedWorkspace staysOpen = bench.open("r0")) {
      try (ManagedWorkspace workspace = bench.open("r1")) {
        Workbench.write(workspace, "C.java", "c\n");
        bench.clean("r1", Workbench.commit(workspace));
      }
      bench.collectGarbage();
      Workbench.write(staysOpen, "C.java", "c\n");

      MergeCandidate candidate = bench.clean("r0", Workbench.commit(staysOpen));

      assertThat(bench.repository.read(candidate.mergeCommit(), "C.java"))
          .asString()
          .isEqualTo("c\n");
    }
  }

  @Test
  void runsOpenWhileOthersCloseInTheSameRepository() throws Exception {
    try (Workbench bench = Workbench.bare(root, Map.of("A.java", "a\n"))) {
      ExecutorService executor = Executors.newFixedThreadPool(4);
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        String prefix = "t" + thread + "-";
        all.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < 15; i++) {
                    bench.open(prefix + i).close();
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
      executor.shutdown();
      assertThat(bench.repository.refs()).containsExactly("refs/heads/main");
    }
  }
}
