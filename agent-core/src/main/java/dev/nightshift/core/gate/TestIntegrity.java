package dev.nightshift.core.gate;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.glob.GlobLanguage;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a host makes of a change that weakens the tests which judge it. Immutable.
 *
 * @param verdict what comes of it
 * @param guardedPaths globs of files that gates run, such as a script: any change of them counts
 * @param allowedPaths globs of files in which it is never held against a change, beside those that
 *     {@link dev.nightshift.core.task.Task#allowedTestChanges} names for one task
 */
public record TestIntegrity(Verdict verdict, List<String> guardedPaths, List<String> allowedPaths) {
  /** Refuses globs that a task would refuse as an allowed path. */
  public TestIntegrity {
    Require.nonNull(verdict, "verdict");
    guardedPaths = Require.elements(guardedPaths, "guardedPaths");
    allowedPaths = Require.elements(allowedPaths, "allowedPaths");
    guardedPaths.forEach(glob -> GlobLanguage.permitting("guarded path", glob));
    allowedPaths.forEach(glob -> GlobLanguage.permitting("allowed path", glob));
  }

  /**
   * Returns the policy that is red: the implementer is told each place and has to restore it.
   *
   * @return a policy without guarded and allowed paths
   */
  public static TestIntegrity block() {
    return new TestIntegrity(Verdict.BLOCK, List.of(), List.of());
  }

  /**
   * Returns the policy that asks: the change is only proposed, and each place stands among the
   * decisions of the report.
   *
   * @return a policy without guarded and allowed paths
   */
  public static TestIntegrity askHuman() {
    return new TestIntegrity(Verdict.ASK_HUMAN, List.of(), List.of());
  }

  /**
   * Adds files that gates run.
   *
   * @param globs for example {@code scripts/check.sh}
   * @return a copy
   */
  public TestIntegrity guarding(String... globs) {
    Require.elements(globs, "globs");
    return new TestIntegrity(verdict, joined(guardedPaths, globs), allowedPaths);
  }

  /**
   * Adds files in which tests may go or be weakened, whatever the task.
   *
   * @param globs for example {@code src/test/java/spike/**}
   * @return a copy
   */
  public TestIntegrity allowing(String... globs) {
    Require.elements(globs, "globs");
    return new TestIntegrity(verdict, guardedPaths, joined(allowedPaths, globs));
  }

  private static List<String> joined(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).distinct().toList();
  }

  /** What comes of a change that weakens its tests. */
  public enum Verdict {
    /** The gate is red. */
    BLOCK,
    /** The gate is green, and the change is only proposed. */
    ASK_HUMAN
  }
}
