package dev.nightshift.examples.trial;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The command line as somebody calls it who waits for its end.
 *
 * @param jar the packaged command line
 * @param work where it is called, and its output goes
 * @param baseUrl where the models are
 */
record NightshiftCommand(Path jar, Path work, String baseUrl) {
  static final Duration LONGEST = Duration.ofMinutes(30);

  /** The exit status of a call, and all it printed. */
  record Ended(int status, String text) {}

  Ended call(List<String> arguments) throws Exception {
    return call(List.of(), arguments);
  }

  /** Calls it by another program. */
  Ended call(List<String> before, List<String> arguments) throws Exception {
    Path output = Files.createTempFile(work, "output", ".txt");
    Process process =
        CommandLineRun.unwatched(before, jar, work, baseUrl, arguments)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new TrialException(arguments + " did not end within " + LONGEST);
    }
    return new Ended(process.exitValue(), Files.readString(output).strip());
  }
}
