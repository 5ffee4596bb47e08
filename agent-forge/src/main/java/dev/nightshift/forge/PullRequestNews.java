package dev.nightshift.forge;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.run.Revision;
import java.util.List;

/** What came back of a pull request since its run ended; all of it is about its head commit. */
public sealed interface PullRequestNews {
  /**
   * Its target holds it.
   *
   * @param request the request
   */
  record Merged(PullRequest request) implements PullRequestNews {
    /** Refuses null. */
    public Merged {
      Require.nonNull(request, "request");
    }
  }

  /**
   * Somebody closed it without a merge.
   *
   * @param request the request
   */
  record Closed(PullRequest request) implements PullRequestNews {
    /** Refuses null. */
    public Closed {
      Require.nonNull(request, "request");
    }
  }

  /**
   * Somebody who may do so requests changes by one review.
   *
   * @param author who submitted the review, by the name of the account
   * @param revision for {@code Nightshift.revise}: where the request comes from, and its text
   *     fenced as untrusted
   */
  record ChangeRequested(String author, Revision revision) implements PullRequestNews {
    /** Refuses nulls. */
    public ChangeRequested {
      Require.nonNull(author, "author");
      Require.nonNull(revision, "revision");
    }
  }

  /**
   * Checks of the forge are red, and none is under way. A run is sent back by them as by a human,
   * because no gate of the run has judged; that nobody asked for it is in the text of the request.
   *
   * @param checks their names; untrusted
   * @param revision for {@code Nightshift.revise}: that checks are red, in the words of the host,
   *     and their names and what they say fenced as untrusted
   */
  record ChecksFailed(List<String> checks, Revision revision) implements PullRequestNews {
    /** Copies the names; refuses nulls. */
    public ChecksFailed {
      checks = Require.elements(checks, "checks");
      Require.nonNull(revision, "revision");
    }
  }

  /**
   * People who may do so approve the head that the run proposed; nobody who may do so requests
   * changes of it or of an earlier one, and every check that there is has passed: none is red,
   * under way or undecided.
   *
   * @param head the commit that they approve, 40 hexadecimal digits
   * @param by their accounts
   */
  record Approved(String head, List<String> by) implements PullRequestNews {
    /** Copies the names; refuses nulls. */
    public Approved {
      Require.nonNull(head, "head");
      by = Require.elements(by, "by");
    }
  }

  /**
   * Nothing that the run could go on with.
   *
   * @param why one sentence: nobody said anything, or why what was said is not taken; of what
   *     others wrote it holds names only, of accounts and checks
   */
  record Waiting(String why) implements PullRequestNews {
    /** Refuses null. */
    public Waiting {
      Require.nonNull(why, "why");
    }
  }
}
