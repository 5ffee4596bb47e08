package dev.nightshift.core.workspace;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.workspace.WorkspaceException.Kind;
import java.time.Duration;

/**
 * The end of a search that takes too long or whose thread is interrupted. Used by one thread.
 *
 * <p>RE2/J knows neither interrupts nor deadlines, so a long line is handed to it as text that
 * throws when it is read too late.
 */
final class SearchPatience {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** What the largest program reads in some tens of milliseconds. */
  private static final int CHARS_BETWEEN_CHECKS = 1_000;

  private final TimeSource time;
  private final long start;

  SearchPatience(TimeSource time) {
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

  /** Returns a part of a text to match against. */
  CharSequence watch(String text, int from, int to) {
    return to - from <= CHARS_BETWEEN_CHECKS
        ? text.substring(from, to)
        : new Watched(text, from, to);
  }

  private final class Watched implements CharSequence {
    private final String text;
    private final int from;
    private final int to;
    private int reads;

    private Watched(String text, int from, int to) {
      this.text = text;
      this.from = from;
      this.to = to;
    }

    @Override
    public int length() {
      return to - from;
    }

    @Override
    public char charAt(int index) {
      if (++reads % CHARS_BETWEEN_CHECKS == 0) {
        check();
      }
      return text.charAt(from + index);
    }

    @Override
    public CharSequence subSequence(int first, int end) {
      return new Watched(text, from + first, from + end);
    }

    @Override
    public String toString() {
      return text.substring(from, to);
    }
  }
}
