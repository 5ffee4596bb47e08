package dev.nightshift.git.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Lets a test pretend that the JVM was restarted. */
public final class OpenRuns {
  private OpenRuns() {}

  public static void forget(Path commonDir) {
    try {
      SharedRepository.of(commonDir.toRealPath()).openRuns().clear();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
