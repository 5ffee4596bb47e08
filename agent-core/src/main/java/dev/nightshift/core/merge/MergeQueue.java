package dev.nightshift.core.merge;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.TreeView;
import java.util.Optional;

/**
 * The one way onto a target: it builds candidates, checks them out for gates, and lands exactly
 * what was validated.
 *
 * <p><b>Threads:</b> safe for concurrent use; the turns of one target follow each other in order of
 * arrival.
 */
public interface MergeQueue {
  /**
   * Merges a branch into the target's current tip in memory.
   *
   * @param run the run the branch belongs to
   * @param head the tip of the branch
   * @return a candidate, pinned until the run's workspace is {@linkplain
   *     dev.nightshift.core.workspace.ManagedWorkspace#discard discarded}, or the conflicts
   * @throws WorkspaceException NOT_FOUND if the run has no open workspace
   */
  Merge candidate(RunId run, String head);

  /**
   * Tells why the target can take nothing of a run by a merge, whatever the run holds: it is gone,
   * or somebody took back from it what the run is based on, so that a merge would bring that back.
   *
   * <p>Called before a proposal is published and before an accepted one is merged.
   *
   * @param run an open run
   * @return one sentence with the remedy; empty, the default, if nothing is known to hinder it
   */
  default String obstacle(RunId run) {
    return "";
  }

  /**
   * Checks a candidate out into a fresh directory.
   *
   * @param candidate a candidate of this queue
   * @return the checkout, to be closed by the caller
   */
  CandidateCheckout checkout(MergeCandidate candidate);

  /**
   * Checks out the commit of the target that a candidate was built on, as {@link #checkout} does.
   *
   * @param candidate a candidate of this queue
   * @return the checkout, to be closed by the caller; empty, the default, if there is none: a gate
   *     whose command cannot be run is then red, whoever is to blame
   */
  default Optional<CandidateCheckout> checkoutTarget(MergeCandidate candidate) {
    return Optional.empty();
  }

  /**
   * Checks out a commit for a run that has no candidate yet, as {@link #checkout(MergeCandidate)}
   * does.
   *
   * @param run an open run
   * @param commit 40 hexadecimal digits
   * @return the checkout, to be closed by the caller; empty, the default, if there is none: no gate
   *     can then be asked before the work begins
   */
  default Optional<CandidateCheckout> checkout(RunId run, String commit) {
    return Optional.empty();
  }

  /**
   * Returns what a candidate changes on its target.
   *
   * @param candidate a candidate of this queue
   * @return the difference between its first parent and the merge commit
   */
  Change change(MergeCandidate candidate);

  /**
   * Returns the files of a commit without checking it out.
   *
   * @param commit 40 hexadecimal digits
   * @return a read-only view
   */
  TreeView view(String commit);

  /**
   * Returns the files of a commit for somebody who judges a run. What is read there counts as read
   * by the run, so that news of the target which touch it overlap.
   *
   * @param run an open run
   * @param commit 40 hexadecimal digits
   * @return a read-only view; the default records nothing
   */
  default TreeView view(RunId run, String commit) {
    return view(commit);
  }

  /**
   * Waits for the turn to land.
   *
   * @param run the run that is to land
   * @return the turn, to be closed by the caller
   * @throws InterruptedException if the run was cancelled while it waited
   */
  MergeTurn turn(RunId run) throws InterruptedException;
}
