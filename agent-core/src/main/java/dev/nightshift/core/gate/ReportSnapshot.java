package dev.nightshift.core.gate;

import dev.nightshift.core.workspace.CandidateCheckout;
import dev.nightshift.core.workspace.WorkspaceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;

/**
 * The reports a checkout held before a command ran. What the command leaves as it was, or only
 * copies from there, is not its evidence.
 */
final class ReportSnapshot {
  /** The largest report that is read. */
  static final long MAX_BYTES = 64L << 20;

  private static final int MAX_PROBLEMS = 10;
  private static final int MAX_LINE_CHARS = 300;
  private final ReportFiles files;
  private final Map<String, ReportStamp> before;

  private ReportSnapshot(ReportFiles files, Map<String, ReportStamp> before) {
    this.files = files;
    this.before = before;
  }

  static ReportSnapshot of(CandidateCheckout checkout) throws InterruptedException {
    ReportFiles files = ReportFiles.of(checkout);
    return new ReportSnapshot(files, stamps(files));
  }

  /** Reads the reports written since this snapshot was taken. */
  TestReports written() throws InterruptedException {
    Set<String> oldContents =
        before.values().stream().map(ReportStamp::sha256).collect(Collectors.toSet());
    Counter counter = new Counter();
    for (Map.Entry<String, ReportStamp> report : stamps(files).entrySet()) {
      ReportStamp old = before.get(report.getKey());
      ReportStamp now = report.getValue();
      boolean copied = !now.sha256().isEmpty() && oldContents.contains(now.sha256());
      if (old == null ? !copied : !old.equals(now)) {
        count(report.getKey(), now, counter);
      }
    }
    if (Thread.currentThread().isInterrupted()) {
      throw interruption();
    }
    return counter.total();
  }

  private static Map<String, ReportStamp> stamps(ReportFiles files) throws InterruptedException {
    Map<String, ReportStamp> stamps = new TreeMap<>();
    try {
      for (String path : files.paths()) {
        files.stamp(path).ifPresent(stamp -> stamps.put(path, stamp));
      }
      return stamps;
    } catch (ClosedByInterruptException interrupted) {
      throw interruption();
    } catch (IOException unreadable) {
      throw new WorkspaceException(
          WorkspaceException.Kind.IO,
          "could not look for test reports in the checkout: " + unreadable,
          unreadable);
    }
  }

  private void count(String path, ReportStamp stamp, Counter counter) {
    if (stamp.size() > MAX_BYTES) {
      counter.problem(path, stamp.size() + " bytes, more than the " + MAX_BYTES + " that are read");
      return;
    }
    try (InputStream content = files.open(path)) {
      TestReportParser.parse(content).ifPresent(counter::add);
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
    private final List<String> failures = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int files;
    private int executed;
    private int failed;
    private int skipped;

    void add(TestEvidence report) {
      files++;
      executed += report.executed();
      failed += report.failed();
      skipped += report.skipped();
      report.failures().stream()
          .limit(TestReports.MAX_FAILURES - failures.size())
          .forEach(failures::add);
    }

    void problem(String path, String what) {
      if (problems.size() < MAX_PROBLEMS) {
        problems.add(BoundedText.oneLine(path + ": " + what, MAX_LINE_CHARS));
      }
    }

    TestReports total() {
      return new TestReports(
          new TestEvidence(executed, failed, skipped, failures), files, List.copyOf(problems));
    }
  }
}
