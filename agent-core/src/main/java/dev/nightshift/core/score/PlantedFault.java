package dev.nightshift.core.score;

import dev.nightshift.core.agent.Finding;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;

/**
 * One fault in one file of a change, made by {@link FaultPlanter}.
 *
 * @param kind what is wrong
 * @param mutation how it was made, a name of {@code fault-rules.txt} such as {@code boundary}
 * @param path the file
 * @param firstLine the first line of the faulty file that shows it, from 1; where lines were taken
 *     away, the one before them
 * @param lastLine the last such line; where lines were taken away, the one behind them
 * @param was what stood there, without the change of the fault
 * @param text the whole file with the fault
 */
public record PlantedFault(
    FaultKind kind,
    String mutation,
    String path,
    int firstLine,
    int lastLine,
    String was,
    String text) {
  private static final int SHOWN = 120;

  /** Refuses nulls and lines that cannot be. */
  public PlantedFault {
    Require.nonNull(kind, "kind");
    Require.nonNull(mutation, "mutation");
    Require.nonNull(path, "path");
    Require.nonNull(was, "was");
    Require.nonNull(text, "text");
    if (firstLine < 1 || lastLine < firstLine) {
      throw new IllegalArgumentException(
          "a fault at lines %d to %d; lines count from 1".formatted(firstLine, lastLine));
    }
  }

  /**
   * Tells whether a finding is about this fault.
   *
   * @param finding what a reviewer noticed
   * @param near how many lines it may be beside the fault, at least 0
   * @return true if it names the file and a line that is no farther away
   */
  boolean isMeantBy(Finding finding, int near) {
    return finding.path().equals(path)
        && finding.line() >= firstLine - near
        && finding.line() <= lastLine + near;
  }

  /**
   * Returns place, kind and mutation for people.
   *
   * @return one line, for example {@code src/Cart.java:12 logic edge case, boundary: i < n}
   */
  @Override
  public String toString() {
    return "%s:%d %s, %s: %s"
        .formatted(
            VisibleText.name(path),
            lastLine,
            kind,
            mutation,
            VisibleText.oneLine(was.strip(), SHOWN));
  }
}
