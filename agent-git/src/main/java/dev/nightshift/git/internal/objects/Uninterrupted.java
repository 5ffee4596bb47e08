package dev.nightshift.git.internal.objects;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Runs one short step of the host to its end, even on an interrupted thread: the partial work of a
 * cancelled run still has to be committed.
 *
 * <p>An interrupt breaks JGit and the channels of the JDK off in many ways, and a step that is
 * half-way can seldom be repeated. So a step runs on a thread that nobody else knows and nobody
 * interrupts, while the caller waits. On such a thread the git configuration of user and system is
 * hidden, see {@link HermeticReader}. A JVM that ends waits for the steps under way; all of this
 * library's git work is a step.
 */
public final class Uninterrupted {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private Uninterrupted() {}

  /** A step with a result. */
  @FunctionalInterface
  public interface Step<T> {
    T run() throws IOException;
  }

  /** A step without a result. */
  @FunctionalInterface
  public interface Action {
    void run() throws IOException;
  }

  /**
   * Runs a step; an interrupt that comes meanwhile is kept for the caller. A step within a step
   * runs on the same thread.
   *
   * @param attempt what is attempted, for the message
   */
  public static <T> T call(String attempt, Step<T> step) {
    try {
      return isStep() ? step.run() : onOwnThread(step);
    } catch (IOException failure) {
      throw failed(attempt, failure);
    } catch (InvalidPathException unmappable) {
      throw new WorkspaceException(
          WorkspaceException.Kind.UNSUPPORTED,
          attempt
              + " failed: this JVM cannot name the file '"
              + VisibleText.name(unmappable.getInput())
              + "'; start it with LC_ALL=C.UTF-8",
          unmappable);
    }
  }

  public static void run(String attempt, Action action) {
    call(
        attempt,
        () -> {
          action.run();
          return true;
        });
  }

  static WorkspaceException failed(String attempt, IOException failure) {
    if (failure instanceof MissingObjectException || failure instanceof CorruptObjectException) {
      return new WorkspaceException(
          WorkspaceException.Kind.IO,
          attempt
              + " failed: "
              + failure.getMessage()
              + "; the repository is damaged: look at it with 'git fsck', and fetch or restore that"
              + " object",
          failure);
    }
    return new WorkspaceException(
        WorkspaceException.Kind.IO, attempt + " failed: " + failure, failure);
  }

  /** Tells whether the current thread runs a step. */
  static boolean isStep() {
    return Thread.currentThread() instanceof StepThread;
  }

  private static <T> T onOwnThread(Step<T> step) throws IOException {
    HermeticReader.install();
    FutureTask<T> task = new FutureTask<>(step::run);
    boolean interrupted = false;
    Thread wait = endOfJvmWaitsFor(task);
    try {
      new StepThread(task).start();
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } catch (ExecutionException failed) {
      throw cause(failed);
    } finally {
      forget(wait);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Holds up the end of this JVM, which else stops a thread wherever it is. */
  private static Thread endOfJvmWaitsFor(FutureTask<?> step) {
    Thread wait = new Thread(() -> await(step), Thread.currentThread().getName() + "-git-end");
    try {
      Runtime.getRuntime().addShutdownHook(wait);
    } catch (IllegalStateException endingAlready) {
      // Whoever began this step holds up the end itself, as the command line does.
    }
    return wait;
  }

  private static void forget(Thread wait) {
    try {
      Runtime.getRuntime().removeShutdownHook(wait);
    } catch (IllegalStateException ending) {
      // It ends by itself.
    }
  }

  private static void await(FutureTask<?> step) {
    try {
      step.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException over) {
      // Its caller hears of a failure; nothing can be done about a step that hangs.
    }
  }

  /** Throws what is unchecked; else returns what a step may throw. */
  private static IOException cause(ExecutionException failed) {
    Throwable cause = failed.getCause();
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof IOException io ? io : new IOException(cause);
  }

  /** Runs one step under the caller's name, with its logging context. */
  private static final class StepThread extends Thread {
    private final @Nullable Map<String, String> logged = MDC.getCopyOfContextMap();

    StepThread(Runnable task) {
      super(task, Thread.currentThread().getName() + "-git");
      // The JVM does not end while such a thread runs, whatever its caller is.
      setDaemon(false);
    }

    @Override
    public void run() {
      if (logged != null) {
        MDC.setContextMap(logged);
      }
      super.run();
    }
  }
}
