package dev.nightshift.examples.trial;

import dev.nightshift.models.testing.ScriptedModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a person does with a batch, by the command line alone: begins twelve tasks, closes the
 * terminal, finds the process killed, comes back, reads the summary, and decides about four of
 * them. Exit status 0 only if every claim held.
 */
@Command(
    name = "scripts/prove batch",
    mixinStandardHelpOptions = true,
    description = "Twelve tasks, five at once, a closed terminal, a kill, and four decisions.")
public final class BatchTrial implements Callable<Integer> {
  private static final int TASKS = 12;
  private static final int ASKING = 4;

  /** Tasks behind this one get no answer before the kill, so that it finds some at work. */
  private static final int ANSWERED_BEFORE_THE_KILL = 7;

  /** Its end hangs up on whatever is still in the session of the terminal. */
  private static final List<String> IN_A_TERMINAL =
      List.of("bash", "-c", "exec script -qec \"$(printf '%q ' \"$@\")\" /dev/null", "bash");

  private static final Pattern PROCESS = Pattern.compile("as process (\\d+)");

  @Option(names = "--jar", required = true, hidden = true)
  private Path jar = Path.of("");

  @Option(
      names = "--repo",
      paramLabel = "DIR",
      description = "a git repository; only read (default: a small built-in one)")
  private @Nullable Path repository;

  @Option(
      names = "--gate",
      paramLabel = "CMD",
      defaultValue = "true",
      description = "what has to succeed for each change (default: ${DEFAULT-VALUE})")
  private String gate = "true";

  @Option(names = "--network", description = "let the gate use the network")
  private boolean network;

  @Option(names = "--keep", description = "keep the working directory")
  private boolean keep;

  private final Checks checks = new Checks(System.out);
  private Path work = Path.of("");
  private NightshiftCommand nightshift = new NightshiftCommand(jar, work, "");
  private volatile boolean isKilled;

  /** Makes a trial without settings. */
  public BatchTrial() {}

  /**
   * Carries out the trial and exits with its status.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BatchTrial()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    work = Files.createTempDirectory("nightshift-batch-").toRealPath();
    try (ScriptedModelServer server =
        ScriptedModelServer.start(new BatchModels(this::delay, task -> task == ASKING))) {
      nightshift = new NightshiftCommand(jar, work, server.baseUrl());
      GitProgram git = copy();
      carryOut(git, server);
    } finally {
      if (keep) {
        System.out.println("kept " + work);
      } else {
        Program.deleteTree(work);
      }
    }
    System.out.println(
        "batch: %s claims held, %s failed".formatted(checks.held(), checks.failures().size()));
    return checks.failures().isEmpty() ? 0 : 1;
  }

  private Duration delay(int task) {
    return isKilled || task <= ANSWERED_BEFORE_THE_KILL
        ? Duration.ofMillis(700)
        : NightshiftCommand.LONGEST;
  }

  private GitProgram copy() {
    Path source =
        repository == null
            ? BuiltInRepository.create(work.resolve("built-in"))
            : repository.toAbsolutePath();
    return GitProgram.bareCopy(source, work.resolve("repository.git"));
  }

  private void carryOut(GitProgram git, ScriptedModelServer server) throws Exception {
    String branch = git.run("symbolic-ref", "--short", "HEAD");
    String base = git.run("rev-parse", branch);
    List<String> batch = batch(git, branch);
    long process = begin(batch);
    kill(process);
    int before = server.requests().size();

    NightshiftCommand.Ended again = nightshift.call(batch);
    checks.same("the batch says by its exit status that a task needs somebody", 1, again.status());
    checks.that(
        "the summary has all tasks",
        again.text().contains((TASKS - 1) + " of " + TASKS + " well"),
        again.text());
    System.out.println(again.text().substring(Math.max(0, again.text().indexOf("task "))));
    checks.that(
        "what had ended was not done again",
        server.requests().size() - before < TASKS * 3,
        server.requests().size() - before + " calls after the kill");
    int after = server.requests().size();
    checks.same("the same batch again does nothing", 1, nightshift.call(batch).status());
    checks.same("and asks no model", after, server.requests().size());

    decide(git, branch);
    money(server);
    leftovers(git, base + ".." + branch);
  }

  private List<String> batch(GitProgram git, String branch) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int task = 1; task <= TASKS; task++) {
      lines.add(
          "{\"id\":\"t%1$d\",\"title\":\"Task %1$d\",\"description\":\"Make the file %2$s\",\"criteria\":[{\"text\":\"it is there\",\"check\":\"test -e %2$s\"}]}"
              .formatted(task, BatchModels.file(task)));
    }
    Path tasks = Files.write(work.resolve("tasks.jsonl"), lines);
    List<String> arguments = new ArrayList<>(List.of("batch", "--tasks", tasks.toString()));
    arguments.addAll(List.of("--repo", git.repository().toString(), "--target", branch));
    arguments.addAll(List.of("--implementer", "anthropic:" + Bench.IMPLEMENTER));
    arguments.addAll(List.of("--reviewer", "anthropic:" + Bench.REVIEWER));
    arguments.addAll(List.of("--no-tests", "--gate", gate, "--parallel", "5"));
    arguments.addAll(List.of("--state", state()));
    if (network) {
      arguments.add("--network");
    }
    return arguments;
  }

  /** Begins it in a terminal, which is closed then. */
  private long begin(List<String> batch) throws Exception {
    List<String> detached = new ArrayList<>(batch);
    detached.add("--detach");
    NightshiftCommand.Ended begun = nightshift.call(IN_A_TERMINAL, detached);
    checks.same("a detached batch returns at once", 0, begun.status());
    Matcher process = PROCESS.matcher(begun.text());
    if (!process.find()) {
      throw new TrialException("no process is named in: " + begun.text());
    }
    long pid = Long.parseLong(process.group(1));
    ProcessHandle handle =
        ProcessHandle.of(pid)
            .orElseThrow(() -> new TrialException("process " + pid + " ended at once"));
    checks.that("it lives on after its terminal", handle.isAlive(), "it has ended");
    return pid;
  }

