package dev.nightshift.examples.cli;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.run.Run;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Answers the question with which a run ended. */
@Command(
    name = "answer",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Answers the question with which a run ended (needs_clarification), so that it goes on where "
            + "it stopped. Needs the keys of its models.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:delivered",
      "1:ended without a change to take, or nothing to answer",
      "2:bad usage",
      "3:failed"
    })
final class AnswerRun extends DecideRun {
  @Option(
      names = "--text",
      required = true,
      paramLabel = "TEXT",
      description = "what counts from now on as part of the task")
  private String text = "";

  AnswerRun(Map<String, String> environment, AtomicBoolean begun) {
    super(environment, begun);
  }

  @Override
  Run decide(Nightshift nightshift, RunId id) {
    return nightshift.answer(id, said("--text", text));
  }
}
