package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.task.Task;
import dev.nightshift.git.GitWorkspaces;
import dev.nightshift.git.testing.TemporaryRepository;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs that an interrupt does not end. */
@Timeout(120)
class RunSessionTest {
  @TempDir Path out;
  private TemporaryRepository repository;
  private final CountDownLatch working = new CountDownLatch(1);
  private final CountDownLatch toldToStop = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicReference<Throwable> raised = new AtomicReference<>();
  private final StringWriter printed = new StringWriter();
  private final CommandLine command =
      Main.commandLine(Map.of())
          .setOut(new PrintWriter(printed, true))
          .setErr(new PrintWriter(printed, true));

  @BeforeEach
  void makeRepository() {
    repository = TemporaryRepository.bare(Map.of("a.txt", "one\n"));
  }

  @AfterEach
  void letTheRunEndBeforeItsRepositoryGoes() throws InterruptedException {
    released.countDown();
    assertThat(!begun.get() || ended.await(20, TimeUnit.SECONDS)).isTrue();
    repository.close();
  }

  @Test
  void aRunThatDoesNotEndAfterAnInterruptIsNotLeftWithoutAReport() throws Exception {
    try (ReportDirectory reports = ReportDirectory.open(out)) {
      Thread session = new Thread(() -> run(reports));
      session.start();
      assertThat(working.await(20, TimeUnit.SECONDS)).isTrue();

      session.interrupt();
      assertThat(toldToStop.await(20, TimeUnit.SECONDS)).isTrue();
      // The second one only saves the wait.
      session.interrupt();
      session.join(TimeUnit.SECONDS.toMillis(30));

      assertThat(begun).isTrue();
      assertThat(raised.get())
          .hasMessageContaining("did not end in time")
          .hasMessageEndingWith("what is known of it is in " + out.resolve("report.md"));
      assertThat(Files.readString(out.resolve("report.md")))
          .contains("was given up before it ended")
          .contains("Its state then: PREPARING")
          .contains("Spent: $0.0000");
    }
  }

  @Test
  void anInterruptAfterTheRunBeganDoesNotHideWhatBecameOfTheChange() {
    Thread.currentThread().interrupt();

    int status = Main.fail(command, new IllegalStateException("the run merged its change"), true);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(status).isEqualTo(ExitStatus.FAILED);
    assertThat(printed.toString())
        .contains("the run merged its change")
        .doesNotContain("before the run began");
  }

  private void run(ReportDirectory reports) {
    try {
      new RunSession(reports, command, begun)
          .run(
              Nightshift.builder(GitWorkspaces.of(repository.directory()))
                  .provider(
                      (request, context) -> {
                        throw new AssertionError("no model is asked");
                      })
                  .listener(
                      event -> {
                        if (event.name().equals("run.ended")) {
                          ended.countDown();
                        }
                      }),
              Task.builder("Never end").build(),
              hanging());
    } catch (RuntimeException thrown) {
      raised.set(thrown);
    }
  }

  /** Takes no notice of being told to stop. */
  private Pipeline hanging() {
    return run -> {
      working.countDown();
      while (released.getCount() > 0) {
        try {
          released.await();
        } catch (InterruptedException told) {
          toldToStop.countDown();
        }
      }
      return run.stop(EndReason.CANCELLED, "released");
    };
  }
}
