package dev.nightshift.examples.trial;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A program that is run to its end; one that fails is an exception. */
public final class Program {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "GIT_CONFIG_GLOBAL", "/dev/null",
          "GIT_CONFIG_SYSTEM", "/dev/null",
          "GIT_AUTHOR_NAME", "Trial",
          "GIT_AUTHOR_EMAIL", "trial@example.org",
          "GIT_COMMITTER_NAME", "Trial",
          "GIT_COMMITTER_EMAIL", "trial@example.org");

  private Program() {}

  /**
   * Runs a program to its end.
   *
   * @param command the program and its arguments
   * @param input what it reads from its standard input
   * @return what it prints to its standard output
   * @throws TrialException if it cannot run, or its exit status is not 0
   */
  public static byte[] run(List<String> command, String input) {
    try {
      Path errors = Files.createTempFile("trial", ".err");
      try {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().putAll(ENVIRONMENT);
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
          in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        byte[] output = process.getInputStream().readAllBytes();
        int status = process.waitFor();
        if (status != 0) {
          throw new TrialException(
              "%s ended with %s: %s"
                  .formatted(String.join(" ", command), status, Files.readString(errors).strip()));
        }
        return output;
      } finally {
        Files.delete(errors);
      }
    } catch (IOException failed) {
      throw new TrialException(String.join(" ", command) + " could not run: " + failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new TrialException("interrupted while running " + String.join(" ", command));
    }
  }

  /**
   * Deletes a directory with all that is in it.
   *
   * @param directory an existing one
   * @throws IOException if some of it cannot be deleted
   */
  public static void deleteTree(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
