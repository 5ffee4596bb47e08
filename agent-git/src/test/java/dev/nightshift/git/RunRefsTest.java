package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.workspace.Landing;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.MergeCandidate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jgit.api.Git;
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
        assertThat(repository.resolve("logs/refs/nightshift/runs/r1")).isNotEmptyDirectory();
        assertThat(one.change().isEmpty()).isTrue();
      }
      assertThat(repository.resolve("refs")).isDirectoryNotContaining("glob:**/nightshift");
      assertThat(repository.resolve("logs/refs")).isDirectoryNotContaining("glob:**/nightshift");
    }
  }

  @Test
  void workSurvivesGarbageCollectionOfTheRepository() throws Exception {
    try (Workbench bench = Workbench.bare(root, Map.of("A.java", "a\n"));
        Git git = Git.open(bench.repository.directory().toFile())) {
      try (ManagedWorkspace workspace = bench.open("r1")) {
        Workbench.write(workspace, "C.java", "c\n");
        MergeCandidate candidate = bench.clean("r1", Workbench.commit(workspace));

        git.gc().setExpire(Instant.now().plusSeconds(60)).call();

        assertThat(bench.queue().land(Workbench.request("r1", candidate)))
            .isEqualTo(new Landing.Landed(candidate));
        Workbench.write(workspace, "D.java", "d\n");
        assertThat(bench.repository.files(Workbench.commit(workspace))).containsKey("D.java");
      }
      assertThat(bench.repository.refs()).containsExactly("refs/heads/main");
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
