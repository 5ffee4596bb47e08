package dev.nightshift.core.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Keeps the records of each run in one file. */
final class DirectoryJournal implements Journal {
  private static final String SUFFIX = ".jsonl";
  private final Path directory;

  DirectoryJournal(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  @Override
  public synchronized void append(RunId run, String record) {
    Path file = fileOf(run);
    ByteBuffer line = ByteBuffer.wrap((RecordLine.checked(record) + "\n").getBytes(UTF_8));
    try {
      Files.createDirectories(directory, ownersOnly("rwx------"));
      try (SeekableByteChannel channel =
          Files.newByteChannel(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
              ownersOnly("rw-------"))) {
        while (line.hasRemaining()) {
          channel.write(line);
        }
      }
    } catch (IOException notWritten) {
      throw failed("a record cannot be appended to " + file, notWritten);
    }
  }

  /** A line without its end was cut off while it was written; it tells nothing. */
  @Override
  public synchronized List<String> read(RunId run) {
    Path file = fileOf(run);
    try {
      String text = Files.readString(file, UTF_8);
      List<String> records = new ArrayList<>();
      int start = 0;
      for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        records.add(text.substring(start, end));
        start = end + 1;
      }
      return List.copyOf(records);
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException unreadable) {
      throw failed("the records in " + file + " cannot be read", unreadable);
    }
  }

  @Override
  public synchronized List<RunId> runs() {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> RunId.of(name.substring(0, name.length() - SUFFIX.length())))
          .sorted(Comparator.comparing(RunId::value))
          .toList();
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException unreadable) {
      throw failed("the runs in " + directory + " cannot be listed", unreadable);
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
    return new WorkspaceException(
        WorkspaceException.Kind.IO, what + ": " + cause.getMessage(), cause);
  }
}
