package dev.nightshift.git.internal.remote;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.git.internal.objects.Uninterrupted;
import dev.nightshift.git.internal.remote.PushOutcome.Problem;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.internal.JGitText;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PushConnection;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.jspecify.annotations.Nullable;

/**
 * A commit on its way to a branch of another repository. The connection is used as it is and not by
 * JGit's own push, which would run a hook of the user's; the server compares what the branch holds
 * with what it said before.
 */
public final class BranchPush {
  private static final int SILENCE_SECONDS = 60;
  private static final int SAID_CHARS = 300;
  private final Repository repository;
  private final RemoteAddress address;
  private final @Nullable TokenCredentials credentials;

  public BranchPush(
      Repository repository, RemoteAddress address, @Nullable TokenCredentials credentials) {
    this.repository = repository;
    this.address = address;
    this.credentials = credentials;
  }

  /** Makes a branch hold a commit if it is not there, or holds one that may be replaced. */
  public PushOutcome push(String commit, String branch, Set<String> mayReplace) throws IOException {
    String ref = Constants.R_HEADS + branch;
    if (!isName(branch)) {
      throw new IllegalArgumentException(
          "branch '" + VisibleText.name(branch) + "' is no name of a branch");
    }
    return attempted(
        branch,
        () -> {
          String before = tip(ref);
          if (before.equals(commit)) {
            return PushOutcome.pushed(commit, commit);
          }
          if (!before.isEmpty() && !mayReplace.contains(before)) {
            return moved(branch, before);
          }
          return sent(ObjectId.fromString(commit), ref, branch, before);
        });
  }

  /** Sends a commit to a name that stands for no branch there, and tells what the server said. */
  public PushOutcome propose(String commit, String ref) throws IOException {
    if (!Repository.isValidRefName(ref) || ref.startsWith(Constants.R_HEADS)) {
      throw new IllegalArgumentException(
          "ref '" + VisibleText.name(ref) + "' must be a name such as refs/for/main");
    }
    return attempted(ref, () -> proposed(ObjectId.fromString(commit), ref));
  }

  private PushOutcome proposed(ObjectId commit, String ref) throws IOException {
    RemoteRefUpdate update =
        new RemoteRefUpdate(repository, commit.name(), commit, ref, true, null, null);
    try (Transport transport = open();
        PushConnection connection = transport.openPush()) {
      connection.push(NullProgressMonitor.INSTANCE, Map.of(ref, update));
      return update.getStatus() == RemoteRefUpdate.Status.OK
          ? PushOutcome.pushed(commit.name(), "")
          : PushOutcome.refused(
              Problem.PROTECTED,
              attempt(ref)
                  + " was declined by the server: "
                  + said(String.valueOf(update.getMessage()) + " " + connection.getMessages()));
    }
  }

  private PushOutcome attempted(String branch, Uninterrupted.Step<PushOutcome> push)
      throws IOException {
    try {
      return push.run();
    } catch (NotSupportedException unknown) {
      return PushOutcome.refused(
          Problem.UNREACHABLE, attempt(branch) + " is not possible: " + said(unknown.getMessage()));
    } catch (TransportException failed) {
      return refused(branch, failed);
    } catch (TokenCredentials.NoTokenException none) {
      return PushOutcome.refused(
          Problem.UNAUTHORIZED,
          attempt(branch)
              + " failed: the server wants a token, and "
              + none.getMessage()
              + "; give one");
    }
  }

  /** Tells whether git takes a short name for a branch. */
  public static boolean isName(String branch) {
    return Repository.isValidRefName(Constants.R_HEADS + branch);
  }

  private String tip(String ref) throws IOException {
    try (Transport transport = open();
        PushConnection connection = transport.openPush()) {
      return tip(connection, ref);
    }
  }

  private static String tip(PushConnection connection, String ref) {
    Ref known = connection.getRef(ref);
    return known == null || known.getObjectId() == null ? "" : known.getObjectId().name();
  }

