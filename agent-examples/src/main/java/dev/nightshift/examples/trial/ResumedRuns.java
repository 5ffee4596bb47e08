package dev.nightshift.examples.trial;

import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs that process after process goes on with until they end, each of which makes a file of {@link
 * BatchModels}; and what must be true of them then, whenever a process was killed. What the server
 * billed and what the ref says is the truth, looked at from outside.
 */
final class ResumedRuns {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private final GitProgram git;
  private final Path work;
  private final Checks checks;
  private final BatchModels models;

  /** One process that begins a run or goes on with it, and may be killed. */
  interface Life {
    void live(@Nullable RecordedRun run) throws Exception;
  }

  /** Runs on one repository, whose state and temporary files lie in a directory of the trial. */
  ResumedRuns(GitProgram git, Path work, Checks checks, BatchModels models) {
    this.git = git;
    this.work = work;
    this.checks = checks;
    this.models = models;
  }

  static String title(int task) {
    return "Make " + BatchModels.file(task);
  }

  Path state() {
    return work.resolve("state");
  }

  /** Where processes have their temporary files. */
  Path temporary() throws IOException {
    return Files.createDirectories(work.resolve("tmp"));
  }

  /** Lets process after process live until the run of a task has an end, and checks that. */
  void untilItEnds(int task, String lived, Life life) throws Exception {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    int processes = 0;
    RecordedRun run = find(task);
    while (run == null || run.status() != RecordedRun.Status.ENDED) {
      if (System.nanoTime() > deadline) {
        throw new TrialException("task " + task + " did not end within " + LONGEST);
      }
      life.live(run);
      processes++;
      run = find(task);
    }
    checks.same("task " + task + " ended, " + lived, EndReason.MERGED, run.end().reason());
    String file = git.run("show", "main:" + BatchModels.file(task));
    checks.same("its file is on the target", "task " + task, file);
    String grep = "--grep=Nightshift-Run: " + run.id();
    checks.same(
        "it landed once", "1", git.run("rev-list", "--count", "--first-parent", grep, "main"));
    for (AgentRole role : List.of(AgentRole.IMPLEMENTER, AgentRole.REVIEWER)) {
      counted(task, role, run.progress().spend().of(role).calls(), processes);
    }
  }

  /**
   * A call was on the disk before the server heard of it, so that each one it heard of is counted;
   * a process that was killed can have left one more that it had not yet sent.
   */
  private void counted(int task, AgentRole role, long counted, int processes) {
    long served = models.served(task, role);
    checks.that(
        "each call of its " + role + " is counted",
        served <= counted && counted <= served + processes,
        "the server heard %s, counted %s, in %s processes".formatted(served, counted, processes));
  }

  /** Checks what all runs together have spent and left. */
  void check(ScriptedModelServer server) throws Exception {
    long settled = 0;
    long unresolved = 0;
    for (RecordedRun run : StateDirectory.at(state()).runs()) {
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
    git.checkSound(checks);
    checks.same(
        "no pin of a run is left",
        List.of(),
        git.lines("for-each-ref", "--format=%(refname)", "refs/nightshift"));
    try (Stream<Path> files = Files.walk(temporary())) {
      checks.same(
          "no workspace is left",
          List.of(),
          files.filter(file -> file.endsWith("ws")).map(Path::toString).toList());
    }
  }

  private @Nullable RecordedRun find(int task) throws IOException {
    if (!Files.isDirectory(state().resolve("runs"))) {
      return null;
    }
    return StateDirectory.at(state()).runs().stream()
        .filter(run -> run.origin() != null)
        .filter(run -> run.origin().task().title().equals(title(task)))
        .findFirst()
        .orElse(null);
  }
}
