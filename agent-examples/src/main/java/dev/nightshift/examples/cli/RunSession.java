package dev.nightshift.examples.cli;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.Pipeline;
import dev.nightshift.core.Run;
import dev.nightshift.core.RunResult;
import dev.nightshift.core.task.Task;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine;

/**
 * One run in the foreground: shows its progress, prints its end, and writes its report, also when
 * its thread is interrupted.
 */
final class RunSession {
  /** Closing the engine waits for the run already; what is left is to hand over the result. */
  private static final Duration PATIENCE_AFTER_CLOSE = Duration.ofSeconds(10);

  private final ReportDirectory reports;
  private final CommandLine command;

  RunSession(ReportDirectory reports, CommandLine command) {
    this.reports = reports;
    this.command = command;
  }

  /** Runs a task to its end; interrupted, it stops the run and still returns how it ended. */
  RunResult run(NightshiftBuilder builder, Task task, Pipeline pipeline) {
    PrintWriter out = command.getOut();
    builder
        .listener(new ProgressLines(out, command.getColorScheme().ansi()))
        .listener(reports.events());
    try (Nightshift nightshift = builder.build()) {
      RunResult result = await(nightshift, nightshift.dispatch(task, pipeline));
      // The end first: it is known even where no report can be written.
      Summary summary = new Summary(result.report());
      summary.printTo(out);
      summary.printPlace(out, reports.write(result.report(), command.getErr()));
      return result;
    }
  }

  private static RunResult await(Nightshift nightshift, Run run) {
    try {
      return run.await();
    } catch (InterruptedException stopped) {
      nightshift.close();
      return awaitStopped(run);
    }
  }

  private static RunResult awaitStopped(Run run) {
    try {
      return run.await(PATIENCE_AFTER_CLOSE).orElseThrow(() -> stillWorking(run));
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
      throw stillWorking(run);
    }
  }

  private static IllegalStateException stillWorking(Run run) {
    return new IllegalStateException(
        "run " + run.id() + " was told to stop and did not end in time; it has no report");
  }
}
