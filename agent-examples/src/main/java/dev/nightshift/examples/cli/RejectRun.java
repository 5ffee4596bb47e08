package dev.nightshift.examples.cli;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.report.RejectionReason;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Ends a run whose work is not wanted. */
@Command(
    name = "reject",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Ends a run whose work is not wanted. Its branch stays until you delete it. No model is called, "
            + "and no key is needed.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:rejected", "1:nothing to reject", "2:bad usage", "3:failed"})
final class RejectRun extends DecideRun {
  @Option(
      names = "--reason",
      required = true,
      paramLabel = "CODE",
      description = "one of ${COMPLETION-CANDIDATES}")
  private RejectionReason reason = RejectionReason.OTHER;

  @Option(
      names = "--text",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "the same in words, for the report")
  private String text = "";

  RejectRun(Map<String, String> environment, AtomicBoolean begun) {
    super(environment, begun);
  }

  @Override
  boolean asksModels() {
    return false;
  }

  @Override
  Run decide(Nightshift nightshift, RunId id) {
    return nightshift.reject(id, reason, text);
  }

  @Override
  int status(RunResult result) {
    boolean isRejected = result.reason().equals(EndReason.REJECTED);
    return isRejected ? ExitStatus.DELIVERED : ExitStatus.of(result);
  }
}
