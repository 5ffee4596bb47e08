package dev.nightshift.examples.kill;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A host with runs in it that is not the command line: {@link HaltedRun} in a process of its own.
 *
 * @param jar the packaged command line, which has it
 * @param repository where the runs work
 * @param state their state directory
 * @param temporary where the process has its temporary files
 * @param models the implementer's and the reviewer's
 */
public record HostProgram(
    Path jar, Path repository, Path state, Path temporary, List<String> models) {
  /**
   * Prepares a process, whose errors go where its output does.
   *
   * @param deed what becomes of the runs
   * @param barrier at which it ends, 0 for none
   * @param side {@code before} or {@code after} it
   * @param titles of the tasks
   * @param baseUrl where the models are
   * @return a process that was not begun
   */
  public ProcessBuilder process(
      Deed deed, int barrier, String side, List<String> titles, String baseUrl) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of("-cp", jar.toString(), HaltedRun.class.getName()));
    command.addAll(List.of(repository.toString(), state.toString()));
    command.addAll(models);
    command.addAll(List.of(Integer.toString(barrier), side, deed.name()));
    command.addAll(titles);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ANTHROPIC_BASE_URL", baseUrl);
    builder.environment().put("ANTHROPIC_API_KEY", "trial");
    return builder;
  }
}
