package dev.nightshift.git.internal;

import dev.nightshift.core.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.InvalidPathException;

/**
 * Runs one short step of the host to its end, even on an interrupted thread: the partial work of a
 * cancelled run still has to be committed.
 */
final class Uninterrupted {
  private static final int MAX_TRIES = 3;

  private Uninterrupted() {}

  /** A step that may be repeated. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws IOException;
  }

  /** A repeatable step without a result. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  /**
   * Runs a step; the interrupt flag is set again afterwards if it was set before or meanwhile.
   *
   * @param attempt what is attempted, for the message
   */
  static <T> T call(String attempt, Step<T> step) {
    boolean interrupted = Thread.interrupted();
    try {
      for (int tries = 1; ; tries++) {
        try {
          return step.run();
        } catch (ClosedByInterruptException again) {
          interrupted |= Thread.interrupted();
          if (tries == MAX_TRIES) {
            throw again;
          }
        }
      }
    } catch (IOException failure) {
      throw failed(attempt, failure);
    } catch (InvalidPathException unmappable) {
      throw new WorkspaceException(
          WorkspaceException.Kind.UNSUPPORTED,
          attempt
              + " failed: this JVM cannot name the file '"
              + unmappable.getInput()
              + "'; start it with LC_ALL=C.UTF-8",
          unmappable);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static void run(String attempt, Action action) {
    call(
        attempt,
        () -> {
          action.run();
          return true;
        });
  }

  static WorkspaceException failed(String attempt, IOException failure) {
    return new WorkspaceException(
        WorkspaceException.Kind.IO, attempt + " failed: " + failure, failure);
  }
}