  /** Waits until some runs have ended and others work, looks, and kills the process. */
  private void kill(long process) throws Exception {
    long deadline = System.nanoTime() + NightshiftCommand.LONGEST.toNanos();
    List<Listed> runs = List.of();
    while (runs.stream().filter(Listed::hasEnded).count() < 3) {
      if (System.nanoTime() > deadline || ProcessHandle.of(process).isEmpty()) {
        throw new TrialException("no three runs ended; the state has " + runs + "; " + log());
      }
      TimeUnit.MILLISECONDS.sleep(300);
      runs = Files.isDirectory(work.resolve("state/runs")) ? list() : List.of();
    }
    NightshiftCommand.Ended spend = nightshift.call(List.of("spend", "--state", state()));
    checks.that("spend is seen while it happens", spend.text().contains("settled"), spend.text());
    Program.run(List.of("kill", "-s", "KILL", Long.toString(process)), "");
    while (ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false)) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    isKilled = true;
    List<Listed> left = list();
    checks.that(
        "what the kill left is listed as unfinished",
        left.stream().anyMatch(run -> run.state().equals("unfinished")),
        left.toString());
  }

  private String log() throws IOException {
    try (Stream<Path> files = Files.list(work.resolve("state"))) {
      Path log = files.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
      return "its output: " + Files.readString(log).strip();
    }
  }

  private void decide(GitProgram git, String branch) throws Exception {
    Map<String, Listed> runs = new TreeMap<>();
    list().forEach(run -> runs.put(run.key(), run));
    checks.same("each task has one run", TASKS, runs.size());
    checks.same("one waits for an answer", "needs_clarification", runs.get("t" + ASKING).state());

    decided(runs.get("t1"), "accept", "merged");
    checks.same(
        "what was accepted is on the target",
        "task 1",
        git.run("show", branch + ":" + BatchModels.file(1)));
    decided(runs.get("t2"), "revise", "proposed", "--request", BatchModels.REQUEST);
    checks.same(
        "what was sent back is done as requested",
        "task 2 VERBENA",
        git.run("show", find("t2").branch() + ":" + BatchModels.file(2)));
    decided(runs.get("t" + ASKING), "answer", "proposed", "--text", BatchModels.ANSWER);
    checks.same(
        "what was answered is done",
        "task " + ASKING,
        git.run("show", find("t" + ASKING).branch() + ":" + BatchModels.file(ASKING)));
    decided(runs.get("t3"), "reject", "rejected", "--reason", "not_needed");
  }

  private void decided(Listed run, String verb, String end, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("runs", verb, "--state", state(), run.id()));
    arguments.addAll(List.of(more));
    NightshiftCommand.Ended ended = nightshift.call(arguments);
    checks.that(
        "runs " + verb + " ends well", ended.status() == 0, ended.status() + ": " + ended.text());
    checks.same("the run is " + end, end, find(run.key()).state());
  }

  /** What the books say, beside what the server billed. */
  private void money(ScriptedModelServer server) throws Exception {
    NightshiftCommand.Ended spend = nightshift.call(List.of("spend", "--state", state(), "--json"));
    JsonNode all = JsonMapper.shared().readTree(spend.text()).path("scopes").path(0);
    long settled = all.path("settledNanoUsd").asLong();
    long estimated = all.path("estimatedNanoUsd").asLong();
    long billed = server.bill().nanos();
    checks.that(
        "the books cover the bill",
        settled <= billed && billed <= settled + estimated,
        "settled %s, by bound %s, billed %s".formatted(settled, estimated, billed));
    checks.same("nothing stays set aside", 0L, all.path("reservedNanoUsd").asLong());
  }

  private void leftovers(GitProgram git, String landed) throws IOException {
    git.checkSound(checks);
    checks.same("one change landed", "1", git.run("rev-list", "--count", "--first-parent", landed));
  }

  private String state() {
    return work.resolve("state").toString();
  }

  private List<Listed> list() throws Exception {
    NightshiftCommand.Ended listed = nightshift.call(List.of("runs", "list", "--state", state()));
    return listed.text().lines().map(Listed::of).flatMap(List::stream).toList();
  }

  private Listed find(String key) throws Exception {
    return list().stream()
        .filter(run -> run.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new TrialException("no run of task " + key + " is listed"));
  }

  /**
   * One line of {@code runs list}.
   *
   * @param state its end, or what it does
   * @param key of its task
   * @param branch where its work is; empty if it has none
   */
  private record Listed(String id, String state, String key, String branch) {
    private static final Pattern LINE =
        Pattern.compile(
            "(\\d{8}-\\d{6}-[0-9a-f]{8})\\s+(\\S+).*?\\b(t\\d+)\\b(?:.*?(nightshift/[\\w-]+))?.*");

    static List<Listed> of(String line) {
      Matcher run = LINE.matcher(line);
      return run.matches()
          ? List.of(
              new Listed(
                  run.group(1),
                  run.group(2),
                  run.group(3),
                  Objects.requireNonNullElse(run.group(4), "")))
          : List.of();
    }

    boolean hasEnded() {
      return state.equals("proposed") || state.equals("needs_clarification");
    }
  }
}
