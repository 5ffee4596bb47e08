package dev.nightshift.core.gate;

import dev.nightshift.core.base.Require;
import java.util.List;

/**
 * A gate that gave both verdicts on one tree, or turned green on the same work when only the target
 * had moved, so that its green proves nothing. In a composed gate it is the part that did.
 *
 * @param name the gate
 * @param tree the tree of the merge commit it judged last, 40 hexadecimal digits
 * @param verdicts all it said of that tree, or of that work, oldest first
 * @param excusedTests the failed tests, if every red verdict is fully explained by tests the host
 *     knows as flaky; else empty
 * @param targetMoved true if no tree got both verdicts: the gate is flaky, or what landed on the
 *     target meanwhile repaired what was red
 */
public record FlakyGate(
    String name,
    String tree,
    List<GateResult> verdicts,
    List<String> excusedTests,
    boolean targetMoved) {
  /** Copies the lists. */
  public FlakyGate {
    Require.nonNull(name, "name");
    Require.nonNull(tree, "tree");
    verdicts = Require.elements(verdicts, "verdicts");
    excusedTests = Require.elements(excusedTests, "excusedTests");
  }

  /**
   * Tells whether the host's list of known flaky tests explains every red verdict, so that the gate
   * counts as green.
   *
   * @return false if the change may only be proposed
   */
  public boolean isExcused() {
    return !excusedTests.isEmpty();
  }
}
