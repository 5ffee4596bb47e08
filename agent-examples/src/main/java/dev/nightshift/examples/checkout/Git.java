package dev.nightshift.examples.checkout;

import java.nio.file.Path;
import java.util.List;

/** The git program. Safe for concurrent use. */
@FunctionalInterface
interface Git {
  /**
   * Runs git to its end, also on an interrupted thread.
   *
   * @param directory where it runs
   * @param arguments the command and its options
   * @return how it ended
   */
  Output run(Path directory, List<String> arguments);

  /** As {@link #run(Path, List)}. */
  default Output run(Path directory, String... arguments) {
    return run(directory, List.of(arguments));
  }

  /**
   * How git ended.
   *
   * @param status its exit status
   * @param text what it printed, stripped
   */
  record Output(int status, String text) {
    boolean isGood() {
      return status == 0;
    }
  }
}
