package dev.nightshift.core.run;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.ProposalLink;
import dev.nightshift.core.merge.MergeCandidate;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What came of a delivery. */
public sealed interface DeliveryResult {
  /**
   * The target points at the candidate's merge commit.
   *
   * @param candidate what landed; another one than asked for if the target had moved
   * @param checkoutNote what its owner has to do because a checkout of the target could not follow;
   *     empty if there is nothing to do
   * @param link where the change is talked about; null if nowhere
   */
  record Merged(MergeCandidate candidate, String checkoutNote, @Nullable URI link)
      implements DeliveryResult {
    /** Refuses a link that a report cannot show. */
    public Merged {
      Require.nonNull(candidate, "candidate");
      Require.nonNull(checkoutNote, "checkoutNote");
      link = link == null ? null : ProposalLink.checked(link);
    }

    /**
     * Creates a result that leaves nothing to do.
     *
     * @param candidate what landed
     */
    public Merged(MergeCandidate candidate) {
      this(candidate, "", null);
    }

    /**
     * Returns this merge with a link, as {@link Proposed#withLink} does.
     *
     * @param newLink an address of the same kind
     * @return the merge, to be returned by the delivery that made it
     * @throws IllegalArgumentException if the link is of another kind
     */
    public Merged withLink(URI newLink) {
      Require.nonNull(newLink, "newLink");
      return new Merged(candidate, checkoutNote, newLink);
    }
  }

  /**
   * The change waits for a human.
   *
   * @param branch the short branch name in the user's repository
   * @param link where the change is talked about, such as a pull request; null if nowhere
   * @param reason why it is not merged
   */
  record Proposed(String branch, @Nullable URI link, String reason) implements DeliveryResult {
    /** Refuses a link that a report cannot show. */
    public Proposed {
      Require.nonNull(branch, "branch");
      Require.nonNull(reason, "reason");
      link = link == null ? null : ProposalLink.checked(link);
    }

    /**
     * Creates a proposal without a link.
     *
     * @param branch the short branch name in the user's repository
     * @param reason why it is not merged
     */
    public Proposed(String branch, String reason) {
      this(branch, null, reason);
    }

    /**
     * Returns this proposal with a link. A {@link Delivery} that needs the branch before it can
     * open a pull request proposes first, and returns the proposal with the link it then got.
     *
     * @param newLink an absolute {@code http} or {@code https} address with a host, without user
     *     information, of at most 2,000 characters
     * @return the proposal, to be returned by the delivery that made it
     * @throws IllegalArgumentException if the link is of another kind
     */
    public Proposed withLink(URI newLink) {
      Require.nonNull(newLink, "newLink");
      return new Proposed(branch, newLink, reason);
    }

    /**
     * Returns this proposal with more to say of why it waits, such as why no pull request was
     * opened for it.
     *
     * @param remark one sentence, not blank, which ends up behind the reason
     * @return the proposal, to be returned by the delivery that made it
     * @throws IllegalArgumentException if the remark is blank
     */
    public Proposed withRemark(String remark) {
      if (Require.nonNull(remark, "remark").isBlank()) {
        throw new IllegalArgumentException("remark must not be blank; leave the call out instead");
      }
      return new Proposed(branch, link, reason + "; " + remark);
    }
  }

  /**
   * The change has to be worked on again.
   *
   * @param feedback for the implementer
   */
  record Redo(Feedback feedback) implements DeliveryResult {
    /** Refuses nulls. */
    public Redo {
      Require.nonNull(feedback, "feedback");
    }
  }

  /**
   * Nothing is delivered, and another round would not help: the evidence does not allow it, or the
   * target holds the change already.
   *
   * @param reason the typed end; {@code empty_diff} ends the run as one without a change
   * @param detail one sentence for the report
   */
  record Refused(EndReason reason, String detail) implements DeliveryResult {
    /** Refuses a reason that claims a delivery. */
    public Refused {
      Require.nonNull(reason, "reason");
      Require.nonNull(detail, "detail");
      reason.requireNoDelivery();
    }
  }
}
