package dev.nightshift.core.gate;

import java.util.List;

/**
 * What the test reports written by one gate run say.
 *
 * @param executed tests that ran, failed ones included, skipped ones not
 * @param failed tests that failed or ended in an error
 * @param skipped tests that were not run
 * @param failures one line per failed test, at most 50, {@code class.method: message}
 */
public record TestEvidence(int executed, int failed, int skipped, List<String> failures) {
  /** Refuses negative counts and copies the list. */
  public TestEvidence {
    if (executed < 0 || failed < 0 || skipped < 0) {
      throw new IllegalArgumentException(
          "test counts " + executed + "/" + failed + "/" + skipped + " must not be negative");
    }
    failures = List.copyOf(failures);
  }
}
