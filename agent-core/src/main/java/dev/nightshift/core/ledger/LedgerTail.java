package dev.nightshift.core.ledger;

import dev.nightshift.core.internal.durable.CorruptFileException;
import dev.nightshift.core.internal.durable.LogPosition;
import dev.nightshift.core.internal.durable.LogReader;
import dev.nightshift.core.internal.durable.UnknownFormatException;
import dev.nightshift.core.ledger.LedgerException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** The ledger of a directory as it is read by who books nothing. Safe for concurrent use. */
final class LedgerTail implements StateSource {
  private final Path file;
  private LedgerState state = new LedgerState();
  private LogPosition read = LogPosition.START;

  LedgerTail(Path directory) {
    this.file = DirectoryStore.fileIn(directory);
  }

  @Override
  public synchronized <T> T look(Function<LedgerState, T> question) {
    catchUp();
    return question.apply(state);
  }

  private void catchUp() {
    try {
      if (Files.notExists(file) || Files.size(file) < read.offset()) {
        // It was moved away, and a new one may begin.
        state = new LedgerState();
        read = LogPosition.START;
      }
      if (Files.exists(file)) {
        read =
            LogReader.readOn(
                    file,
                    DirectoryStore.KIND,
                    read,
                    record -> state.apply(LedgerLine.read(record.payload())))
                .position();
      }
    } catch (CorruptFileException corrupt) {
      throw failure(Kind.CORRUPT, "is damaged: " + corrupt.getMessage(), corrupt);
    } catch (UnknownFormatException other) {
      throw failure(Kind.UNSUPPORTED, "cannot be read: " + other.getMessage(), other);
    } catch (IOException unreadable) {
      throw failure(Kind.IO, "cannot be read: " + unreadable, unreadable);
    } catch (IllegalArgumentException | IllegalStateException | ArithmeticException notApplied) {
      throw failure(Kind.CORRUPT, "needs attention: " + notApplied.getMessage(), notApplied);
    }
  }

  /** What was applied of a record that failed is not known, so the next look begins anew. */
  private LedgerException failure(Kind kind, String what, Exception cause) {
    state = new LedgerState();
    read = LogPosition.START;
    return new LedgerException(kind, "the ledger in " + file + " " + what, cause);
  }
}
