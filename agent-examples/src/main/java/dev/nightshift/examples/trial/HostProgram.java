package dev.nightshift.examples.trial;

import dev.nightshift.examples.kill.Deed;
import dev.nightshift.examples.kill.HaltedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A host with runs in it that is not the command line: {@link HaltedRun} in a process of its own.
 */
final class HostProgram {
  private final Path jar;
  private final ResumedRuns runs;
  private final String baseUrl;

  HostProgram(Path jar, ResumedRuns runs, String baseUrl) {
    this.jar = jar;
    this.runs = runs;
    this.baseUrl = baseUrl;
  }

  /**
   * Prepares a process.
   *
   * @param barrier at which it ends, 0 for none
   * @param side {@code before} or {@code after} it
   */
  ProcessBuilder process(Deed deed, int barrier, String side, List<Integer> tasks)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    command.add("-Djava.io.tmpdir=" + runs.temporary());
    command.addAll(List.of("-cp", jar.toString(), HaltedRun.class.getName()));
    command.addAll(List.of(runs.repository().toString(), runs.state().toString()));
    command.addAll(List.of("anthropic:" + Bench.IMPLEMENTER, "anthropic:" + Bench.REVIEWER));
    command.addAll(List.of(Integer.toString(barrier), side, deed.name()));
    tasks.forEach(task -> command.add(ResumedRuns.title(task)));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ANTHROPIC_BASE_URL", baseUrl);
    builder.environment().put("ANTHROPIC_API_KEY", "trial");
    return builder;
  }
}
