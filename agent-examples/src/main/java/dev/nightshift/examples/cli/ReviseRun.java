package dev.nightshift.examples.cli;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.run.Run;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends a run back with one request. */
@Command(
    name = "revise",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Sends a run back with exactly one request: its implementer goes on in its own conversation,",
      "then gate and reviewer judge, within what is left of its budget. Needs the keys of its",
      "models. What it had proposed stands if nothing comes of it."
    },
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:delivered",
      "1:ended without a change to take, or nothing to send back",
      "2:bad usage",
      "3:failed"
    })
final class ReviseRun extends DecideRun {
  @Option(
      names = "--request",
      required = true,
      paramLabel = "TEXT",
      description = "one specific request")
  private String request = "";

  ReviseRun(Map<String, String> environment, AtomicBoolean begun) {
    super(environment, begun);
  }

  @Override
  Run decide(Nightshift nightshift, RunId id) {
    return nightshift.revise(id, said("--request", request));
  }
}
