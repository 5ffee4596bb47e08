package dev.nightshift.core.base;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What the test reports written by one gate run say. Immutable.
 *
 * @param executed tests that ran, failed ones included, skipped ones not
 * @param failed tests that failed or ended in an error
 * @param skipped tests that were not run
 * @param failures one line per failed test, at most 50, {@code class.method: message}
 * @param failedTests the exact names of all failed tests, {@code class.method}, if each is known
 *     and nothing else speaks against the run; else empty. Empty too above 50, when the command was
 *     cut off, and when a report could not be counted
 */
public record TestEvidence(
    int executed, int failed, int skipped, List<String> failures, List<String> failedTests) {
  /** The most failed tests that are described or named. */
  public static final int MAX_FAILURES = 50;

  /** Refuses counts that cannot be, and names that are not those of all failed tests. */
  public TestEvidence {
    failures = Require.elements(failures, "failures");
    if (executed < 0 || failed < 0 || skipped < 0) {
      throw new IllegalArgumentException(
          "test counts " + executed + "/" + failed + "/" + skipped + " must not be negative");
    }
    if (failed > executed) {
      throw new IllegalArgumentException(
          "%s of %s executed tests cannot have failed; failed tests are executed ones"
              .formatted(failed, executed));
    }
    failedTests = Require.elements(failedTests, "failedTests");
    if (!failedTests.isEmpty() && failedTests.size() != failed) {
      throw new IllegalArgumentException(
          "%s names of failed tests for %s failed tests; name all of them or none"
              .formatted(failedTests.size(), failed));
    }
  }

  /**
   * Creates evidence that does not name the failed tests, so that none of them can be excused as
   * known to be flaky.
   *
   * @param executed tests that ran, failed ones included, skipped ones not
   * @param failed tests that failed or ended in an error
   * @param skipped tests that were not run
   * @param failures one line per failed test, at most 50, {@code class.method: message}
   */
  public TestEvidence(int executed, int failed, int skipped, List<String> failures) {
    this(executed, failed, skipped, failures, List.of());
  }

  /**
   * Returns the sum of some evidence.
   *
   * @param parts of one gate run
   * @return the counts added up, at most 2,147,483,647 each; the failed tests are named if all
   *     parts name theirs
   */
  public static TestEvidence sum(List<TestEvidence> parts) {
    Require.elements(parts, "parts");
    boolean named = parts.stream().allMatch(part -> part.failedTests.size() == part.failed);
    List<String> names = parts.stream().flatMap(part -> part.failedTests.stream()).toList();
    return new TestEvidence(
        sum(parts, TestEvidence::executed),
        sum(parts, TestEvidence::failed),
        sum(parts, TestEvidence::skipped),
        parts.stream().flatMap(part -> part.failures.stream()).limit(MAX_FAILURES).toList(),
        named && names.size() <= MAX_FAILURES ? names : List.of());
  }

  private static int sum(List<TestEvidence> parts, ToLongFunction<TestEvidence> count) {
    return (int) Math.min(Integer.MAX_VALUE, parts.stream().mapToLong(count).sum());
  }

  /**
   * Returns the same counts of a run in which more was wrong than failed tests.
   *
   * @return a copy without the names of the failed tests
   */
  public TestEvidence withoutNames() {
    return new TestEvidence(executed, failed, skipped, failures);
  }
}
