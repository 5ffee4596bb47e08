package dev.nightshift.examples.trial;

import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.examples.kill.Deed;
import dev.nightshift.examples.kill.ProcessesAt;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Kills the command line at random moments of whole runs, and of what humans decide about others,
 * and lets the next process go on, until each run has ended. What the server billed and what the
 * ref says is the truth, looked at from outside. Exit status 0 only if every claim held.
 */
@Command(
    name = "scripts/prove kill-resume",
    mixinStandardHelpOptions = true,
    description = "Whole runs and decisions, killed again and again, resumed until they end.")
public final class KillTrial implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** Three of four processes are killed; the fourth may come to the end. */
  private static final int KILLED_OF_FOUR = 3;

  @Option(names = "--jar", required = true, hidden = true)
  private Path jar = Path.of("");

  @Option(names = "--kills", defaultValue = "500", description = "how many (default: 500)")
  private int kills = 500;

  @Option(names = "--seed", defaultValue = "1", description = "of the moments (default: 1)")
  private long seed = 1;

  private final Checks checks = new Checks(System.out);
  private Random random = new Random(1);
  private Path work = Path.of("");
  private String baseUrl = "";
  private int killed;

  /** After how many kills processes that had been started lived on. */
  private int orphaning;

  /** Makes a trial without settings. */
  public KillTrial() {}

  /**
   * Carries out the trial and exits with its status.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new KillTrial()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    random = new Random(seed);
    work = Files.createTempDirectory("nightshift-kill-").toRealPath();
    Files.writeString(
        gate(), "(sleep 600 >/dev/null 2>&1 & sleep 600 >/dev/null 2>&1) &\nsleep 0.5\n");
    BatchModels models =
        new BatchModels(Duration.ofMillis(300), task -> deedOf(task) == Deed.ANSWER);
    try (ScriptedModelServer server = ScriptedModelServer.start(models)) {
      baseUrl = server.baseUrl();
      Path source = BuiltInRepository.create(work.resolve("built-in"));
      GitProgram git = GitProgram.bareCopy(source, work.resolve("repository.git"));
      carryOut(git, new ResumedRuns(git, work, checks, models), server);
    } finally {
      Program.deleteTree(work);
    }
    System.out.println(
        "kill-resume: %s kills, %s of which left processes of a gate, %s claims held, %s failed"
            .formatted(killed, orphaning, checks.held(), checks.failures().size()));
    checks.failures().forEach(System.out::println);
    return checks.failures().isEmpty() ? 0 : 1;
  }

  private void carryOut(GitProgram git, ResumedRuns runs, ScriptedModelServer server)
      throws Exception {
    for (int task = 1; killed < kills; task++) {
      int number = task;
      Deed deed = deedOf(task);
      List<String> begin = begin(runs, git, task);
      RecordedRun run =
          runs.untilItEnds(
              task,
              deed.before(),
              killed + " kills before",
              left ->
                  live(
                      deed == Deed.FORK
                          ? runs.host(jar)
                              .process(deed, 0, "", List.of(ResumedRuns.title(number)), baseUrl)
                          : commandLine(runs, left == null ? begin : resume(runs))));
      if (deed.isDecision()) {
        List<String> decide = decide(runs, deed, run);
        run =
            runs.untilItEnds(
                task,
                deed,
                killed + " kills before",
                left -> live(commandLine(runs, isOpen(left) ? resume(runs) : decide)));
      }
      runs.checkEnd(task, deed, run);
    }
    runs.check(server);
  }

  /** Every second task is a whole run, in turn with forks; humans decide about the others. */
  private static Deed deedOf(int task) {
    List<Deed> decisions = List.of(Deed.ACCEPT, Deed.REVISE, Deed.ANSWER, Deed.REJECT);
    return task % 2 == 0
        ? decisions.get(task / 2 % decisions.size())
        : task % 4 == 1 ? Deed.MERGE : Deed.FORK;
  }

  private static boolean isOpen(@Nullable RecordedRun run) {
    return run != null && run.status() == RecordedRun.Status.UNFINISHED;
  }

  private List<String> begin(ResumedRuns runs, GitProgram git, int task) {
    List<String> arguments = new ArrayList<>(List.of("run", "--title", ResumedRuns.title(task)));
    arguments.addAll(List.of("--accept", "the file is there"));
    arguments.addAll(List.of("--repo", git.repository().toString(), "--target", "main"));
    arguments.addAll(List.of("--implementer", "anthropic:" + Bench.IMPLEMENTER));
    arguments.addAll(List.of("--reviewer", "anthropic:" + Bench.REVIEWER));
    arguments.addAll(List.of("--no-tests", "--sandbox", "off"));
    arguments.addAll(List.of("--gate", "sh " + gate()));
    // What a call cost that a kill cut off nobody knows: its bound stays charged.
    arguments.addAll(List.of("--budget-usd", "100"));
    arguments.addAll(List.of("--deliver", deedOf(task) == Deed.MERGE ? "merge" : "branch"));
    arguments.addAll(List.of("--state", runs.state().toString()));
    arguments.addAll(List.of("--out", work.resolve("out-" + task).toString()));
    return arguments;
  }

  /** What the gate runs: a tree of processes that lasts, of which a kill leaves all but the JVM. */
  private Path gate() {
    return work.resolve("gate.sh");
  }

  private static List<String> decide(ResumedRuns runs, Deed deed, RecordedRun run) {
    List<String> arguments = new ArrayList<>(List.of("runs", deed.word(), run.id().value()));
    arguments.addAll(List.of("--state", runs.state().toString()));
    switch (deed) {
      case REVISE -> arguments.addAll(List.of("--request", Deed.REQUEST));
      case ANSWER -> arguments.addAll(List.of("--text", Deed.SAID));
      case REJECT -> arguments.addAll(List.of("--reason", "not_needed"));
      default -> {
        // A plain yes.
      }
    }
    return arguments;
  }

  private static List<String> resume(ResumedRuns runs) {
    return List.of("runs", "resume", "--state", runs.state().toString());
  }

  private ProcessBuilder commandLine(ResumedRuns runs, List<String> arguments) throws IOException {
    ProcessBuilder builder = CommandLineRun.unwatched(List.of(), jar, work, baseUrl, arguments);
    builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + runs.temporary());
    return builder;
  }

  /** One process, which is killed at a moment of its life or comes to its end. */
  private void live(ProcessBuilder program) throws Exception {
    Path output = work.resolve("output.txt");
    ProcessBuilder builder = program.redirectOutput(output.toFile());
    Process process = builder.start();
    boolean dies = random.nextInt(4) < KILLED_OF_FOUR;
    long moment = dies ? 300 + random.nextInt(3_000) : LONGEST.toMillis();
    if (!process.waitFor(moment, TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
      killed++;
      orphaning += new ProcessesAt(work).alive().isEmpty() ? 0 : 1;
      if (!dies) {
        throw new TrialException(program.command() + " hangs: " + Files.readString(output));
      }
    }
  }
}
