package dev.nightshift.examples.cli;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.run.Acceptance;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a proposal land. */
@Command(
    name = "accept",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Lets a proposal land, after its gates passed on the target as it is now. A conflict or a red "
            + "gate leaves it proposed, and says why. No model is called, and no key is needed.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:merged", "1:not merged, or nothing to accept", "2:bad usage", "3:failed"})
final class AcceptRun extends DecideRun {
  @Mixin private Looked looked = new Looked();

  @Option(
      names = "--head",
      defaultValue = "",
      paramLabel = "COMMIT",
      description = "the commit that was looked at, as the report has it; another one is refused")
  private String head = "";

  @Option(
      names = "--missed",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "what the agents missed, for the report")
  private String missed = "";

  AcceptRun(Map<String, String> environment, AtomicBoolean begun) {
    super(environment, begun);
  }

  @Override
  boolean asksModels() {
    return false;
  }

  @Override
  Run decide(Nightshift nightshift, RunId id) {
    return nightshift.accept(id, acceptance().withReading(looked(id, looked)));
  }

  private Acceptance acceptance() {
    try {
      return Acceptance.plain().withHead(head).withMissed(missed);
    } catch (IllegalArgumentException malformed) {
      throw new BadUsageException("--head", head, String.valueOf(malformed.getMessage()));
    }
  }

  @Override
  int status(RunResult result) {
    int status = ExitStatus.of(result);
    boolean isOnTarget = result.reason().equals(EndReason.MERGED);
    return isOnTarget ? status : Math.max(status, ExitStatus.NOTHING_TO_TAKE);
  }
}
