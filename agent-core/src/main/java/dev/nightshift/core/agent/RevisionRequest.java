package dev.nightshift.core.agent;

import dev.nightshift.core.base.Require;

/**
 * The one change a reviewer asks for.
 *
 * @param finding where and what is wrong
 * @param requiredChange what has to be true afterwards
 * @param howToVerify how the reviewer will see that it is
 */
public record RevisionRequest(Finding finding, String requiredChange, String howToVerify) {
  /** Refuses nulls. */
  public RevisionRequest {
    Require.nonNull(finding, "finding");
    Require.nonNull(requiredChange, "requiredChange");
    Require.nonNull(howToVerify, "howToVerify");
  }

  /**
   * Tells whether this request is an earlier one again in substance: same file, same category and
   * similar words, whatever the line, because lines shift between two rounds.
   *
   * @param earlier a request of the same run
   * @return true if asking again will hardly help
   */
  public boolean repeats(RevisionRequest earlier) {
    return finding.path().equals(earlier.finding.path())
        && finding.category().equals(earlier.finding.category())
        && TextSimilarity.of(finding.message())
            .resembles(TextSimilarity.of(earlier.finding.message()));
  }
}
