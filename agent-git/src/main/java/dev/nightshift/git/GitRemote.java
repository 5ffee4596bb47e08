package dev.nightshift.git;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.git.internal.objects.SharedRepository;
import dev.nightshift.git.internal.objects.Uninterrupted;
import dev.nightshift.git.internal.remote.BranchPush;
import dev.nightshift.git.internal.remote.PushOutcome;
import dev.nightshift.git.internal.remote.RemoteAddress;
import dev.nightshift.git.internal.remote.TokenCredentials;
import dev.nightshift.git.internal.repository.RepositoryLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Another repository that commits are pushed to, over {@code https}, {@code ssh} or a path.
 *
 * <p>Only what is in the configuration of the local repository counts, such as a proxy; that of the
 * user and the system is not read, no hook is run, and no redirect is followed. {@code ssh} needs a
 * {@code SshSessionFactory} of JGit on the class path, such as {@code org.eclipse.jgit.ssh.apache}.
 *
 * <p><b>Threads:</b> safe for concurrent use. A push that has begun is not interrupted; it ends by
 * its own timeout when the other side says nothing for a minute.
 */
public final class GitRemote {
  private final Path repository;
  private final RemoteAddress address;
  private final @Nullable TokenCredentials credentials;

  private GitRemote(
      Path repository, RemoteAddress address, @Nullable TokenCredentials credentials) {
    this.repository = repository;
    this.address = address;
    this.credentials = credentials;
  }

  /**
   * Names another repository.
   *
   * @param repository a directory of the local one, which has the commits
   * @param address a URL, or a path; it holds no password
   * @return it; nothing is read or asked before {@link #push}
   * @throws IllegalArgumentException if the address cannot be read or holds a password, which the
   *     message does not show
   */
  public static GitRemote at(Path repository, String address) {
    return new GitRemote(
        Require.nonNull(repository, "repository"),
        RemoteAddress.of(Require.nonNull(address, "address")),
        null);
  }

  /**
   * Authenticates by a token, which is sent to the scheme, host and port of the address only.
   *
   * @param user what the server wants as the user's name beside a token
   * @param token asked at each push, on a thread of its own; what it returns is neither kept nor
   *     written anywhere. Where it returns null or a blank, or throws, the push is refused as
   *     {@link PushResult.Kind#UNAUTHORIZED}
   * @return a copy
   * @throws IllegalArgumentException if the address is not {@code https}, nor {@code http} on this
   *     computer
   */
  public GitRemote withToken(String user, Supplier<String> token) {
    Require.nonNull(user, "user");
    Require.nonNull(token, "token");
    address.requireSecret();
    return new GitRemote(repository, address, new TokenCredentials(address, user, token));
  }

  /**
   * Tells whether git takes a name for a branch.
   *
   * @param branch a short name, such as {@code nightshift/run-1}
   * @return whether {@link #push} takes it
   */
  public static boolean isBranchName(String branch) {
    return BranchPush.isName(Require.nonNull(branch, "branch"));
  }

  /**
   * Makes a branch hold a commit, atomically: if there is no such branch, or if it holds one of the
   * commits that may be replaced. A branch that holds the commit already is a success, so that a
   * push whose answer was lost may be done again.
   *
   * @param commit 40 hexadecimal digits, in the local repository
   * @param branch the short name of the branch there
   * @param mayReplace what the branch may hold, 40 hexadecimal digits each; empty if it must not be
   *     there
   * @return what came of it
   * @throws IllegalArgumentException if the branch is no name that git takes
   * @throws dev.nightshift.core.base.WorkspaceException if the local repository cannot be read
   */
  public PushResult push(String commit, String branch, Set<String> mayReplace) {
    Require.nonNull(commit, "commit");
    Require.nonNull(branch, "branch");
    Set<String> replaced = Set.copyOf(Require.elements(mayReplace, "mayReplace"));
    return pushed(branch, push -> push.push(commit, branch, replaced));
  }

  /**
   * Sends a commit to a name that stands for no branch there, such as {@code refs/for/main} of
   * Gerrit, which makes of it what it says; nothing is compared with what was there.
   *
   * @param commit 40 hexadecimal digits, in the local repository
   * @param ref the whole name, with what the server reads in it
   * @return whether the server took it; what it said of a commit that it declined is in the detail,
   *     of kind {@link PushResult.Kind#PROTECTED}
   * @throws IllegalArgumentException if the name is none for git, or that of a branch
   * @throws dev.nightshift.core.base.WorkspaceException if the local repository cannot be read
   */
  public PushResult propose(String commit, String ref) {
    Require.nonNull(commit, "commit");
    Require.nonNull(ref, "ref");
    return pushed(ref, push -> push.propose(commit, ref));
  }

  /** A push within a step. */
  private interface Push {
    PushOutcome by(BranchPush push) throws IOException;
  }

  private PushResult pushed(String name, Push push) {
    return result(
        Uninterrupted.call(
            "pushing '" + VisibleText.name(name) + "' to " + address,
            () -> {
              RepositoryLayout layout = RepositoryLayout.locate(repository);
              try (SharedRepository.Lease lease = SharedRepository.of(layout.commonDir()).lease()) {
                return push.by(new BranchPush(lease.repository(), address, credentials));
              }
            }));
  }

  private static PushResult result(PushOutcome outcome) {
    PushOutcome.Problem problem = outcome.problem();
    return problem == null
        ? new PushResult.Pushed(outcome.commit(), outcome.before())
        : new PushResult.Refused(PushResult.Kind.valueOf(problem.name()), outcome.detail());
  }

  /** Returns the address, which holds no secret. */
  @Override
  public String toString() {
    return address.toString();
  }
}
