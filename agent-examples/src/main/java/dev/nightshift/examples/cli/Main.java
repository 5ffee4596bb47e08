package dev.nightshift.examples.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line of the examples: {@code demo}; {@code run} and {@code batch} on a real
 * repository; {@code runs} and {@code spend} for what is kept of them; and {@code prune} after a
 * killed run.
 */
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
    System.exit(StopSignal.guard(() -> commandLine(System.getenv()).execute(arguments)));
  }

  /** What {@link #main} executes, for tests that must not exit. */
  static CommandLine commandLine(Map<String, String> environment) {
    AtomicBoolean begun = new AtomicBoolean();
    return new CommandLine(new Main())
        .addSubcommand(new RunCommand(environment, begun))
        .addSubcommand(new DemoCommand(environment, begun))
        .addSubcommand(new PruneCommand())
        .addSubcommand(new BatchCommand(environment, begun))
        .addSubcommand(RunsCommand.commandLine(environment, begun))
        .addSubcommand(SpendCommand.commandLine())
        .addSubcommand(TrustCommand.commandLine())
        .setColorScheme(Help.defaultColorScheme(colours(environment)))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false)
        .setOverwrittenOptionsAllowed(false)
        .setParameterExceptionHandler(
            (raised, arguments) -> complain(raised.getCommandLine(), explain(raised)))
        .setExecutionExceptionHandler(
            (raised, command, parsed) -> fail(command, raised, begun.get()));
  }

  /** No colours where the terminal has none, without one, or if {@code NO_COLOR} is set. */
  private static Ansi colours(Map<String, String> environment) {
    return "dumb".equals(environment.get("TERM")) ? Ansi.OFF : Ansi.AUTO;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: 'run', 'batch' or 'demo'; 'runs' and 'spend' show what is there, and"
            + " 'prune' cleans up after killed runs");
  }

  /**
   * What an interrupt brought down before the run began is no failure. Afterwards only the
   * exception knows what became of the change.
   */
  static int fail(CommandLine command, Exception raised, boolean begun) {
    if (!begun && Thread.interrupted()) {
      command.getErr().println("nightshift: stopped before the run began");
      return ExitStatus.NOTHING_TO_TAKE;
    }
    if (raised instanceof BadUsageException misuse) {
      return complain(command, String.valueOf(misuse.getMessage()));
    }
    command.getErr().println("nightshift: " + PrintableText.of(describe(raised)));
    return ExitStatus.FAILED;
  }

  private static int complain(CommandLine command, String message) {
    PrintWriter err = command.getErr();
    err.println("nightshift: " + PrintableText.of(message));
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
