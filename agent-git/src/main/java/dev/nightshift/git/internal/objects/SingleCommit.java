package dev.nightshift.git.internal.objects;

import dev.nightshift.core.base.WorkspaceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * All that a commit with one parent says beside its files, which are those of the tip of a branch.
 *
 * @param parent its id
 * @param author who made the change
 * @param committer who made the commit
 * @param message the whole message
 */
public record SingleCommit(String parent, Person author, Person committer, String message) {
  /**
   * Somebody at some time.
   *
   * @param offsetMinutes how far the clock there was ahead of UTC
   */
  public record Person(String name, String email, Instant time, int offsetMinutes) {
    private static Person of(PersonIdent ident) {
      return new Person(
          ident.getName(),
          ident.getEmailAddress(),
          ident.getWhenAsInstant(),
          ident.getZoneOffset().getTotalSeconds() / 60);
    }

    private PersonIdent ident() {
      return new PersonIdent(name, email, time, offset());
    }

    /** An offset that no clock has makes another commit, which is what it is. */
    private ZoneOffset offset() {
      try {
        return ZoneOffset.ofTotalSeconds(offsetMinutes * 60);
      } catch (DateTimeException none) {
        return ZoneOffset.UTC;
      }
    }
  }

  /**
   * The newest commit of a target that a branch contains.
   *
   * @param shown the name of the target, for the message
   */
  public static String base(Repository repository, String tip, ObjectId target, String shown)
      throws IOException {
    ObjectId commit = Trees.commit(repository, tip);
    List<RevCommit> bases = new History(repository).mergeBases(commit, target);
    if (bases.isEmpty() || bases.get(0).equals(commit)) {
      throw new WorkspaceException(
          WorkspaceException.Kind.UNSUPPORTED,
          "'%s' %s, so that there is no change to review"
              .formatted(
                  shown, (bases.isEmpty() ? "has nothing in common with " : "contains ") + tip));
    }
    return bases.get(0).name();
  }

  /** What a tip says, with the trailers of its branch for a message. */
  public static SingleCommit like(Repository repository, String tip, String base)
      throws IOException {
    RevCommit commit = Trees.commit(repository, tip);
    StringBuilder trailers = new StringBuilder();
    append(
        trailers,
        CommitMessage.RUN,
        CommitMessage.trailers(commit.getFullMessage(), CommitMessage.RUN));
    append(
        trailers,
        CommitMessage.ASSISTED_BY,
        new History(repository)
            .trailers(ObjectId.fromString(base), commit, CommitMessage.ASSISTED_BY));
    return new SingleCommit(
        base,
        Person.of(commit.getAuthorIdent()),
        Person.of(commit.getCommitterIdent()),
        trailers.toString());
  }

  private static void append(StringBuilder trailers, String key, Set<String> values) {
    values.forEach(value -> trailers.append(key).append(": ").append(value).append('\n'));
  }

  /** Stores it with the files of a tip; returns its id. */
  public String store(Repository repository, String tip) throws IOException {
    PendingObjects pending = new PendingObjects();
    ObjectId id = pending.add(Constants.OBJ_COMMIT, bytes(repository, tip));
    pending.storeIn(repository);
    return id.name();
  }

  /** Tells whether a commit that says this has the files of a tip that contains its parent. */
  public boolean isOf(Repository repository, String commit, String tip) throws IOException {
    if (!isHere(repository, tip) || !isHere(repository, parent)) {
      return false;
    }
    byte[] bytes = bytes(repository, tip);
    return new ObjectInserter.Formatter().idFor(Constants.OBJ_COMMIT, bytes).name().equals(commit)
        && new History(repository)
            .isAncestor(ObjectId.fromString(parent), ObjectId.fromString(tip));
  }

  private static boolean isHere(Repository repository, String commit) throws IOException {
    return ObjectId.isId(commit) && repository.getObjectDatabase().has(ObjectId.fromString(commit));
  }

  private byte[] bytes(Repository repository, String tip) throws IOException {
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(Trees.commit(repository, tip).getTree());
    commit.setParentId(ObjectId.fromString(parent));
    commit.setAuthor(author.ident());
    commit.setCommitter(committer.ident());
    commit.setEncoding(StandardCharsets.UTF_8);
    commit.setMessage(message);
    return commit.build();
  }
}
