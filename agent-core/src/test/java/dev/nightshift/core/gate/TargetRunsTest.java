package dev.nightshift.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nightshift.core.command.Command;
import dev.nightshift.core.internal.evidence.TargetRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What commands do on a target is found out once. */
@Timeout(30)
class TargetRunsTest {
  private static final Command TESTS = Command.of("true");
  @TempDir private Path temp;
  private Path directory;
  private final TargetRuns runs = new TargetRuns();
  private final AtomicInteger asked = new AtomicInteger();

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createDirectory(temp.resolve("ws"));
  }

  /** Symptom: four runs that began together took the baseline of one commit four times. */
  @Test
  void whoAsksWhileAnotherDoesTheSameWaitsForIt() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    FutureTask<Optional<TargetRun>> first =
        start(
            () -> {
              begun.countDown();
              released.await();
              return made();
            });
    begun.await();
    FutureTask<Optional<TargetRun>> second = start(this::made);

    released.countDown();

    assertThat(second.get()).isEqualTo(first.get()).isPresent();
    assertThat(asked).hasValue(1);
  }

  @Test
  void anotherCommandOrCommitIsAskedByItself() throws Exception {
    runs.of("c1", TESTS, this::made);
    runs.of("c2", TESTS, this::made);
    runs.of("c1", Command.of("true", "again"), this::made);
    runs.of("c1", TESTS, this::made);

    assertThat(asked).hasValue(3);
  }

  @Test
  void oneThatFailsLeavesTheTurnToTheNext() throws Exception {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                runs.of(
                    "c1",
                    TESTS,
                    () -> {
                      throw new IllegalStateException("no disk");
                    }));

    assertThat(runs.of("c1", TESTS, this::made)).isPresent();
  }

  private FutureTask<Optional<TargetRun>> start(TargetRuns.Asking asking) {
    FutureTask<Optional<TargetRun>> task = new FutureTask<>(() -> runs.of("c1", TESTS, asking));
    new Thread(task).start();
    return task;
  }

  private Optional<TargetRun> made() throws InterruptedException {
    asked.incrementAndGet();
    return Optional.of(TargetRun.withoutReports(new ProcessCheckout(directory, ""), TESTS));
  }
}
