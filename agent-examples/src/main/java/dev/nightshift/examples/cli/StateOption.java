package dev.nightshift.examples.cli;

import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.base.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The option that names the state directory of runs that are there already. */
final class StateOption {
  /** What is in a directory of ours, whatever was done there last. */
  private static final Pattern OURS =
      Pattern.compile("runs|ledger|trust|setups|reports|batch-.*\\.log");

  @Option(
      names = "--state",
      required = true,
      paramLabel = "DIR",
      description = "the directory that run or batch was given as --state")
  private Path state = Path.of("");

  /** The directory that another option names. */
  static StateOption of(Path state) {
    StateOption option = new StateOption();
    option.state = state;
    return option;
  }

  Path path() {
    return state.toAbsolutePath().normalize();
  }

  /** Opens it, or says that it is not there, or is another one. */
  StateDirectory open() {
    try {
      StateDirectory opened = StateDirectory.at(path());
      requireOurs();
      return opened;
    } catch (IllegalArgumentException missing) {
      throw new BadUsageException(
          "--state", state.toString(), "is no directory; name the one that run or batch was given");
    }
  }

  /** One that is empty may be about to be filled; whose files are all of others never is. */
  private void requireOurs() {
    try (Stream<Path> files = Files.list(path())) {
      List<String> names = files.map(file -> String.valueOf(file.getFileName())).toList();
      if (!names.isEmpty() && names.stream().noneMatch(name -> OURS.matcher(name).matches())) {
        throw new BadUsageException(
            "--state",
            state.toString(),
            "has no runs and no ledger, but other files; name the one that run or batch was given");
      }
    } catch (IOException unreadable) {
      throw new BadUsageException(
          "--state", state.toString(), "cannot be read: " + unreadable.getMessage());
    }
  }

  /** Reads the id of a run. */
  static RunId run(String text) {
    try {
      return RunId.of(text);
    } catch (IllegalArgumentException malformed) {
      throw new BadUsageException(
          "RUN", text, "is no id of a run; 'nightshift runs list --state DIR' has them");
    }
  }
}
