package dev.nightshift.examples.cli;

import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;

/**
 * Waits for the ends of runs of a state directory, writes their reports there and tells of them.
 */
final class RunWatch {
  /** Of an end: the remedy at its end is not cut. */
  private static final int LONGEST = 600;

  private final Path state;
  private final CommandLine command;

  RunWatch(Path state, CommandLine command) {
    this.state = state;
    this.command = command;
  }

  /**
   * Waits for an end.
   *
   * @param close closes the engine, so that its runs end; done when this thread is interrupted
   * @return the end; empty if there was none even then
   */
  Optional<RunResult> await(Run run, Runnable close) {
    Optional<RunResult> result;
    try {
      result = Optional.of(run.await());
    } catch (InterruptedException stopped) {
      close.run();
      result = run.toFuture().isDone() ? Optional.of(run.toFuture().join()) : Optional.empty();
    }
    result.ifPresentOrElse(this::tell, () -> tellOpen(run));
    return result;
  }

  private void tell(RunResult result) {
    Reports.write(state, result.report(), command.getErr());
    command
        .getOut()
        .println(
            PrintableText.of(
                "run "
                    + result.report().runId()
                    + " ended as "
                    + result.reason()
                    + (result.report().ending().detail().isEmpty() ? "" : ": ")
                    + PrintableText.cut(result.report().ending().detail(), LONGEST)));
    command
        .getOut()
        .println("report: " + Reports.of(state, result.report().runId()).resolve("report.md"));
    command.getOut().flush();
  }

  private void tellOpen(Run run) {
    command
        .getErr()
        .println(
            "nightshift: run "
                + run.id()
                + " is left without an end; 'nightshift runs resume "
                + run.id()
                + "' lets it go on");
    command.getErr().flush();
  }
}
