package dev.nightshift.examples.trial;

import dev.nightshift.examples.script.ModelTurn;
import dev.nightshift.examples.script.ScriptPlayer;
import dev.nightshift.examples.script.ToolCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where trials take place: makes copies of the repository, starts runs, and looks for what they
 * left behind.
 */
final class Bench {
  static final String IMPLEMENTER = "claude-opus-5-5";
  static final String REVIEWER = "claude-haiku-5-5";
  private final Settings settings;
  private final Checks checks;

  /**
   * What all trials share.
   *
   * @param jar the packaged command line
   * @param work a directory of the trial's own
   * @param source the repository with the fix
   * @param fix the fix commit
   * @param runOptions options handed through to every run
   */
  record Settings(Path jar, Path work, Path source, String fix, List<String> runOptions) {}

  Bench(Settings settings, Checks checks) {
    this.settings = settings;
    this.checks = checks;
  }

  Checks checks() {
    return checks;
  }

  /** A bare copy. */
  Subject bare(String name) {
    Path copy = settings.work().resolve(name).resolve("repository.git");
    GitProgram git = GitProgram.bareCopy(settings.source(), copy);
    RealFix fix = RealFix.read(git, settings.fix());
    git.run("update-ref", "refs/heads/" + Subject.TARGET, fix.base());
    return new Subject(git, fix);
  }

  /** A copy with a work tree in which the target is checked out. */
  Subject checkedOut(String name) {
    Path copy = settings.work().resolve(name).resolve("repository");
    Program.run(
        List.of(
            "git", "clone", "-q", "--no-checkout", settings.source().toString(), copy.toString()),
        "");
    GitProgram git = new GitProgram(copy);
    RealFix fix = RealFix.read(git, settings.fix());
    git.run("checkout", "-q", "-B", Subject.TARGET, "--no-track", fix.base());
    return new Subject(git, fix);
  }

  /** The options of a run whose gate executes no tests and needs no caches. */
  List<String> options(Subject subject, String gate, String... more) {
    List<String> options = new ArrayList<>(List.of("--cache", emptyDirectory()));
    options.addAll(List.of("--no-tests", "--gate", gate));
    options.addAll(optionsOfAnyGate(subject, more));
    return options;
  }

  String emptyDirectory() {
    String empty = settings.work().resolve("empty").toString();
    Program.run(List.of("mkdir", "-p", empty), "");
    return empty;
  }

  /** The options of a run with the standard caches but for its gate; give no option twice. */
  List<String> optionsOfAnyGate(Subject subject, String... more) {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--repo", subject.directory().toString(), "--target", Subject.TARGET));
    options.addAll(List.of("--title", subject.fix().subject().strip()));
    options.addAll(List.of("--instructions", "Repair what the title names, with a test."));
    options.addAll(List.of("--accept", "The repair is complete"));
    options.addAll(
        List.of(
            "--implementer", "anthropic:" + IMPLEMENTER, "--reviewer", "anthropic:" + REVIEWER));
    options.addAll(settings.runOptions());
    options.addAll(List.of(more));
    return options;
  }

  /** Starts {@code run}. */
  CommandLineRun start(String name, String baseUrl, List<String> options) {
    List<String> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(options);
    return start(name, baseUrl, arguments.toArray(String[]::new));
  }

  /** Starts any command. */
  CommandLineRun start(String name, String baseUrl, String... arguments) {
    Path directory = settings.work().resolve(name);
    return CommandLineRun.start(settings.jar(), directory, baseUrl, List.of(arguments));
  }

  /** A model that writes one file in one round, and a reviewer that approves it. */
  static ScriptPlayer writesOneFile(String path, String content) {
    return new ScriptPlayer()
        .add(IMPLEMENTER, oneFile(path, content))
        .add(REVIEWER, List.of(FixScript.approval()));
  }

  static List<ModelTurn> oneFile(String path, String content) {
    return List.of(
        ModelTurn.of("", ToolCall.write(path, content)),
        ModelTurn.of("", ToolCall.finish("Wrote " + path)));
  }

  /** What was proposed can be taken up again until somebody gives it up. */
  private void giveUpParkedRuns(Subject subject) {
    Program.run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            settings.jar().toString(),
            "prune",
            "--repo",
            subject.directory().toString(),
            "--parked-days",
            "0"),
        "");
  }

  /** Checks that the run left nothing behind but, if so wanted, one branch. */
  void checkTidy(Subject subject, CommandLineRun run, boolean keepsBranch)
      throws InterruptedException {
    if (keepsBranch) {
      giveUpParkedRuns(subject);
    }
    Set<String> fresh = subject.newRefs().keySet();
    boolean asWanted =
        keepsBranch
            ? fresh.size() == 1 && fresh.iterator().next().startsWith("refs/heads/nightshift/")
            : fresh.isEmpty();
    checks.that(
        keepsBranch ? "only its branch is left in the refs" : "no ref is left",
        asWanted,
        "new refs " + fresh);
    checks.that(
        "no other ref moved", subject.changedRefs().isEmpty(), "changed " + subject.changedRefs());
    checks.same("no file of the run is left in the git directory", List.of(), strayFiles(subject));
    checkGone(run);
    checks.same("git fsck is clean", "", subject.newComplaints());
  }

  /** Checks that nothing of the process is left on this computer. */
  void checkGone(CommandLineRun run) throws InterruptedException {
    checks.same("no file is left in the temporary directory", List.of(), run.leftFiles());
    checks.same("no process is left", Set.of(), run.leftProcesses());
  }

  private static List<String> strayFiles(Subject subject) {
    Path gitDirectory = Path.of(subject.git().run("rev-parse", "--absolute-git-dir"));
    try (var files = Files.walk(gitDirectory)) {
      return files
          .map(file -> gitDirectory.relativize(file).toString())
          .filter(file -> file.endsWith(".lock") || file.contains(".probe") || isOfRuns(file))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The empty directory of the name space may stay, as the branches may that were asked for. */
  private static boolean isOfRuns(String file) {
    return file.contains("nightshift")
        && !file.equals("refs/nightshift")
        && !file.startsWith("refs/heads/nightshift")
        && !file.startsWith("logs/refs/heads/nightshift");
  }
}
