package dev.nightshift.core.internal.junit;

import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.BoundedText;
import dev.nightshift.core.merge.CandidateCheckout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;

/**
 * The XML files a checkout held before a command ran. A report with the bytes of any of them is not
 * evidence of this run, wherever it lies and however new it looks: it can be a copy.
 */
public final class ReportSnapshot {
  /** The largest report that is read. */
  static final long MAX_BYTES = 64L << 20;

  /** How much is read to know what was there before; of the rest only the sizes are known. */
  private static final long MAX_KNOWN_BYTES = 1L << 30;

  private static final int MAX_PROBLEMS = 10;
  private static final int MAX_LINE_CHARS = 300;
  private final ReportFiles files;
  private final Set<ReportStamp> before;

  private ReportSnapshot(ReportFiles files, Set<ReportStamp> before) {
    this.files = files;
    this.before = before;
  }

  public static ReportSnapshot of(CandidateCheckout checkout) throws InterruptedException {
    return of(ReportFiles.of(checkout));
  }

  public static ReportSnapshot of(ReportFiles files) throws InterruptedException {
    return new ReportSnapshot(files, reading(() -> contents(files)));
  }

  /** Reads the reports written since this snapshot was taken. */
  public TestReports written() throws InterruptedException {
    return reading(this::newReports);
  }

  private static Set<ReportStamp> contents(ReportFiles files) throws IOException {
    Set<ReportStamp> contents = new HashSet<>();
    long left = MAX_KNOWN_BYTES;
    for (String path : files.paths()) {
      Optional<ReportStamp> stamp = known(files, path, Math.min(left, MAX_BYTES));
      stamp.ifPresent(contents::add);
      left -= stamp.filter(ReportStamp::isHashed).map(ReportStamp::size).orElse(0L);
    }
    return contents;
  }

  /** What cannot be read now is a problem when it is counted, if it is a report at all. */
  private static Optional<ReportStamp> known(ReportFiles files, String path, long maxBytes)
      throws ClosedByInterruptException {
    try {
      return files.stamp(path, maxBytes);
    } catch (ClosedByInterruptException interrupted) {
      throw interrupted;
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private TestReports newReports() throws IOException {
    Counter counter = new Counter();
    for (String path : files.paths()) {
      if (ReportPlaces.isReport(path)) {
        count(path, counter);
      }
    }
    return counter.total();
  }

  private boolean isNew(ReportStamp stamp) {
    return !before.contains(stamp) && !before.contains(stamp.withoutHash());
  }

  private static <T> T reading(Reading<T> reading) throws InterruptedException {
    try {
      T result = reading.run();
      if (Thread.currentThread().isInterrupted()) {
        throw interruption();
      }
      return result;
    } catch (ClosedByInterruptException interrupted) {
      throw interruption();
    } catch (IOException unreadable) {
      throw new WorkspaceException(
          WorkspaceException.Kind.IO,
          "could not look for test reports in the checkout: " + unreadable,
          unreadable);
    }
  }

  private interface Reading<T> {
    T run() throws IOException;
  }

  private void count(String path, Counter counter) {
    try {
      Optional<ReportStamp> stamp = files.stamp(path, MAX_BYTES).filter(this::isNew);
      if (stamp.isEmpty()) {
        return;
      }
      long size = stamp.get().size();
      if (size > MAX_BYTES) {
        counter.problem(path, size + " bytes, more than the " + MAX_BYTES + " that are read");
        return;
      }
      try (InputStream content = files.open(path)) {
        TestReportParser.parse(content, counter::executed).ifPresent(counter::add);
      }
    } catch (XMLStreamException malformed) {
      counter.problem(path, "malformed: " + malformed.getMessage());
    } catch (IOException unreadable) {
      counter.problem(path, "cannot be read: " + unreadable);
    }
  }

  /** An interrupted read closes its channel, which else would pass for a broken report. */
  private static InterruptedException interruption() {
    Thread.interrupted();
    return new InterruptedException("interrupted while reading test reports");
  }

  /** Adds up the reports of one run. */
  private static final class Counter {
    private final List<TestEvidence> reports = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> executed = new ArrayList<>();

    void add(TestEvidence report) {
      reports.add(report);
    }

    void executed(String test) {
      if (executed.size() < TestReports.MAX_NAMES) {
        executed.add(test);
      }
    }

    void problem(String path, String what) {
      if (problems.size() < MAX_PROBLEMS) {
        problems.add(BoundedText.oneLine(path + ": " + what, MAX_LINE_CHARS));
      }
    }

    TestReports total() {
      TestEvidence sum = TestEvidence.sum(reports);
      return new TestReports(
          problems.isEmpty() ? sum : sum.withoutNames(),
          reports.size(),
          List.copyOf(problems),
          List.copyOf(executed));
    }
  }
}
