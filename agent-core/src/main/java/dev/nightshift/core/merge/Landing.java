package dev.nightshift.core.merge;

import dev.nightshift.core.base.Require;

/** How an attempt to land ended. */
public sealed interface Landing {
  /**
   * The target now points at exactly this candidate's merge commit.
   *
   * @param candidate what landed
   * @param checkoutNote what its owner has to do because a checkout of the target did not follow,
   *     one sentence, from a queue that moves checkouts along; empty if there is nothing to do
   */
  record Landed(MergeCandidate candidate, String checkoutNote) implements Landing {
    /** Refuses nulls. */
    public Landed {
      Require.nonNull(candidate, "candidate");
      Require.nonNull(checkoutNote, "checkoutNote");
    }

    /**
     * Creates a landing that leaves nothing to do.
     *
     * @param candidate what landed
     */
    public Landed(MergeCandidate candidate) {
      this(candidate, "");
    }
  }

  /**
   * The target holds the change already: the merge would change none of its files. Nothing landed.
   *
   * @param candidate the candidate whose tree is that of the target
   */
  record NothingToLand(MergeCandidate candidate) implements Landing {
    /** Refuses nulls. */
    public NothingToLand {
      Require.nonNull(candidate, "candidate");
    }
  }

  /**
   * The target is no longer what the candidate was built on; nothing landed.
   *
   * @param fresh the same head on the new tip: a candidate that is to be validated before it is
   *     tried, or the conflicts
   * @param overlaps true if the news touch what the run read or changed, or if that is not known;
   *     then the candidate is to be reviewed again, too
   */
  record Moved(Merge fresh, boolean overlaps) implements Landing {
    /** Refuses nulls. */
    public Moved {
      Require.nonNull(fresh, "fresh");
    }
  }

  /**
   * The target may not be moved by this library now; nothing changed.
   *
   * @param reason one sentence, for example that the target is checked out
   */
  record Refused(String reason) implements Landing {
    /** Refuses nulls. */
    public Refused {
      Require.nonNull(reason, "reason");
    }
  }
}
