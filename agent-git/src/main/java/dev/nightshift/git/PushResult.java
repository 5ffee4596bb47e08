package dev.nightshift.git;

import dev.nightshift.core.base.Require;

/** What came of a push. Whatever it is, the local repository is as it was. */
public sealed interface PushResult {
  /**
   * The branch holds the commit, there and now.
   *
   * @param commit 40 hexadecimal digits
   * @param before what the branch held before, 40 hexadecimal digits: the commit itself if it was
   *     there already; empty if there was no such branch
   */
  record Pushed(String commit, String before) implements PushResult {
    /** Refuses nulls. */
    public Pushed {
      Require.nonNull(commit, "commit");
      Require.nonNull(before, "before");
    }
  }

  /**
   * The branch there is as it was.
   *
   * @param kind what the problem is
   * @param detail what was attempted, where, and the remedy; no secrets
   */
  record Refused(Kind kind, String detail) implements PushResult {
    /** Refuses nulls. */
    public Refused {
      Require.nonNull(kind, "kind");
      Require.nonNull(detail, "detail");
    }
  }

  /** Why a push was refused. */
  enum Kind {
    /** The branch is protected there, or a rule or a hook of the server declined it. */
    PROTECTED,
    /** The branch holds a commit there that may not be replaced, or it moved meanwhile. */
    MOVED,
    /** The token is missing, wrong, expired or revoked. */
    UNAUTHORIZED,
    /** The token is good, and not for pushes to this repository. */
    FORBIDDEN,
    /** No such repository, nobody may see it with this token, or the server redirects elsewhere. */
    NOT_FOUND,
    /** The server could not be reached, or failed. */
    UNREACHABLE
  }
}
