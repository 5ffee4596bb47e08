package dev.nightshift.examples.cli;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * One run in the foreground: shows its progress, prints its end, and writes its report, also when
 * its thread is interrupted.
 */
final class RunSession {
  /** Closing the engine waits for the run already; what is left is to hand over the result. */
  private static final Duration TIMEOUT_AFTER_CLOSE = Duration.ofSeconds(10);

  /**
   * The longest that a run may work on after an interrupt; {@link Nightshift#close} waits first.
   */
  static final Duration LONGEST_STOP = Duration.ofMinutes(1).plus(TIMEOUT_AFTER_CLOSE);

  private final ReportDirectory reports;
  private final CommandLine command;
  private final AtomicBoolean begun;

  /**
   * Makes a session.
   *
   * @param begun set as soon as the run is dispatched
   */
  RunSession(ReportDirectory reports, CommandLine command, AtomicBoolean begun) {
    this.reports = reports;
    this.command = command;
    this.begun = begun;
  }

  /** Runs a task to its end; interrupted, it stops the run and still returns how it ended. */
  RunResult run(NightshiftBuilder builder, Task task, Pipeline pipeline) {
    return run(builder, nightshift -> nightshift.dispatch(task, pipeline));
  }

  /** The same with a pipeline that the engine knows by a name. */
  RunResult runNamed(NightshiftBuilder builder, Task task, String pipeline) {
    return run(builder, nightshift -> nightshift.dispatch(task, pipeline));
  }

  private RunResult run(NightshiftBuilder builder, Function<Nightshift, Run> dispatch) {
    PrintWriter out = command.getOut();
    builder
        .listener(new ProgressLines(out, command.getColorScheme().ansi()))
        .listener(reports.events());
    try (Nightshift nightshift = builder.build()) {
      Run run = dispatch.apply(nightshift);
      begun.set(true);
      RunResult result = await(nightshift, run);
      // The end first: it is known even where no report can be written.
      Summary summary = new Summary(result.report());
      summary.printTo(out);
      summary.printPlace(out, reports.write(result.report(), command.getErr()));
      return result;
    }
  }

  private RunResult await(Nightshift nightshift, Run run) {
    try {
      return run.await();
    } catch (InterruptedException stopped) {
      nightshift.close();
      return awaitStopped(run);
    }
  }

  private RunResult awaitStopped(Run run) {
    try {
      return run.await(TIMEOUT_AFTER_CLOSE).orElseThrow(() -> stillWorking(run));
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
      throw stillWorking(run);
    }
  }

  private IllegalStateException stillWorking(Run run) {
    return new IllegalStateException(
        "run %s was told to stop and did not end in time; %s"
            .formatted(run.id(), reports.writeUnended(run)));
  }
}
