package dev.nightshift.core.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A way to give a command a local Maven repository that it can write while the caches behind it are
 * only read. Safe for concurrent use.
 */
interface MavenRepository {
  /** The name of the repository in Maven's user directory. */
  String NAME = "repository";

  /**
   * Makes the repository of a new home.
   *
   * @param home the home
   * @param maven its Maven directory, which exists and will be moved to {@code .m2}
   */
  void create(Path home, Path maven) throws IOException;

  /**
   * Returns a command, confined or not, as it must be started for the repository to be there.
   *
   * @param home a home in which no command runs
   */
  List<String> wrap(List<String> argv, Path home) throws IOException;

  /** Tells whether what is added to the caches from now on is not seen before this JVM ends. */
  default boolean isCopy() {
    return false;
  }

  /** Returns what a report says about it beside the sandbox, empty if nothing. */
  String note();
}
