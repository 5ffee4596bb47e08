package dev.nightshift.core.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.durable.DurableFiles;
import dev.nightshift.core.internal.durable.ProcessLock;
import dev.nightshift.core.internal.text.Digests;
import dev.nightshift.core.internal.text.VisibleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The run of a key in a file named by the hash of the key, under one of a few locks that die with
 * their process.
 */
final class DirectoryClaim implements KeyClaim {
  private static final int HASH_CHARS = 40;
  private final Path file;
  private final ProcessLock lock;

  private DirectoryClaim(Path file, ProcessLock lock) {
    this.file = file;
    this.lock = lock;
  }

  /** Waits until nobody else decides about a key with the same first digit of its hash. */
  static DirectoryClaim of(Path keys, String key) {
    String hash = Digests.sha256(key.getBytes(UTF_8)).substring(0, HASH_CHARS);
    try {
      DurableFiles.makeDirectory(keys);
      ProcessLock lock = ProcessLock.take(keys.resolve("lock-" + hash.charAt(0)));
      return new DirectoryClaim(keys.resolve(hash), lock);
    } catch (IOException notClaimed) {
      throw failure(
          "the dispatch key '" + VisibleText.name(key) + "' cannot be claimed in " + keys,
          notClaimed);
    }
  }

  @Override
  public @Nullable RunId run() {
    try {
      return Files.exists(file) ? RunId.of(Files.readString(file).strip()) : null;
    } catch (IOException unreadable) {
      throw failure("the run of a dispatch key cannot be read from " + file, unreadable);
    } catch (IllegalArgumentException noRun) {
      throw failure(
          "the file of a dispatch key, " + file + ", holds no id of a run; restore or remove it",
          noRun);
    }
  }

  @Override
  public void give(RunId run) {
    Require.nonNull(run, "run");
    try {
      DurableFiles.writeWhole(file, run.value().getBytes(UTF_8));
    } catch (IOException notWritten) {
      throw failure("the run of a dispatch key cannot be written to " + file, notWritten);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException notReleased) {
      throw failure("the lock of " + file + " could not be released", notReleased);
    }
  }

  private static WorkspaceException failure(String what, Exception cause) {
    return new WorkspaceException(WorkspaceException.Kind.IO, what + ": " + cause, cause);
  }
}
