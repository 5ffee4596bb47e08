package dev.nightshift.core.internal.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessLockTest {
  @TempDir private Path directory;

  @Test
  void aSecondHolderInThisProcessIsRefusedByItsPid() throws Exception {
    Path file = directory.resolve("lock");
    try (ProcessLock first = ProcessLock.tryTake(file)) {
      assertThat(first).isNotNull();
      Path sameFile = directory.resolve("../" + directory.getFileName() + "/lock");
      for (Path other : List.of(file, sameFile)) {
        assertThatExceptionOfType(LockHeldException.class)
            .isThrownBy(() -> ProcessLock.tryTake(other))
            .withMessageContaining("this process, process " + ProcessHandle.current().pid());
      }
    }
    ProcessLock again = ProcessLock.tryTake(file);
    again.close();
    again.close();
    ProcessLock.tryTake(file).close();
  }

  @Test
  void anotherProcessIsNamedAndItsDeathReleasesTheLock() throws Exception {
    Path file = directory.resolve("lock");
    Process other = holding(file, ProcessBuilder.Redirect.INHERIT);
    try (BufferedReader said = other.inputReader()) {
      assertThat(said.readLine()).isEqualTo("taken");

      for (int i = 0; i < 2; i++) {
        assertThatExceptionOfType(LockHeldException.class)
            .isThrownBy(() -> ProcessLock.tryTake(file))
            .withMessageContaining("locked by process " + other.pid() + ", since 20");
      }
    } finally {
      other.destroyForcibly();
      other.waitFor();
    }

    ProcessLock.take(file).close();
    ProcessLock.tryTake(file).close();
  }

  /**
   * Symptom: who listed the runs of a state directory in the process that worked on them took their
   * journals' locks from it, so that another process could take them up.
   */
  @Test
  void whoAsksForTheHolderInItsOwnProcessTakesTheLockFromNobody() throws Exception {
    Path file = directory.resolve("lock");
    ProcessLock own = ProcessLock.tryTake(file);

    assertThat(ProcessLock.holder(file)).isEqualTo("this process, " + ProcessLock.self());
    Process other = holding(file, ProcessBuilder.Redirect.DISCARD);
    try (BufferedReader said = other.inputReader()) {
      assertThat(said.readLine()).as("what the other process could take").isNull();
    } finally {
      other.destroyForcibly().waitFor();
    }

    own.close();
    assertThat(ProcessLock.holder(file)).isEmpty();
    ProcessLock.tryTake(file).close();
  }

  /** Starts a process that takes a lock, or fails to. */
  private static Process holding(Path file, ProcessBuilder.Redirect errors) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            file.toString())
        .redirectError(errors)
        .start();
  }

  /** Takes a lock and keeps it until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String... arguments) throws Exception {
      ProcessLock lock = ProcessLock.tryTake(Path.of(arguments[0]));
      System.out.println("taken");
      System.in.read();
      lock.close();
    }
  }

  @Test
  void oneThreadAtATimeHasItWhateverInterruptsCome() throws Exception {
    Path file = directory.resolve("lock");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    int[] count = {0};
    try {
      List<Future<Boolean>> done = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        done.add(
            threads.submit(
                () -> {
                  for (int turn = 0; turn < 100; turn++) {
                    Thread.currentThread().interrupt();
                    try (ProcessLock lock = ProcessLock.take(file)) {
                      assertThat(lock).isNotNull();
                      count[0]++;
                    }
                  }
                  return Thread.interrupted();
                }));
      }
      for (Future<Boolean> one : done) {
        assertThat(one.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(count[0]).isEqualTo(800);
  }

  @Test
  void anInterruptedThreadTriesAllTheSame() throws Exception {
    Path file = directory.resolve("lock");
    Thread.currentThread().interrupt();
    try (ProcessLock lock = ProcessLock.tryTake(file)) {
      assertThat(lock).isNotNull();
      assertThatExceptionOfType(LockHeldException.class)
          .isThrownBy(() -> ProcessLock.tryTake(file));
    }
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Symptom: a lock that was handed on in this process stood for a file that was gone. */
  @Test
  void whoWaitedGetsTheLockOfTheFileThatIsThere() throws Exception {
    Path file = directory.resolve("lock");
    ProcessLock first = ProcessLock.tryTake(file);
    Thread waiting =
        new Thread(
            () -> {
              try (ProcessLock second = ProcessLock.take(file)) {
                assertThat(second).isNotNull();
                assertThat(Files.exists(file)).isTrue();
              } catch (IOException failed) {
                throw new UncheckedIOException(failed);
              }
            });
    List<Throwable> failures = new ArrayList<>();
    waiting.setUncaughtExceptionHandler((thread, failed) -> failures.add(failed));
    waiting.start();
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    Files.delete(file);
    first.close();
    waiting.join();

    assertThat(failures).isEmpty();
    ProcessLock.tryTake(file).close();
  }

  @Test
  void theFileMayBeRemovedByItsHolder() throws Exception {
    Path file = directory.resolve("lock");
    try (ProcessLock lock = ProcessLock.tryTake(file)) {
      assertThat(lock).isNotNull();
      Files.delete(file);
    }
    ProcessLock.tryTake(file).close();
  }
}
