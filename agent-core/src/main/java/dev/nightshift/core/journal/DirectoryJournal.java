package dev.nightshift.core.journal;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.durable.BlobStore;
import dev.nightshift.core.internal.durable.CorruptFileException;
import dev.nightshift.core.internal.durable.LogReader;
import dev.nightshift.core.internal.durable.LogRecord;
import dev.nightshift.core.internal.durable.UnknownFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Keeps the records of each run in a directory of its own. */
final class DirectoryJournal implements Journal {
  private static final String RUNS = "runs";
  private static final String LOG = "journal.log";
  private static final String BLOBS = "blobs";
  private static final String KEYS = "keys";

  /** What the header of a log of a run says is in it. */
  static final String KIND = "run";

  private final Path directory;

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

  /** The files of one run. */
  record RunFiles(RunId run, Path directory) {
    Path log() {
      return directory.resolve(LOG);
    }

    Path lock() {
      return directory.resolve("lock");
    }

    Path key() {
      return directory.resolve("key");
    }

    StoredRecords records() {
      return new StoredRecords(new BlobStore(directory.resolve(BLOBS)));
    }

    /** An exception of the right kind for what befell these files. */
    RuntimeException failure(String what, IOException cause) {
      return failure(what, List.of(), cause);
    }

    /** The same of a log whose first records are whole. */
    RuntimeException failure(String what, List<String> intact, IOException cause) {
      if (cause instanceof CorruptFileException corrupt) {
        return new CorruptJournalException(
            run, corrupt.line(), corrupt.getMessage(), intact, corrupt);
      }
      WorkspaceException.Kind kind =
          cause instanceof UnknownFormatException
              ? WorkspaceException.Kind.UNSUPPORTED
              : WorkspaceException.Kind.IO;
      return new WorkspaceException(kind, what + ": " + cause, cause);
    }
  }

  @Override
  public JournalWriter acquire(RunId run) {
    return DirectoryWriter.acquire(filesOf(run));
  }

  @Override
  public List<String> read(RunId run) {
    RunFiles files = filesOf(run);
    if (Files.notExists(files.log())) {
      return List.of();
    }
    List<String> payloads = new ArrayList<>();
    try {
      LogReader.read(files.log(), KIND, ofRun(payloads::add));
      StoredRecords records = files.records();
      for (int i = 0; i < payloads.size(); i++) {
        payloads.set(i, records.restored(payloads.get(i)));
      }
      return List.copyOf(payloads);
    } catch (IOException unreadable) {
      throw files.failure(
          "the records in " + files.log() + " cannot be read", payloads, unreadable);
    }
  }

  /** Takes the records of a log that are the run's: the first of each epoch says who writes. */
  static Consumer<LogRecord> ofRun(Consumer<String> payloads) {
    long[] epoch = {0};
    return record -> {
      if (record.epoch() == epoch[0]) {
        payloads.accept(record.payload());
      }
      epoch[0] = record.epoch();
    };
  }

  @Override
  public List<RunId> runs() {
    Path runs = directory.resolve(RUNS);
    try (Stream<Path> all = Files.list(runs)) {
      return all.filter(run -> Files.exists(run.resolve(LOG)))
          .flatMap(run -> runOf(run.getFileName().toString()))
          .sorted(Comparator.comparing(RunId::value))
          .toList();
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException unreadable) {
      throw new WorkspaceException(
          WorkspaceException.Kind.IO,
          "the runs in " + runs + " cannot be listed: " + unreadable,
          unreadable);
    }
  }

  @Override
  public KeyClaim claim(String key) {
    return DirectoryClaim.of(directory.resolve(KEYS), Require.nonNull(key, "key"));
  }

  /** A directory of somebody else is no run. */
  private static Stream<RunId> runOf(String name) {
    try {
      return Stream.of(RunId.of(name));
    } catch (IllegalArgumentException other) {
      return Stream.empty();
    }
  }

  private RunFiles filesOf(RunId run) {
    return new RunFiles(run, directory.resolve(RUNS).resolve(Require.nonNull(run, "run").value()));
  }
}
