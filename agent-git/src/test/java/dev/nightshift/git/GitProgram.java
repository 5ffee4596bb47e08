package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The git program, as a second opinion. */
public final class GitProgram {
  private GitProgram() {}

  /** Runs git and returns what it printed; fails unless it exits with 0. */
  public static String run(Path directory, String... arguments) {
    Ended ended = end(directory, ProcessBuilder.Redirect.PIPE, "", arguments);
    assertThat(ended.status()).as("git %s printed %s", List.of(arguments), ended.output()).isZero();
    return ended.output();
  }

  /** Runs git on an input and returns what it answered, without its warnings. */
  public static String answer(Path directory, String input, String... arguments) {
    Ended ended = ask(directory, input, arguments);
    assertThat(ended.status()).as("git %s", List.of(arguments)).isZero();
    return ended.output();
  }

  /** Runs git on an input and returns how it ended, without its warnings. */
  static Ended ask(Path directory, String input, String... arguments) {
    return end(directory, ProcessBuilder.Redirect.DISCARD, input, arguments);
  }

  /** How a git process ended. */
  public record Ended(int status, String output) {}

  /** Runs git, however it ends. */
  public static Ended end(Path directory, String... arguments) {
    return end(directory, ProcessBuilder.Redirect.PIPE, "", arguments);
  }

  private static Ended end(
      Path directory, ProcessBuilder.Redirect errors, String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    try {
      Process process = start(directory, command, errors);
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), output);
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static Process start(Path directory, List<String> command, ProcessBuilder.Redirect errors)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.redirectErrorStream(errors.equals(ProcessBuilder.Redirect.PIPE)).redirectError(errors);
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    for (String role : List.of("AUTHOR", "COMMITTER")) {
      builder.environment().put("GIT_" + role + "_NAME", "Tester");
      builder.environment().put("GIT_" + role + "_EMAIL", "tester@localhost");
    }
    return builder.start();
  }
}
