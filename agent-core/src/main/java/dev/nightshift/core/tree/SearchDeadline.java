package dev.nightshift.core.tree;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.base.WorkspaceException.Kind;
import java.time.Duration;

/** The end of a search that takes too long or whose thread is interrupted. Used by one thread. */
final class SearchDeadline {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private final TimeSource time;
  private final long start;

  SearchDeadline(TimeSource time) {
    this.time = time;
    this.start = time.nanoTime();
  }

  /**
   * Goes on, or not.
   *
   * @throws WorkspaceException BAD_QUERY after the longest time; IO if this thread is interrupted,
   *     which it still is then
   */
  void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw new WorkspaceException(Kind.IO, "the search was interrupted; its result is unknown");
    }
    if (time.nanoTime() - start > LONGEST.toNanos()) {
      throw new WorkspaceException(
          Kind.BAD_QUERY,
          "the search took longer than "
              + LONGEST.toSeconds()
              + " s; narrow the glob, or search for a simpler pattern with fewer repeats");
    }
  }
}
