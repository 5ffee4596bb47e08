package dev.nightshift.core.internal.junit;

import dev.nightshift.core.base.TestEvidence;
import java.util.List;

/**
 * What one run of a command left in test reports.
 *
 * @param evidence the counts of all readable reports together
 * @param files how many test reports were written
 * @param problems one line per report that could not be read
 */
public record TestReports(TestEvidence evidence, int files, List<String> problems) {
  public static TestReports none() {
    return new TestReports(new TestEvidence(0, 0, 0, List.of()), 0, List.of());
  }
}
