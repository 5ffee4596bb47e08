package dev.nightshift.core.ledger;

import dev.nightshift.core.internal.durable.CorruptFileException;
import dev.nightshift.core.internal.durable.DurableFiles;
import dev.nightshift.core.internal.durable.LockHeldException;
import dev.nightshift.core.internal.durable.ProcessLock;
import dev.nightshift.core.internal.durable.RecordLog;
import dev.nightshift.core.internal.durable.UnknownFormatException;
import dev.nightshift.core.ledger.LedgerException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of a ledger in a log of a directory: {@code ledger.log}, under the lock of the file
 * {@code lock} for each update; a writer is alive while its process locks its file in {@code
 * writers}.
 */
final class DirectoryStore implements LedgerStore {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryStore.class);

  /** What the header of the log says is in it. */
  static final String KIND = "ledger";

  private static final String NAME = "ledger.log";

  private final Path directory;
  private final Path lock;
  private volatile @Nullable RecordLog log;
  private @Nullable ProcessLock own;

  private DirectoryStore(Path directory, Path lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /** A store below a directory, which is made if it is missing. */
  static DirectoryStore in(Path directory) {
    Path ledger = ledgerIn(directory);
    try {
      DurableFiles.makeDirectory(ledger.resolve("writers"));
      return new DirectoryStore(ledger, ProcessLock.place(ledger.resolve("lock")));
    } catch (IOException notMade) {
      throw new LedgerException(
          Kind.IO, "the ledger cannot be kept in " + ledger + ": " + notMade, notMade);
    }
  }

  /** Where the records are that are kept below a directory. */
  static Path fileIn(Path directory) {
    return ledgerIn(directory).resolve(NAME);
  }

  private static Path ledgerIn(Path directory) {
    return directory.toAbsolutePath().normalize().resolve("ledger");
  }

  private Path file() {
    return directory.resolve(NAME);
  }

  @Override
  public void update(Update update) {
    try {
      ProcessLock held = ProcessLock.takeAgain(lock);
      try {
        RecordLog records = opened(update);
        List<String> decided = new ArrayList<>();
        update.write(decided::add);
        append(records, decided);
      } finally {
        held.close();
      }
    } catch (IOException notRead) {
      throw failure("cannot be read", notRead);
    }
  }

  private RecordLog opened(Update update) throws IOException {
    RecordLog known = log;
    if (known != null) {
      known.catchUp(record -> update.read(record.payload()));
      return known;
    }
    RecordLog opened = RecordLog.open(file(), KIND, record -> update.read(record.payload()));
    log = opened;
    if (opened.cutBytes() > 0) {
      LOG.warn(
          "{} bytes of a record that was never whole were cut off from {}",
          opened.cutBytes(),
          file());
    }
    return opened;
  }

  private void append(RecordLog records, List<String> decided) {
    try {
      records.appendAll(decided);
    } catch (IOException notWritten) {
      throw failure("cannot be written", notWritten);
    }
  }

  @Override
  public void force() {
    RecordLog records = log;
    if (records == null) {
      return;
    }
    try {
      records.force();
    } catch (IOException notForced) {
      throw failure("are not on the disk", notForced);
    }
  }

  @Override
  public void claim(long writer) {
    try {
      own = ProcessLock.tryTake(fileOf(writer));
    } catch (IOException notTaken) {
      throw failure("cannot be used by one more process", notTaken);
    }
  }

  @Override
  public boolean isAlive(long writer) {
    Path file = fileOf(writer);
    try (ProcessLock dead = ProcessLock.tryTake(file)) {
      LOG.debug("writer {} of {} is gone, {} was free", writer, directory, dead);
      Files.deleteIfExists(file);
      return false;
    } catch (LockHeldException alive) {
      return true;
    } catch (IOException unknown) {
      throw failure("do not say which processes are alive", unknown);
    }
  }

  private Path fileOf(long writer) {
    return directory.resolve("writers").resolve(Long.toString(writer));
  }

  @Override
  public void close() {
    try (ProcessLock mine = own;
        RecordLog records = log) {
      LOG.debug("{} is no longer used, nor {} and {}", directory, records, mine);
    } catch (IOException notClosed) {
      LOG.warn("{} could not be closed", directory, notClosed);
    }
  }

  private LedgerException failure(String what, IOException cause) {
    // Once it saw damage, a log fails each call by that.
    if (cause instanceof CorruptFileException || cause.getCause() instanceof CorruptFileException) {
      return new LedgerException(
          Kind.CORRUPT,
          "nothing can be spent with the ledger in " + directory + ": " + cause.getMessage(),
          cause);
    }
    Kind kind = cause instanceof UnknownFormatException ? Kind.UNSUPPORTED : Kind.IO;
    return new LedgerException(
        kind, "the records of the ledger in " + directory + " " + what + ": " + cause, cause);
  }
}
