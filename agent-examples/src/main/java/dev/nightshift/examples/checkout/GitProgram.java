package dev.nightshift.examples.checkout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The git of the machine, with the owner's configuration but for its hooks. */
final class GitProgram implements Git {
  /** Neither hooks nor a file monitor: the tree that is checked out may hold them. */
  private static final List<String> QUIET =
      List.of("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false");

  private static final int COMMAND_NOT_FOUND = 127;

  @Override
  public Output run(Path directory, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(QUIET);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    // A git that runs this program, in a hook say, names its own repository.
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Output(awaited(process), text.strip());
    } catch (IOException missing) {
      return new Output(COMMAND_NOT_FOUND, "git cannot be run: " + missing.getMessage());
    }
  }

  /** A switch that is cut off is worse than one that is waited for. */
  private static int awaited(Process process) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor();
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
