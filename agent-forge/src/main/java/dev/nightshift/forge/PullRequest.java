package dev.nightshift.forge;

import dev.nightshift.core.base.Require;
import java.net.URI;

/**
 * A pull request as its forge tells of it.
 *
 * @param id what the forge calls it, a number for most; unique in its repository
 * @param link where people see it, {@code https} or {@code http}
 * @param state whether it is open
 * @param head the commit that it asks to be pulled, 40 hexadecimal digits
 * @param isDraft whether it is marked as not to be merged yet
 * @param text its text as it is there, maybe changed by people; untrusted
 * @param by who merged or closed it, by the name of the account; empty if it is open, or the forge
 *     does not tell
 */
public record PullRequest(
    String id, URI link, State state, String head, boolean isDraft, String text, String by) {
  /** Refuses nulls. */
  public PullRequest {
    Require.nonNull(id, "id");
    Require.nonNull(link, "link");
    Require.nonNull(state, "state");
    Require.nonNull(head, "head");
    Require.nonNull(text, "text");
    Require.nonNull(by, "by");
  }

  /**
   * A request of which nobody knows who merged or closed it.
   *
   * @param id as for the record, as all of them
   * @param link where people see it
   * @param state whether it is open
   * @param head the commit that it asks to be pulled
   * @param isDraft whether it is marked as not to be merged yet
   * @param text its text as it is there
   */
  public PullRequest(String id, URI link, State state, String head, boolean isDraft, String text) {
    this(id, link, state, head, isDraft, text, "");
  }

  /**
   * Tells who merged or closed it.
   *
   * @param account the name of the account; empty if that is not known
   * @return a copy
   */
  public PullRequest by(String account) {
    return new PullRequest(
        id, link, state, head, isDraft, text, Require.nonNull(account, "account"));
  }

  /** Whether a request is open. */
  public enum State {
    /** It waits. */
    OPEN,
    /** Somebody closed it without a merge. */
    CLOSED,
    /** Its target holds it. */
    MERGED
  }
}
