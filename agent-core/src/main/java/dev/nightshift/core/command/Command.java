package dev.nightshift.core.command;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command to run in a workspace or candidate checkout. Prints without its environment, whose
 * values may be secret.
 *
 * @param argv the program and its arguments
 * @param timeout the longest it may run, more than zero
 * @param environment the variables set on top of the allowed environment, under the conditions of
 *     {@link CommandPolicy.Builder#environment}
 */
public record Command(List<String> argv, Duration timeout, Map<String, String> environment) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

  /** Copies the collections; refuses a command without a program. */
  public Command {
    argv = Require.elements(argv, "argv");
    Require.positive(timeout, "timeout");
    environment = Require.entries(environment, "environment");
    if (argv.isEmpty() || argv.get(0).isBlank()) {
      throw new IllegalArgumentException(
          "a command needs a program; got " + VisibleText.name(argv.toString()));
    }
    environment.forEach(CommandEnvironment::requireSettable);
  }

  /**
   * Returns a command without a shell.
   *
   * @param argv the program and its arguments
   * @return the command with a timeout of 10 minutes
   */
  public static Command of(String... argv) {
    return of(Require.elements(argv, "argv"));
  }

  /**
   * Returns a command without a shell.
   *
   * @param argv the program and its arguments
   * @return the command with a timeout of 10 minutes
   */
  public static Command of(List<String> argv) {
    return new Command(argv, DEFAULT_TIMEOUT, Map.of());
  }

  /**
   * Returns a command line run by {@code /bin/sh -c}.
   *
   * @param commandLine the line, not blank
   * @return the command with a timeout of 10 minutes
   */
  public static Command shell(String commandLine) {
    Require.nonNull(commandLine, "commandLine");
    if (commandLine.isBlank()) {
      throw new IllegalArgumentException("a shell command line must not be blank");
    }
    return of("/bin/sh", "-c", commandLine);
  }

  /**
   * Returns this command with another timeout.
   *
   * @param limit the longest it may run, more than zero
   * @return a copy
   */
  public Command withTimeout(Duration limit) {
    return new Command(argv, Require.positive(limit, "limit"), environment);
  }

  /**
   * Returns this command with one more environment variable, under the conditions of {@link
   * CommandPolicy.Builder#environment}.
   *
   * @param name the variable
   * @param value its value
   * @return a copy
   */
  public Command withEnvironment(String name, String value) {
    Require.nonNull(name, "name");
    Require.nonNull(value, "value");
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.put(name, value);
    return new Command(argv, timeout, more);
  }

  /**
   * Returns the program as it is looked up on the PATH of the place where commands run.
   *
   * @return its name; empty if it is named by a path, which a change of the repository may add
   */
  public Optional<String> hostProgram() {
    return argv.get(0).contains("/") ? Optional.empty() : Optional.of(argv.get(0));
  }

  /**
   * Returns the command as a person would type it.
   *
   * @return one line
   */
  public String toDisplay() {
    return argv.size() == 3 && argv.get(0).equals("/bin/sh") && argv.get(1).equals("-c")
        ? argv.get(2)
        : String.join(" ", argv);
  }

  @Override
  public String toString() {
    return "Command[" + toDisplay() + "]";
  }
}
