package dev.nightshift.core.merge;

import dev.nightshift.core.base.Require;

/** How an attempt to land ended. */
public sealed interface Landing {
  /**
   * The target now points at exactly this candidate's merge commit.
   *
   * @param candidate what landed; another one than requested if the target had moved
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
   * The target moved and the branch no longer merges.
   *
   * @param report where the two sides disagree
   */
  record Conflicted(ConflictReport report) implements Landing {
    /** Refuses nulls. */
    public Conflicted {
      Require.nonNull(report, "report");
    }
  }

  /**
   * The target moved and the fresh candidate was not validated.
   *
   * @param candidate the candidate that was refused
   */
  record Rejected(MergeCandidate candidate) implements Landing {
    /** Refuses nulls. */
    public Rejected {
      Require.nonNull(candidate, "candidate");
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
