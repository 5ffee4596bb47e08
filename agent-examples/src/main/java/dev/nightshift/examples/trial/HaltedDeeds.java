package dev.nightshift.examples.trial;

import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.examples.kill.Deed;
import dev.nightshift.examples.kill.HaltedRun;
import dev.nightshift.examples.kill.HostProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What becomes of runs whose process ends before or after one of its barriers. */
final class HaltedDeeds {
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final Duration THREADS_TOLD = Duration.ofSeconds(5);

  /** Tasks from this one on end with a question. */
  private static final int ASKING = 100_000;

  private final HostProgram program;
  private final String baseUrl;
  private final ResumedRuns runs;
  private final Checks checks;
  private int halted;
  private int next = 1;

  /**
   * Makes them.
   *
   * @param program what halts
   * @param baseUrl where the models are
   */
  HaltedDeeds(HostProgram program, String baseUrl, ResumedRuns runs, Checks checks) {
    this.program = program;
    this.baseUrl = baseUrl;
    this.runs = runs;
    this.checks = checks;
  }

  /** Tells whether the models ask about a task first. */
  static boolean asks(int task) {
    return task >= ASKING;
  }

  /** How many processes ended at a barrier. */
  int halted() {
    return halted;
  }

  /** Halts at each barrier of a deed, each time of another task; returns how many there are. */
  int carryOut(Deed deed, int step) throws Exception {
    int first = deed == Deed.ANSWER ? ASKING : next;
    begin(deed, List.of(first));
    end(deed, first, "never halted");
    String said = Files.readString(output()).strip();
    int barriers = Integer.parseInt(said.substring(said.lastIndexOf(' ') + 1));
    List<Halt> halts = new ArrayList<>();
    for (int barrier = 1; barrier <= barriers; barrier += step) {
      for (String side : List.of("before", "after")) {
        halts.add(new Halt(first + 1 + halts.size(), barrier, side));
      }
    }
    next += deed == Deed.ANSWER ? 0 : 1 + halts.size();
    begin(deed, halts.stream().map(Halt::task).toList());
    int before = halted;
    for (Halt halt : halts) {
      end(deed, halt.task(), live(deed, halt));
    }
    checks.same("a process halted for each task", halts.size(), halted - before);
    return barriers;
  }

  /**
   * Does one whole run behind all others: a process that opens a workspace removes what others left
   * whose runs had ended. What a human decides opens none but its own.
   */
  void tidyUp() throws Exception {
    end(Deed.MERGE, next++, "never halted, behind all others");
  }

  /** A process that is to end at a barrier; never, if that is 0. */
  private record Halt(int task, int barrier, String side) {}

  /** Has the runs end about which a human decides; those of others begin in their own processes. */
  private void begin(Deed deed, List<Integer> tasks) throws Exception {
    if (deed.isDecision()) {
      String said = process(deed.before(), new Halt(0, 0, ""), tasks);
      for (int task : tasks) {
        RecordedRun run =
            runs.untilItEnds(
                task,
                deed.before(),
                "never halted",
                left -> {
                  throw new TrialException("it did not end in its process: " + said);
                });
        checks.same("nobody decided yet", List.of(), run.end().decisions());
      }
    }
  }

  private void end(Deed deed, int task, String lived) throws Exception {
    Halt never = new Halt(task, 0, "");
    runs.checkEnd(task, deed, runs.untilItEnds(task, deed, lived, run -> live(deed, never)));
  }

  private String live(Deed deed, Halt halt) throws Exception {
    return process(deed, halt, List.of(halt.task()));
  }

  /** One process; returns what it says of its halt. */
  private String process(Deed deed, Halt halt, List<Integer> tasks) throws Exception {
    ProcessBuilder builder =
        program.process(
            deed,
            halt.barrier(),
            halt.side(),
            tasks.stream().map(ResumedRuns::title).toList(),
            baseUrl);
    Process process = builder.redirectOutput(output().toFile()).start();
    return end(process, deed.word() + " of tasks " + tasks, halt);
  }

  private String end(Process process, String what, Halt halt) throws Exception {
    if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      // A JVM that is asked to quit prints where its threads are, and goes on.
      new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start().waitFor();
      process.waitFor(THREADS_TOLD.toSeconds(), TimeUnit.SECONDS);
      process.destroyForcibly().waitFor();
      throw new TrialException(what + " hangs: " + Files.readString(output()));
    }
    String said = Files.readString(output()).strip();
    if (process.exitValue() == HaltedRun.HALTED) {
      halted++;
      return said.substring(said.lastIndexOf("halted"));
    }
    if (process.exitValue() != 0) {
      throw new TrialException(what + " failed: " + said);
    }
    return "not halted at barrier " + halt.barrier();
  }

  private Path output() {
    return runs.output();
  }
}
