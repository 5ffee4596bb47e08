package dev.nightshift.core.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Keeps the records of each run in one file. */
final class DirectoryJournal implements Journal {
  private static final String SUFFIX = ".jsonl";
  private final Path directory;
  private final Set<RunId> begun = new HashSet<>();

  private DirectoryJournal(Path directory) {
    this.directory = directory;
  }

  /** Makes nothing yet, but refuses what can never be made. */
  static DirectoryJournal of(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    for (Path path = absolute; path != null; path = path.getParent()) {
      if (Files.exists(path) && !Files.isDirectory(path)) {
        throw new IllegalArgumentException(
            "the journal cannot be kept in "
                + absolute
                + ", because "
                + path
                + " is a file; give a directory, which is made if it is missing");
      }
    }
    return new DirectoryJournal(absolute);
  }

  /** Streams are written, not channels, because an interrupt would close a channel. */
  @Override
  public synchronized void append(RunId run, String record) {
    Path file = fileOf(run);
    byte[] line = (RecordLine.checked(record) + "\n").getBytes(UTF_8);
    try {
      if (begun.add(run)) {
        begin(file);
      }
      try (OutputStream out = new FileOutputStream(file.toFile(), true)) {
        out.write(line);
      }
    } catch (IOException notWritten) {
      begun.remove(run);
      throw failed("a record cannot be appended to " + file, notWritten);
    }
  }

  /** Makes the file, or cuts off what the end of an earlier process left of a record. */
  private void begin(Path file) throws IOException {
    Files.createDirectories(directory, ownersOnly("rwx------"));
    if (Files.notExists(file)) {
      Files.createFile(file, ownersOnly("rw-------"));
    }
    try (RandomAccessFile whole = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] bytes = Files.readAllBytes(file);
      whole.setLength(lengthOfWhole(bytes));
    }
  }

  /** A line without its end was cut off while it was written; it tells nothing. */
  @Override
  public synchronized List<String> read(RunId run) {
    Path file = fileOf(run);
    try {
      byte[] bytes = Files.readAllBytes(file);
      return new String(bytes, 0, lengthOfWhole(bytes), UTF_8).lines().toList();
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException unreadable) {
      throw failed("the records in " + file + " cannot be read", unreadable);
    }
  }

  private static int lengthOfWhole(byte[] bytes) {
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] != '\n') {
      length--;
    }
    return length;
  }

  @Override
  public synchronized List<RunId> runs() {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .flatMap(name -> runOf(name.substring(0, name.length() - SUFFIX.length())))
          .sorted(Comparator.comparing(RunId::value))
          .toList();
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException unreadable) {
      throw failed("the runs in " + directory + " cannot be listed", unreadable);
    }
  }

  /** A file of somebody else is no run. */
  private static Stream<RunId> runOf(String name) {
    try {
      return Stream.of(RunId.of(name));
    } catch (IllegalArgumentException other) {
      return Stream.empty();
    }
  }

  private Path fileOf(RunId run) {
    return directory.resolve(Require.nonNull(run, "run").value() + SUFFIX);
  }

  private FileAttribute<?>[] ownersOnly(String permissions) {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static WorkspaceException failed(String what, IOException cause) {
    return new WorkspaceException(WorkspaceException.Kind.IO, what + ": " + cause, cause);
  }
}
