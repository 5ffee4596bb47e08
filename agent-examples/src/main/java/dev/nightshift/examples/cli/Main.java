package dev.nightshift.examples.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the examples: {@code demo}, and {@code run} on a real repository. */
@Command(
    name = "nightshift",
    mixinStandardHelpOptions = true,
    versionProvider = Main.ManifestVersion.class,
    description = "Background coding agents: implement, gate, review, land.")
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /**
   * Runs the command named by the first argument and exits with its status.
   *
   * @param arguments the command and its options
   */
  public static void main(String[] arguments) {
    System.exit(commandLine(System.getenv()).execute(arguments));
  }

  /** What {@link #main} executes, for tests that must not exit. */
  static CommandLine commandLine(Map<String, String> environment) {
    IExecutionExceptionHandler failure =
        (raised, command, parsed) -> {
          if (raised instanceof BadUsageException misuse) {
            return complain(command, String.valueOf(misuse.getMessage()));
          }
          command.getErr().println("nightshift: " + describe(raised));
          return ExitStatus.FAILED;
        };
    return new CommandLine(new Main())
        .addSubcommand(new RunCommand(environment))
        .addSubcommand(new DemoCommand(environment))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false)
        .setOverwrittenOptionsAllowed(false)
        .setParameterExceptionHandler(
            (raised, arguments) -> complain(raised.getCommandLine(), explain(raised)))
        .setExecutionExceptionHandler(failure);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: 'run' or 'demo'");
  }

  private static int complain(CommandLine command, String message) {
    PrintWriter err = command.getErr();
    err.println("nightshift: " + message);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitStatus.BAD_USAGE;
  }

  private static String explain(ParameterException raised) {
    String message = String.valueOf(raised.getMessage());
    return raised instanceof MissingParameterException ? message + "; add it" : message;
  }

  private static String describe(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getName() : message;
  }

  /** Reads the version that the build wrote into the jar. */
  static final class ManifestVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"nightshift " + (version == null ? "(not packaged)" : version)};
    }
  }
}
