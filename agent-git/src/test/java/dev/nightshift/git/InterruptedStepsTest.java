package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.tree.SearchQuery;
import dev.nightshift.core.tree.SearchResult;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // Interrupts are there to be closed.
class InterruptedStepsTest {
  @TempDir private Path root;

  @AfterEach
  void clearTheFlag() {
    Thread.interrupted();
  }

  private static Map<String, String> files(int count, String content) {
    Map<String, String> files = new HashMap<>();
    for (int i = 0; i < count; i++) {
      files.put("d" + i % 10 + "/f" + i, content + i + "\n");
    }
    return files;
  }

  /** Interrupts this thread again and again, from a moment on until it is closed. */
  private static final class Interrupts implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread source;

    Interrupts(BooleanSupplier begin) {
      Thread victim = Thread.currentThread();
      source =
          new Thread(
              () -> {
                while (!over.get()) {
                  if (begin.getAsBoolean()) {
                    victim.interrupt();
                  }
                  Thread.onSpinWait();
                }
              });
      source.start();
    }

    @Override
    public void close() {
      over.set(true);
      boolean interrupted = Thread.interrupted();
      while (source.isAlive()) {
        try {
          source.join();
        } catch (InterruptedException late) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void checkpointInterruptedMidwayIsCommittedWhole() throws IOException {
    try (Workbench bench = Workbench.bare(root, Map.of("A.java", "a\n"));
        ManagedWorkspace workspace = bench.open("r1")) {
      Map<String, String> files = files(60, "work ");
      files.forEach((path, content) -> Workbench.write(workspace, path, content));
      String head;
      String branch;
      Path objects = bench.directory("r1").resolveSibling("git/objects");
      try (Interrupts after = new Interrupts(() -> hasLooseObject(objects))) {
        head = Workbench.commit(workspace);
        branch = workspace.publish();
        workspace.staleness();
        assertThat(workspace.change().files()).hasSize(60);
      }

      assertThat(Thread.interrupted()).isTrue();
      assertThat(bench.repository.tip(branch)).isEqualTo(head);
      assertThat(bench.repository.files(head)).hasSize(61);
    }
  }

  private static boolean hasLooseObject(Path objects) {
    try (var directories = Files.newDirectoryStream(objects, "??")) {
      return directories.iterator().hasNext();
    } catch (IOException notYet) {
      return false;
    }
  }

  @Test
  void landingInterruptedAnywhereLandsOrIsCancelled() throws IOException {
    try (Workbench bench = Workbench.bare(root, Map.of("A.java", "a\n"))) {
      Random random = new Random(1);
      int cancelled = 0;
      for (int i = 0; i < 20; i++) {
        String run = "r" + i;
        try (ManagedWorkspace workspace = bench.open(run)) {
          Workbench.write(workspace, "f" + i, "x\n");
          MergeCandidate stale = bench.clean(run, Workbench.commit(workspace));
          String tip = bench.repository.commit("main", Map.of("n" + i, "moved\n"));
          cancelled += landedOrCancelled(bench, run, stale, random) ? 0 : 1;
          Thread.interrupted();
          assertThat(bench.repository.tip("main").equals(tip))
              .isEqualTo(
                  !bench.repository.files(bench.repository.tip("main")).containsKey("f" + i));
        }
      }
      assertThat(cancelled).isPositive();
    }
  }

  private static boolean landedOrCancelled(
      Workbench bench, String run, MergeCandidate stale, Random random) {
    int spins = random.nextInt(20_000);
    int[] spun = {0};
    try (Interrupts interrupts = new Interrupts(() -> spun[0]++ > spins)) {
      return bench.land(run, stale) instanceof Landing.Landed;
    } catch (InterruptedException cancelled) {
      return false;
    }
  }

  @Test
  void interruptReachesTheSearchesThatAreRepeatedOnTheNews() throws IOException {
    try (Workbench bench = Workbench.bare(root, Map.of("A.java", "a\n"));
        ManagedWorkspace workspace = bench.open("r1")) {
      workspace.agentView().files().search(new SearchQuery("needle", "", 10));
      bench.repository.commit("main", Map.of("news.txt", "nothing of it\n"));
      assertThat(workspace.staleness().overlap()).isEmpty();

      Thread.currentThread().interrupt();

      assertThat(workspace.staleness().overlap()).containsExactly("news.txt");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void searchOfManyFilesTakesFewSteps() throws IOException {
    Map<String, String> files = files(1_000, "needle ");
    files.put("large", "x".repeat(5_000_000) + "\nneedle\n");
    files.put("too-large", "needle\n".repeat(2_000_000));
    try (Workbench bench = Workbench.bare(root, files);
        ManagedWorkspace workspace = bench.open("r1")) {
      long before = new Thread(() -> {}).getId();
      SearchResult result =
          workspace.agentView().base().search(new SearchQuery("needle", "", 2_000));

      assertThat(new Thread(() -> {}).getId() - before).isLessThan(50);
      files.remove("too-large");
      assertThat(result.matches())
          .extracting(SearchResult.Match::path)
          .containsExactlyElementsOf(new TreeMap<>(files).keySet());
    }
  }
}
