package dev.nightshift.examples.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The same command in a process of its own, which the end of the terminal does not end. */
final class Detached {
  private static final String OPTION = "--detach";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private final Path state;
  private final CommandLine command;

  Detached(Path state, CommandLine command) {
    this.state = state;
    this.command = command;
  }

  /** Starts it, and says how to look at it again. */
  int start() {
    Path log = state.resolve("batch-" + STAMP.format(Instant.now()) + ".log");
    try {
      OwnersFiles.makeDirectory(state);
      OwnersFiles.makeFile(log);
      Process process =
          new ProcessBuilder(line())
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      say(process.pid(), log);
      return ExitStatus.DELIVERED;
    } catch (IOException notStarted) {
      throw new BadUsageException(
          OPTION + ": no process can be started: " + notStarted.getMessage() + "; leave it away");
    }
  }

  private void say(long pid, Path log) {
    PrintWriter out = command.getOut();
    out.println(
        "The batch works on as process " + pid + "; closing this terminal does not end it.");
    String directory = quoted(state.toString());
    out.println("Its output: " + quoted(log.toString()));
    out.println("To look:    nightshift runs list --state " + directory);
    out.println("            nightshift spend --live --state " + directory);
    out.println("To stop it: kill " + pid + "; its runs go on when the same batch is run again,");
    out.println("            or by nightshift runs resume --state " + directory);
    out.println("To end one: nightshift runs cancel RUN --state " + directory);
    out.flush();
  }

  /** As a shell takes it for one word. */
  static String quoted(String word) {
    return word.matches("[A-Za-z0-9@%+=:,./_-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** A session of its own hears of no terminal; without setsid the hang-up is ignored. */
  private List<String> line() {
    List<String> line = new ArrayList<>();
    line.add(
        Stream.of("setsid", "nohup")
            .filter(Detached::isThere)
            .findFirst()
            .orElseThrow(
                () ->
                    new BadUsageException(
                        OPTION
                            + ": neither 'setsid' nor 'nohup' is on the path; install one, or leave"
                            + " it away and use a terminal multiplexer")));
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    for (String argument : arguments()) {
      if (!argument.equals(OPTION)) {
        line.add(argument);
      }
    }
    return line;
  }

  private List<String> arguments() {
    CommandLine top = command;
    while (top.getParent() != null) {
      top = top.getParent();
    }
    return top.getParseResult().originalArgs();
  }

  private static boolean isThere(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
