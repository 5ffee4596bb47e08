package dev.nightshift.forge;

import dev.nightshift.git.GitRemote;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * One repository on a service where people look at changes and merge them: an SPI.
 *
 * <p>A request is known by the branch of the run that it is for, so that a run that was killed
 * between two of these calls finds the one it had opened.
 *
 * <p><b>Caller:</b> {@link PullRequests} on the thread of a run, within a step, and {@link
 * PullRequestWatch} on the thread of the host. <b>Threads:</b> safe for concurrent use; each method
 * but {@link #name} and {@link #remote} asks the forge and may block. <b>Errors:</b> a {@link
 * ForgeException}; a method that waits gives up when its thread is interrupted.
 */
public interface Forge {
  /**
   * Returns what it is called in messages and requests.
   *
   * @return for example {@code github:acme/shop}; no secrets
   */
  String name();

  /**
   * Returns where branches are pushed, with what authenticates there. Asks nobody.
   *
   * @param repository a directory of the local repository
   * @return the repository of this forge
   */
  GitRemote remote(Path repository);

  /**
   * Brings a commit to where a request can be opened for it; the same once more is a success.
   * Unless overridden it makes the branch there hold the commit, if that holds what may be
   * replaced.
   *
   * @param remote what {@link #remote} returned, or what the host put in its place
   * @param proposed the commit, and what its request says
   * @throws ForgeException if it is not there; what was there is as it was
   * @throws InterruptedException if the thread was interrupted
   */
  default void push(GitRemote remote, ProposedCommit proposed) throws InterruptedException {
    proposed.pushTo(remote);
  }

  /**
   * Looks for the request of a branch.
   *
   * @param branch the short name of a branch of this repository, not of a fork of it
   * @return the open one, else the last one that was closed or merged; empty if there was none
   * @throws ForgeException if the forge does not tell
   * @throws InterruptedException if the thread was interrupted
   */
  Optional<PullRequest> find(String branch) throws InterruptedException;

  /**
   * Opens a request for a branch that is there and has none. One whose labels cannot be set is open
   * all the same.
   *
   * @param branch the short name of the branch
   * @param content what it says
   * @return the request
   * @throws ForgeException if it was not opened, or nobody knows whether it was; {@link
   *     ForgeException.Kind#ALREADY_OPEN} if the branch has one
   * @throws InterruptedException if the thread was interrupted
   */
  PullRequest open(String branch, PullRequestContent content) throws InterruptedException;

  /**
   * Says anew what a request is about; its title, and what people wrote into its text, stay.
   *
   * @param known an open request
   * @param content what it says from now on
   * @return the request as it is then
   * @throws ForgeException if it is not known whether it says so
   * @throws InterruptedException if the thread was interrupted
   */
  PullRequest update(PullRequest known, PullRequestContent content) throws InterruptedException;

  /**
   * Reads what was said about a request. Anybody may say something there, and much: what is not to
   * count need not be read.
   *
   * @param known a request
   * @param reviewers accounts whose reviews count whatever the forge says of their rights; the case
   *     of their letters says nothing
   * @return reviews and checks as they are now
   * @throws ForgeException if the forge does not tell
   * @throws InterruptedException if the thread was interrupted
   */
  Discussion discussion(PullRequest known, Set<String> reviewers) throws InterruptedException;
}
