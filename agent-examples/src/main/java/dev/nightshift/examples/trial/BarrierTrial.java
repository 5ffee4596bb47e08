package dev.nightshift.examples.trial;

import dev.nightshift.examples.kill.HaltedRun;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Ends a process before and after each call by which a run outlives it, one run for each, and lets
 * the next process go on. Exit status 0 only if every claim held.
 */
@Command(
    name = "scripts/prove barriers",
    mixinStandardHelpOptions = true,
    description = "Whole runs, halted before and after each barrier, resumed until they end.")
public final class BarrierTrial implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration THREADS_TOLD = Duration.ofSeconds(5);
  private static final int QUICK_STEP = 9;

  @Option(names = "--jar", required = true, hidden = true)
  private Path jar = Path.of("");

  @Option(names = "--quick", description = "every ninth barrier only")
  private boolean quick;

  private final Checks checks = new Checks(System.out);
  private Path work = Path.of("");
  private String baseUrl = "";
  private int halted;

  /** Makes a trial without settings. */
  public BarrierTrial() {}

  /**
   * Carries out the trial and exits with its status.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BarrierTrial()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    work = Files.createTempDirectory("nightshift-barriers-").toRealPath();
    int barriers;
    BatchModels models = new BatchModels(Duration.ZERO, 0);
    try (ScriptedModelServer server = ScriptedModelServer.start(models)) {
      baseUrl = server.baseUrl();
      Path source = BuiltInRepository.create(work.resolve("built-in"));
      GitProgram git = GitProgram.bareCopy(source, work.resolve("repository.git"));
      barriers = carryOut(git, new ResumedRuns(git, work, checks, models), server);
    } finally {
      Program.deleteTree(work);
    }
    System.out.println(
        "barriers: %s halts at %s barriers, %s claims held, %s failed"
            .formatted(halted, barriers, checks.held(), checks.failures().size()));
    checks.failures().forEach(System.out::println);
    return checks.failures().isEmpty() ? 0 : 1;
  }

  /** Returns how many barriers a run has. */
  private int carryOut(GitProgram git, ResumedRuns runs, ScriptedModelServer server)
      throws Exception {
    runs.untilItEnds(1, "never halted", run -> live(git, runs, 1, 0, ""));
    String said = Files.readString(output()).strip();
    int barriers = Integer.parseInt(said.substring(said.lastIndexOf(' ') + 1));
    int task = 1;
    for (int barrier = 1; barrier <= barriers; barrier += quick ? QUICK_STEP : 1) {
      for (String side : List.of("before", "after")) {
        task++;
        haltOnce(git, runs, task, barrier, side);
      }
    }
    checks.same("a process halted for each task", task - 1, halted);
    runs.check(server);
    return barriers;
  }

  private void haltOnce(GitProgram git, ResumedRuns runs, int task, int barrier, String side)
      throws Exception {
    String where = live(git, runs, task, barrier, side);
    runs.untilItEnds(task, where, run -> live(git, runs, task, 0, side));
  }

  /** One process; returns what it says of its halt. */
  private String live(GitProgram git, ResumedRuns runs, int task, int barrier, String side)
      throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            java,
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-Djava.io.tmpdir=" + runs.temporary(),
            "-cp",
            jar.toString(),
            HaltedRun.class.getName(),
            git.repository().toString(),
            runs.state().toString(),
            "anthropic:" + Bench.IMPLEMENTER,
            "anthropic:" + Bench.REVIEWER,
            ResumedRuns.title(task),
            Integer.toString(barrier),
            side);
    builder.environment().put("ANTHROPIC_BASE_URL", baseUrl);
    builder.environment().put("ANTHROPIC_API_KEY", "trial");
    Process process = builder.redirectErrorStream(true).redirectOutput(output().toFile()).start();
    if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      // A JVM that is asked to quit prints where its threads are, and goes on.
      new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start().waitFor();
      process.waitFor(THREADS_TOLD.toSeconds(), TimeUnit.SECONDS);
      process.destroyForcibly().waitFor();
      throw new TrialException("task " + task + " hangs: " + Files.readString(output()));
    }
    String said = Files.readString(output()).strip();
    if (process.exitValue() == HaltedRun.HALTED) {
      halted++;
      return said.substring(said.lastIndexOf("halted"));
    }
    if (process.exitValue() != 0) {
      throw new TrialException("task " + task + " failed: " + said);
    }
    return "not halted at barrier " + barrier;
  }

  private Path output() {
    return work.resolve("output.txt");
  }
}
