package dev.nightshift.examples.trial;

import dev.nightshift.models.testing.ScriptedModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a kind of task earns trust and loses it, by the command line alone: a person accepts three
 * changes of documentation, the fourth lands alone, the next one is none of its kind; trust is
 * earned again, what lands alone then is reverted with git, and one is rejected. Exit status 0 only
 * if every claim held.
 */
@Command(
    name = "scripts/prove trust",
    mixinStandardHelpOptions = true,
    description = "Three accepted changes let the fourth land alone; one bad one sets that back.")
public final class TrustTrial implements Callable<Integer> {
  private static final int NEEDED = 3;

  @Option(names = "--jar", required = true, hidden = true)
  private Path jar = Path.of("");

  @Option(
      names = "--repo",
      paramLabel = "DIR",
      description = "a git repository; only read (default: a small built-in one)")
  private @Nullable Path repository;

  @Option(names = "--keep", description = "keep the working directory")
  private boolean keep;

  private final Checks checks = new Checks(System.out);
  private Path work = Path.of("");
  private int tasks;

  /** Makes a trial without settings. */
  public TrustTrial() {}

  /**
   * Carries out the trial and exits with its status.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new TrustTrial()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    work = Files.createTempDirectory("nightshift-trust-").toRealPath();
    try (ScriptedModelServer server =
        ScriptedModelServer.start(new BatchModels(Duration.ZERO, task -> false))) {
      Path source =
          repository == null
              ? BuiltInRepository.create(work.resolve("built-in"))
              : repository.toAbsolutePath();
      GitProgram git = GitProgram.bareCopy(source, work.resolve("repository.git"));
      carryOut(git, new NightshiftCommand(jar, work, server.baseUrl()));
      git.checkSound(checks);
    } finally {
      if (keep) {
        System.out.println("kept " + work);
      } else {
        Program.deleteTree(work);
      }
    }
    System.out.println(
        "trust: %s claims held, %s failed".formatted(checks.held(), checks.failures().size()));
    return checks.failures().isEmpty() ? 0 : 1;
  }

  private void carryOut(GitProgram git, NightshiftCommand nightshift) throws Exception {
    String branch = git.run("symbolic-ref", "--short", "HEAD");
    earn(git, nightshift, branch);
    landsAlone(git, nightshift, branch);

    JsonNode code = run(git, nightshift, branch, "java");
    checks.same(
        "a change of code that calls itself documentation is proposed", "proposed", end(code));
    checks.that(
        "its report says why",
        report().contains("it is no change of kind 'documentation'"),
        report());
    standing(git, nightshift, 0, "mismatched");

    earn(git, nightshift, branch);
    landsAlone(git, nightshift, branch);
    revert(git, branch);
    standing(git, nightshift, 0, "reverted");

    rejectAndReset(git, nightshift, branch);
  }

  private void rejectAndReset(GitProgram git, NightshiftCommand nightshift, String branch)
      throws Exception {
    JsonNode rejected = run(git, nightshift, branch, "md");
    checks.same("what was reverted has to be earned again", "proposed", end(rejected));
    decide(nightshift, rejected, "reject", "--reason", "not_needed");
    standing(git, nightshift, 0, "rejected");

    checks.same(
        "a kind is set back by hand",
        0,
        nightshift
            .call(
                List.of(
                    "trust",
                    "reset",
                    "--state",
                    state(),
                    "--kind",
                    "documentation",
                    "--why",
                    "new"))
            .status());
    standing(git, nightshift, 0, "reset");
  }

  /** As many changes as are needed, each of them accepted as it was. */
  private void earn(GitProgram git, NightshiftCommand nightshift, String branch) throws Exception {
    for (int clean = 1; clean <= NEEDED; clean++) {
      JsonNode run = run(git, nightshift, branch, "md");
      checks.same("before " + NEEDED + " clean runs one is proposed", "proposed", end(run));
      decide(nightshift, run, "accept");
      standing(git, nightshift, clean, "");
    }
  }

  private void landsAlone(GitProgram git, NightshiftCommand nightshift, String branch)
      throws Exception {
    JsonNode alone = run(git, nightshift, branch, "md");
    checks.same("then one lands alone", "merged", end(alone));
    checks.that(
        "its report says so among the decisions to look at",
        report().contains("Landed without a human"),
        report());
    checks.same(
        "the target has it",
        "task " + tasks,
        git.run("show", branch + ":" + BatchModels.file(tasks, "md")));
    standing(git, nightshift, NEEDED, "");
  }

  private JsonNode run(
      GitProgram git, NightshiftCommand nightshift, String branch, String extension)
      throws Exception {
    tasks++;
    String file = BatchModels.file(tasks, extension);
    Path out = out();
    List<String> arguments = new ArrayList<>(List.of("run", "--repo", git.repository().toString()));
    arguments.addAll(List.of("--target", branch, "--state", state(), "--out", out.toString()));
    arguments.addAll(List.of("--implementer", "anthropic:" + Bench.IMPLEMENTER));
    arguments.addAll(List.of("--reviewer", "anthropic:" + Bench.REVIEWER));
    arguments.addAll(List.of("--title", "Make the file " + file, "--accept", "it is there"));
    arguments.addAll(List.of("--no-tests", "--gate", "test -e " + file));
    arguments.addAll(List.of("--deliver", "trusted", "--kind", "documentation", "--risk", "low"));
    NightshiftCommand.Ended ended = nightshift.call(arguments);
    checks.that("run " + tasks + " ends well", ended.status() == 0, ended.text());
    return JsonMapper.shared().readTree(Files.readString(out.resolve("report.json")));
  }

  private void decide(NightshiftCommand nightshift, JsonNode run, String verb, String... more)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("runs", verb, "--state", state()));
    arguments.add(run.path("runId").asString());
    arguments.addAll(List.of(more));
    NightshiftCommand.Ended ended = nightshift.call(arguments);
    checks.that("runs " + verb + " ends well", ended.status() == 0, ended.text());
  }

  private static void revert(GitProgram git, String branch) throws Exception {
    Path checkout = git.repository().resolveSibling("checkout");
    String there = checkout.toString();
    git.run("worktree", "add", "--quiet", there, branch);
    git.run("-C", there, "revert", "--no-edit", "-m", "1", "HEAD");
    git.run("worktree", "remove", there);
  }

  private void standing(GitProgram git, NightshiftCommand nightshift, int streak, String setBack)
      throws Exception {
    NightshiftCommand.Ended shown =
        nightshift.call(
            List.of(
                "trust",
                "show",
                "--state",
                state(),
                "--repo",
                git.repository().toString(),
                "--json"));
    JsonNode standing = JsonMapper.shared().readTree(shown.text());
    checks.same("so many clean runs in a row", streak, standing.path("streak").asInt());
    checks.that(
        "what set it back: " + (setBack.isEmpty() ? "nothing new" : setBack),
        setBack.isEmpty() || standing.path("setBack").asString().contains(setBack),
        shown.text());
  }

  private static String end(JsonNode report) {
    return report.path("reason").asString();
  }

  /** What the last run reported. */
  private String report() throws IOException {
    return Files.readString(out().resolve("report.md"));
  }

  private Path out() {
    return work.resolve("out-" + tasks);
  }

  private String state() {
    return work.resolve("state").toString();
  }
}
