package dev.nightshift.git.internal.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceRootTest {
  private static final int ROUNDS = 200;
  @TempDir private Path temporary;

  @Test
  void runsThatOpenAndCloseAtOnceShareTheRoot() throws InterruptedException, ExecutionException {
    String before = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", temporary.toString());
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (String repository : List.of("one", "two", "two")) {
        WorkspaceRoot root = WorkspaceRoot.of(null, temporary.resolve(repository));
        String run = "r" + running.size();
        running.add(threads.submit(() -> openAndClose(root, run)));
      }
      for (Future<?> run : running) {
        run.get();
      }
      assertThat(temporary).isEmptyDirectory();
    } finally {
      threads.shutdownNow();
      System.setProperty("java.io.tmpdir", before);
    }
  }

  private static boolean openAndClose(WorkspaceRoot root, String run) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      assertThat(root.create(run)).isDirectory();
      WorkspaceRoot.delete(root.directoryOf(run));
    }
    return true;
  }
}
