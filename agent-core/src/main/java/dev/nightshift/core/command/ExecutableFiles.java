package dev.nightshift.core.command;

import dev.nightshift.core.internal.jail.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Tells by trying whether files in a directory may be executed. */
final class ExecutableFiles {
  private ExecutableFiles() {}

  /**
   * Tells whether a file with the right to be executed cannot be, as on a mount with {@code
   * noexec}; false where that cannot be told.
   */
  static boolean areRefusedIn(Path directory) {
    try (ScratchDirectory scratch = ScratchDirectory.in(directory, ".nightshift-exec-")) {
      var everything =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
      return !Files.isExecutable(Files.createFile(scratch.path().resolve("file"), everything));
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }
}
