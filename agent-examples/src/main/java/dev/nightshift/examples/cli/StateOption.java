package dev.nightshift.examples.cli;

import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.base.RunId;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the state directory of runs that are there already. */
final class StateOption {
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

  /** Opens it, or says that it is not there. */
  StateDirectory open() {
    try {
      return StateDirectory.at(path());
    } catch (IllegalArgumentException missing) {
      throw new BadUsageException(
          "--state", state.toString(), "is no directory; name the one that run or batch was given");
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
