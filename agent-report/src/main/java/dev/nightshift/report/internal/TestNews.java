package dev.nightshift.report.internal;

import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.report.RoundReport;
import dev.nightshift.core.report.RunReport;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a report knows of tests: counts of each gate, the names of those that failed, and which of
 * these failed no more in the end.
 *
 * @param gates the gates of the last candidate that count tests
 * @param executed all their tests that ran
 * @param failed how many of these failed
 * @param skipped how many did not run
 * @param repaired tests that failed for an earlier candidate of the run and not for the last
 */
record TestNews(
    List<GateResult> gates, long executed, long failed, long skipped, Set<String> repaired) {
  static TestNews of(RunReport report) {
    List<GateResult> counted =
        report.gates().stream().filter(gate -> gate.tests().isPresent()).toList();
    List<TestEvidence> tests = counted.stream().flatMap(gate -> gate.tests().stream()).toList();
    return new TestNews(
        counted,
        tests.stream().mapToLong(TestEvidence::executed).sum(),
        tests.stream().mapToLong(TestEvidence::failed).sum(),
        tests.stream().mapToLong(TestEvidence::skipped).sum(),
        repaired(report, counted));
  }

  /** Only of gates that name all their failed tests in the end, or have none. */
  private static Set<String> repaired(RunReport report, List<GateResult> last) {
    Set<String> repaired = new LinkedHashSet<>();
    for (RoundReport round : report.rounds()) {
      for (GateResult earlier : round.gates()) {
        Optional<TestEvidence> now =
            last.stream()
                .filter(gate -> gate.name().equals(earlier.name()))
                .reduce((one, later) -> later)
                .flatMap(GateResult::tests);
        boolean isNamed =
            now.filter(tests -> tests.failed() == tests.failedTests().size()).isPresent();
        if (isNamed) {
          earlier.tests().ifPresent(tests -> repaired.addAll(tests.failedTests()));
          now.ifPresent(tests -> tests.failedTests().forEach(repaired::remove));
        }
      }
    }
    return repaired;
  }

  boolean isKnown() {
    return !gates.isEmpty();
  }
}
