package dev.nightshift.examples.images;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.journal.CorruptJournalException;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the journal of a real run and the ledger that it paid from off at every byte, and damages
 * their bytes at random: {@code DIR STEP FLIPS SEED}, with every STEP-th prefix. What is read must
 * be the longest verified part, or refused; never anything else.
 */
public final class JournalImages {
  private static final int WITH_WRITER = 100;
  private static final int FIRST_LINES = 2;
  private final Journal journal;
  private final RunId run;
  private final List<String> whole;
  private final LogImage log;
  private final List<Path> blobs;
  private int refused;
  private int cut;
  private int writers;
  private int wrong;

  private JournalImages(Path directory) throws IOException, InterruptedException {
    this.journal = Journal.directory(directory);
    this.run = RealRun.recordedIn(journal, directory);
    this.whole = journal.read(run);
    Path files = directory.resolve("runs").resolve(run.value());
    this.log = new LogImage(files.resolve("journal.log"));
    try (Stream<Path> large = Files.list(files.resolve("blobs"))) {
      this.blobs = large.toList();
    }
  }

  /**
   * Starts the proof.
   *
   * @param arguments the directory, which is empty; which prefixes; how many flips; the seed
   * @throws Exception if the run cannot be made or a file not be written
   */
  public static void main(String... arguments) throws Exception {
    JournalImages images = new JournalImages(Path.of(arguments[0]));
    System.out.printf(
        "the journal of a run: %,d bytes, %d records, %d of them in files%n",
        images.log.length(), images.whole.size(), images.blobs.size());
    int step = Integer.parseInt(arguments[1]);
    System.out.printf("prefixes: %,d%n", images.prefixes(step));
    images.tellAndForget();
    int flips = Integer.parseInt(arguments[2]);
    Random random = new Random(Long.parseLong(arguments[3]));
    images.flips(flips, random);
    System.out.printf("flips of a byte: %,d with seed %s%n", flips, arguments[3]);
    images.tellAndForget();
    int wrong = images.wrong + LedgerImages.prove(Path.of(arguments[0]), step, flips, random);
    System.exit(wrong == 0 && !images.blobs.isEmpty() ? 0 : 1);
  }

  private void tellAndForget() {
    System.out.printf(
        "  refused: %,d; the longest verified part: %,d; opened for writing as well: %,d;"
            + " another state so far: %d%n",
        refused, cut, writers, wrong);
    refused = 0;
    cut = 0;
    writers = 0;
  }

  private int prefixes(int step) throws IOException {
    int count = 0;
    for (int length = 0; length <= log.length(); length += step) {
      String what = "a prefix of " + length + " bytes";
      log.restore(length);
      List<String> read = read(what);
      if (read == null || !read.equals(recordsIn(length))) {
        fail(what + " is not read as its longest whole part");
      }
      cut++;
      if (count % WITH_WRITER == 0) {
        openForWriting(what, read);
      }
      count++;
    }
    return count;
  }

  private void flips(int count, Random random) throws IOException {
    log.restore(log.length());
    for (int i = 0; i < count; i++) {
      boolean isLog = random.nextInt(20) > 0;
      Path file = isLog ? log.file() : blobs.get(random.nextInt(blobs.size()));
      int at = random.nextInt((int) Files.size(file));
      int mask = 1 + random.nextInt(255);
      String what = "byte " + at + " of " + file.getFileName() + " xor " + mask;
      LogImage.flip(file, at, mask);
      List<String> read = read(what);
      if (read == null) {
        refused++;
      } else if (isLog && read.equals(recordsIn(at))) {
        cut++;
      } else {
        fail(what + " is read as something else");
      }
      if (i % WITH_WRITER == 0) {
        openForWriting(what, read);
        log.restore(log.length());
        LogImage.flip(file, at, isLog ? 0 : mask);
      } else {
        LogImage.flip(file, at, mask);
      }
    }
  }

  /** The records of the lines that are whole before this byte. */
  private List<String> recordsIn(int length) {
    return whole.subList(0, Math.max(0, log.linesBefore(length) - FIRST_LINES));
  }

  /** Null if it is refused. */
  private @Nullable List<String> read(String what) {
    try {
      return journal.read(run);
    } catch (AgentException refusal) {
      requireTyped(what, refusal);
      return null;
    } catch (RuntimeException defect) {
      fail(what + " ends as " + defect);
      return null;
    }
  }

  /** A writer must find the same, and change nothing of what is refused. */
  private void openForWriting(String what, @Nullable List<String> read) throws IOException {
    byte[] image = Files.readAllBytes(log.file());
    writers++;
    try (JournalWriter writer = journal.acquire(run)) {
      writer.append("{\"v\":1}");
    } catch (AgentException refusal) {
      requireTyped(what, refusal);
      if (read != null || !Arrays.equals(image, Files.readAllBytes(log.file()))) {
        fail(what + " is refused to a writer only, or changed by it");
      }
      return;
    }
    if (read != null) {
      List<String> more = new ArrayList<>(read);
      more.add("{\"v\":1}");
      if (!more.equals(read(what))) {
        fail(what + " is another state after it was opened for writing");
      }
    }
  }

  private void requireTyped(String what, AgentException refusal) {
    boolean isTyped =
        refusal instanceof CorruptJournalException
            || (refusal instanceof WorkspaceException other
                && other.kind() == WorkspaceException.Kind.UNSUPPORTED);
    if (!isTyped) {
      fail(what + " ends as " + refusal);
    }
  }

  private void fail(String why) {
    wrong++;
    System.out.println("WRONG: " + why);
  }
}
