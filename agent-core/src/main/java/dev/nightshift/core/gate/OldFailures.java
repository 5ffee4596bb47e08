package dev.nightshift.core.gate;

import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tests that fail without a change, too, of those that fail with it.
 *
 * @param names their names, in order; none if nobody looked
 */
record OldFailures(List<String> names) {
  static final OldFailures NONE = new OldFailures(List.of());
  private static final int MAX_LISTED = 20;

  /** Those of a run that are among the failures without the change. */
  static OldFailures of(TestEvidence now, Set<String> failedBefore) {
    return new OldFailures(now.failedTests().stream().filter(failedBefore::contains).toList());
  }

  /** What is left to be held against the change. */
  TestEvidence without(TestEvidence now) {
    if (names.isEmpty()) {
      return now;
    }
    List<String> left = now.failedTests().stream().filter(one -> !names.contains(one)).toList();
    List<String> lines =
        now.failures().stream()
            .filter(line -> names.stream().noneMatch(name -> line.startsWith(name + ":")))
            .toList();
    return new TestEvidence(now.executed(), left.size(), now.skipped(), lines, left);
  }

  /** Their names as one line; empty if there is none. */
  String told() {
    String some =
        names.stream().limit(MAX_LISTED).map(VisibleText::name).collect(Collectors.joining(", "));
    int more = names.size() - MAX_LISTED;
    return more > 0 ? some + " and " + more + " more" : some;
  }
}
