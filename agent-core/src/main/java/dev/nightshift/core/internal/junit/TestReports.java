package dev.nightshift.core.internal.junit;

import dev.nightshift.core.base.TestEvidence;
import java.util.List;

/**
 * What one run of a command left in test reports.
 *
 * @param evidence the counts of all readable reports together
 * @param files how many test reports were written
 * @param problems one line per report that could not be read
 * @param executedTests the names of all tests that were executed, as often as they were, in the
 *     order of reports; of more than 100,000 the first
 */
public record TestReports(
    TestEvidence evidence, int files, List<String> problems, List<String> executedTests) {
  /** The most names of tests that are kept. */
  public static final int MAX_NAMES = 100_000;

  public static TestReports none() {
    return new TestReports(new TestEvidence(0, 0, 0, List.of()), 0, List.of(), List.of());
  }

  /** The same with other counts. */
  public TestReports withEvidence(TestEvidence other) {
    return new TestReports(other, files, problems, executedTests);
  }
}
