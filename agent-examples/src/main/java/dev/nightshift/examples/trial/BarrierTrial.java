package dev.nightshift.examples.trial;

import dev.nightshift.examples.kill.Deed;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Ends a process before and after each call by which a run outlives it, one run for each, and lets
 * the next process go on; so, too, within each decision of a human about a run that was proposed.
 * Exit status 0 only if every claim held.
 */
@Command(
    name = "scripts/prove barriers",
    mixinStandardHelpOptions = true,
    description = "Whole runs and decisions, halted before and after each barrier, until they end.")
public final class BarrierTrial implements Callable<Integer> {
  private static final int QUICK_STEP = 9;

  @Option(names = "--jar", required = true, hidden = true)
  private Path jar = Path.of("");

  @Option(names = "--quick", description = "every ninth barrier only")
  private boolean quick;

  @Option(
      names = "--deeds",
      split = ",",
      defaultValue = "merge,fork,accept,revise,answer,reject",
      description = "what becomes of the runs that are halted (default: ${DEFAULT-VALUE})")
  private List<Deed> deeds = List.of();

  private final Checks checks = new Checks(System.out);
  private Path work = Path.of("");

  /** Makes a trial without settings. */
  public BarrierTrial() {}

  /**
   * Carries out the trial and exits with its status.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    CommandLine command = new CommandLine(new BarrierTrial());
    System.exit(command.setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    work = Files.createTempDirectory("nightshift-barriers-").toRealPath();
    int halted;
    int barriers = 0;
    BatchModels models = new BatchModels(Duration.ZERO, HaltedDeeds::asks);
    try (ScriptedModelServer server = ScriptedModelServer.start(models)) {
      Path source = BuiltInRepository.create(work.resolve("built-in"));
      GitProgram git = GitProgram.bareCopy(source, work.resolve("repository.git"));
      ResumedRuns runs = new ResumedRuns(git, work, checks, models);
      HaltedDeeds halts = new HaltedDeeds(runs.host(jar), server.baseUrl(), runs, checks);
      for (Deed deed : deeds) {
        int met = halts.carryOut(deed, quick ? QUICK_STEP : 1);
        System.out.println(met + " barriers of " + deed.word());
        barriers += met;
      }
      halts.tidyUp();
      halted = halts.halted();
      runs.check(server);
    } finally {
      Program.deleteTree(work);
    }
    System.out.println(
        "barriers: %s halts at %s barriers, %s claims held, %s failed"
            .formatted(halted, barriers, checks.held(), checks.failures().size()));
    checks.failures().forEach(System.out::println);
    return checks.failures().isEmpty() ? 0 : 1;
  }
}