  private PushOutcome sent(ObjectId commit, String ref, String branch, String before)
      throws IOException {
    String said;
    RemoteRefUpdate update =
        new RemoteRefUpdate(repository, commit.name(), commit, ref, true, null, null);
    try (Transport transport = open();
        PushConnection connection = transport.openPush()) {
      String now = tip(connection, ref);
      if (now.equals(commit.name())) {
        // Another process pushed the same meanwhile.
        return PushOutcome.pushed(now, now);
      }
      if (!now.equals(before)) {
        return moved(branch, now);
      }
      connection.push(NullProgressMonitor.INSTANCE, Map.of(ref, update));
      said = said(connection.getMessages() + " " + String.valueOf(update.getMessage()));
    }
    if (update.getStatus() == RemoteRefUpdate.Status.OK) {
      return PushOutcome.pushed(commit.name(), before);
    }
    String now = tip(ref);
    if (now.equals(commit.name())) {
      return PushOutcome.pushed(commit.name(), before);
    }
    if (!now.equals(before)) {
      return moved(branch, now);
    }
    return PushOutcome.refused(
        Problem.PROTECTED,
        attempt(branch)
            + " was declined by the server ("
            + update.getStatus().name().toLowerCase(Locale.ROOT)
            + (said.isEmpty() ? "" : ": " + said)
            + "); let its rules allow this branch, or use another prefix for branches of runs");
  }

  private PushOutcome moved(String branch, String now) {
    return PushOutcome.refused(
        Problem.MOVED,
        attempt(branch)
            + " was not done: it is at "
            + (now.isEmpty() ? "no commit any more" : now)
            + " there, which this run did not push; merge what was pushed there by hand, or delete"
            + " the branch there, and deliver again");
  }

  private PushOutcome refused(String branch, TransportException failed) {
    String message = String.valueOf(failed.getMessage());
    if (failed instanceof RedirectException) {
      return PushOutcome.refused(
          Problem.NOT_FOUND,
          attempt(branch)
              + " was not done: the server "
              + message
              + "; no redirect is followed: if the repository is there now, give that address");
    }
    if (failed instanceof NoRemoteRepositoryException) {
      return PushOutcome.refused(
          Problem.NOT_FOUND,
          attempt(branch)
              + " failed: there is no such repository, or the token may not see it; check the"
              + " address and what the token allows");
    }
    if (message.contains(JGitText.get().notAuthorized)
        || message.contains(JGitText.get().noCredentialsProvider)
        || message.contains(JGitText.get().authenticationNotSupported)) {
      return PushOutcome.refused(
          Problem.UNAUTHORIZED,
          attempt(branch)
              + " failed: the server wants "
              + (credentials == null
                  ? "a token; give one"
                  : "another token: this one is wrong, expired or revoked; renew it"));
    }
    if (message.contains(beginning(JGitText.get().serviceNotPermitted))) {
      return PushOutcome.refused(
          Problem.FORBIDDEN,
          attempt(branch) + " is not permitted; give the token the right to push (write contents)");
    }
    return PushOutcome.refused(
        Problem.UNREACHABLE,
        attempt(branch) + " failed: " + said(message) + "; try again when the server is there");
  }

  /** What stands in a message of JGit's whatever it is about. */
  private static String beginning(String pattern) {
    return pattern.replaceAll("\\{\\d}", "").replace("''", "'").strip().split("'", 2)[0].strip();
  }

  private Transport open() throws NotSupportedException, TransportException {
    Transport transport = Transport.open(repository, address.uri());
    transport.setTimeout(SILENCE_SECONDS);
    transport.setCredentialsProvider(credentials);
    if (transport instanceof TransportHttp http) {
      http.setHttpConnectionFactory(new StayingConnections());
    }
    return transport;
  }

  private String attempt(String branch) {
    return "pushing '" + VisibleText.name(branch) + "' to " + address;
  }

  private String said(@Nullable String message) {
    String line = String.valueOf(message).replaceAll("\\s+", " ").strip();
    return VisibleText.cut(VisibleText.of(line), SAID_CHARS);
  }
}
