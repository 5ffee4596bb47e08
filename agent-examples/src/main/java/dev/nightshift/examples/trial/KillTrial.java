package dev.nightshift.examples.trial;

import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.run.RecordedRun;
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
 * Kills the command line at random moments of whole runs and lets the next process go on, until
 * each run has ended. What the server billed and what the ref says is the truth, looked at from
 * outside. Exit status 0 only if every claim held.
 */
@Command(
    name = "scripts/prove kill-resume",
    mixinStandardHelpOptions = true,
    description = "Whole runs, killed again and again, resumed until they end.")
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
    try (ScriptedModelServer server =
        ScriptedModelServer.start(new BatchModels(Duration.ofMillis(300), 0))) {
      baseUrl = server.baseUrl();
      Path source = BuiltInRepository.create(work.resolve("built-in"));
      carryOut(GitProgram.bareCopy(source, work.resolve("repository.git")), server);
    } finally {
      Program.deleteTree(work);
    }
    System.out.println(
        "kill-resume: %s kills, %s claims held, %s failed"
            .formatted(killed, checks.held(), checks.failures().size()));
    checks.failures().forEach(System.out::println);
    return checks.failures().isEmpty() ? 0 : 1;
  }

  private void carryOut(GitProgram git, ScriptedModelServer server) throws Exception {
    int task = 0;
    while (killed < kills) {
      task++;
      RecordedRun ended = untilItEnds(git, task);
      checks.same(
          "task " + task + " ended, " + killed + " kills", EndReason.MERGED, ended.end().reason());
      checks.same(
          "its file is on the target",
          "task " + task,
          git.run("show", "main:" + BatchModels.file(task)));
      checks.same(
          "it landed once",
          "1",
          git.run(
              "rev-list",
              "--count",
              "--first-parent",
              "--grep=Nightshift-Run: " + ended.id(),
              "main"));
    }
    money(server);
    git.checkSound(checks);
    checks.same(
        "no pin of a run is left",
        List.of(),
        git.lines("for-each-ref", "--format=%(refname)", "refs/nightshift"));
  }

  /** Begins one run and lets process after process go on with it. */
  private RecordedRun untilItEnds(GitProgram git, int task) throws Exception {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < deadline) {
      RecordedRun run = find(task);
      if (run != null && run.status() == RecordedRun.Status.ENDED) {
        return run;
      }
      live(run == null ? begin(git, task) : List.of("runs", "resume", "--state", state()));
    }
    throw new TrialException("task " + task + " did not end within " + LONGEST);
  }

  private List<String> begin(GitProgram git, int task) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "--title", "Make " + BatchModels.file(task)));
    arguments.addAll(List.of("--accept", "the file is there"));
    arguments.addAll(List.of("--repo", git.repository().toString(), "--target", "main"));
    arguments.addAll(List.of("--implementer", "anthropic:" + Bench.IMPLEMENTER));
    arguments.addAll(List.of("--reviewer", "anthropic:" + Bench.REVIEWER));
    arguments.addAll(List.of("--no-tests", "--gate", "true", "--sandbox", "off"));
    arguments.addAll(List.of("--deliver", "merge", "--state", state()));
    arguments.addAll(List.of("--out", work.resolve("out-" + task).toString()));
    return arguments;
  }

  /** One process, which is killed at a moment of its life or comes to its end. */
  private void live(List<String> arguments) throws Exception {
    Path output = work.resolve("output.txt");
    Process process =
        CommandLineRun.unwatched(List.of(), jar, work, baseUrl, arguments)
            .redirectOutput(output.toFile())
            .start();
    boolean dies = random.nextInt(4) < KILLED_OF_FOUR;
    long moment = dies ? 300 + random.nextInt(3_000) : LONGEST.toMillis();
    if (!process.waitFor(moment, TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
      killed++;
      if (!dies) {
        throw new TrialException(arguments + " hangs: " + Files.readString(output));
      }
    }
  }

  private void money(ScriptedModelServer server) throws Exception {
    long settled = 0;
    long unresolved = 0;
    for (RecordedRun run : StateDirectory.at(Path.of(state())).runs()) {
      settled += run.progress().spend().spent().cost().nanos();
      unresolved += run.progress().spend().unresolved().nanos();
    }
    long billed = server.bill().nanos();
    checks.that(
        "the books cover the bill",
        settled - unresolved <= billed && billed <= settled,
        "counted %s, of these by bound %s, billed %s".formatted(settled, unresolved, billed));
    System.out.println(
        "billed %s, counted %s, of these by bound %s (nano-dollars)"
            .formatted(billed, settled, unresolved));
  }

  private @Nullable RecordedRun find(int task) throws IOException {
    if (!Files.isDirectory(Path.of(state(), "runs"))) {
      return null;
    }
    return StateDirectory.at(Path.of(state())).runs().stream()
        .filter(
            run ->
                run.origin() != null
                    && run.origin().task().title().equals("Make " + BatchModels.file(task)))
        .findFirst()
        .orElse(null);
  }

  private String state() {
    return work.resolve("state").toString();
  }
}
