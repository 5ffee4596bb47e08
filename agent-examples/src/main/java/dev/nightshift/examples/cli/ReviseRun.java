package dev.nightshift.examples.cli;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.run.Revision;
import dev.nightshift.core.run.Run;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends a run back with one request. */
@Command(
    name = "revise",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Sends a run back with exactly one request: its implementer goes on in its own conversation, "
            + "then gate and reviewer judge, within what is left of its budget or with a new one. Needs the "
            + "keys of its models. What it had proposed stands if nothing comes of it.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:delivered",
      "1:ended without a change to take, or nothing to send back",
      "2:bad usage",
      "3:failed"
    })
final class ReviseRun extends DecideRun {
  @Mixin private Looked looked = new Looked();

  @Option(
      names = "--request",
      required = true,
      paramLabel = "TEXT",
      description = "one specific request")
  private String request = "";

  @Option(
      names = "--budget-usd",
      paramLabel = "DOLLARS",
      converter = AmountConverter.class,
      description = "what it may cost beside what the run cost so far (default: what is left)")
  private @Nullable Money budget;

  @Option(
      names = "--budget-tokens",
      paramLabel = "N",
      description = "how many tokens it may use beside those used so far (default: what is left)")
  private @Nullable Long tokens;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "how long it may be active beside the time so far (default: what is left)")
  private @Nullable Duration timeout;

  ReviseRun(Map<String, String> environment, AtomicBoolean begun) {
    super(environment, begun);
  }

  @Override
  Run decide(Nightshift nightshift, RunId id) {
    return nightshift.revise(id, revision().withReading(looked(id, looked)));
  }

  private Revision revision() {
    Revision revision = Revision.of(said("--request", request));
    if (tokens != null && tokens < 1) {
      throw new BadUsageException("--budget-tokens", tokens.toString(), "must be at least 1");
    }
    revision = budget == null ? revision : revision.withMoney(budget);
    revision = tokens == null ? revision : revision.withCap(Cap.tokensPerRun(tokens));
    return timeout == null ? revision : revision.withCap(Cap.timePerRun(timeout));
  }
}
