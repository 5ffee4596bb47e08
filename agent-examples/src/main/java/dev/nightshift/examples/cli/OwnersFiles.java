package dev.nightshift.examples.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * Files of a state directory, which are as confidential as the repository: only their owner reads
 * them, where the file system has permissions.
 */
final class OwnersFiles {
  private static final boolean IS_POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private OwnersFiles() {}

  /** Makes a directory, and those above it; one that is there is left as it is. */
  static void makeDirectory(Path directory) throws IOException {
    Files.createDirectories(directory, attributes("rwx------"));
  }

  /** Makes an empty file, or closes one that is there to others. */
  static void makeFile(Path file) throws IOException {
    try {
      Files.createFile(file, attributes("rw-------"));
    } catch (FileAlreadyExistsException there) {
      close(file);
    }
  }

  /** Closes all files of a directory to others. */
  static void closeAll(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        close(file);
      }
    }
  }

  private static void close(Path file) throws IOException {
    if (IS_POSIX) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static FileAttribute<?>[] attributes(String permissions) {
    return IS_POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
