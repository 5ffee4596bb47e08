package dev.nightshift.core.workspace;

/** How an attempt to land ended. */
public sealed interface Landing {
  /**
   * The target now points at exactly this candidate's merge commit.
   *
   * @param candidate what landed; another one than requested if the target had moved
   */
  record Landed(MergeCandidate candidate) implements Landing {}

  /**
   * The target moved and the branch no longer merges.
   *
   * @param report where the two sides disagree
   */
  record Conflicted(ConflictReport report) implements Landing {}

  /**
   * The target moved and the fresh candidate was not validated.
   *
   * @param candidate the candidate that was refused
   */
  record Rejected(MergeCandidate candidate) implements Landing {}

  /**
   * The target may not be moved by this library now; nothing changed.
   *
   * @param reason one sentence, for example that the target is checked out
   */
  record Refused(String reason) implements Landing {}
}
