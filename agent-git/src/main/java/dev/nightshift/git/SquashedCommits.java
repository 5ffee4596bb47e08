package dev.nightshift.git;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.git.internal.objects.CommitMessage;
import dev.nightshift.git.internal.objects.History;
import dev.nightshift.git.internal.objects.PendingObjects;
import dev.nightshift.git.internal.objects.SharedRepository;
import dev.nightshift.git.internal.objects.Trees;
import dev.nightshift.git.internal.objects.Uninterrupted;
import dev.nightshift.git.internal.repository.RepositoryLayout;
import dev.nightshift.git.internal.repository.TargetBranch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
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
 * Commits that stand for a whole branch: one commit with the files of its tip, on the commit of the
 * target that the branch contains. Servers that review single commits, as Gerrit, take these.
 *
 * <p>The id of a commit holds that of its files. So what such a server tells of a commit in words
 * shows whether it has the very files of a tip here, without asking for one of them.
 *
 * <p><b>Threads:</b> safe for concurrent use. <b>Errors:</b> {@link WorkspaceException} if the
 * repository cannot be read.
 */
public final class SquashedCommits {
  private final Path repository;

  private SquashedCommits(Path repository) {
    this.repository = repository;
  }

  /**
   * Names the repository that has the branches.
   *
   * @param repository a directory of it
   * @return them; nothing is read yet
   */
  public static SquashedCommits in(Path repository) {
    return new SquashedCommits(Require.nonNull(repository, "repository"));
  }

  /**
   * Returns the newest commit of a target that a branch contains.
   *
   * @param tip the tip of the branch, 40 hexadecimal digits
   * @param target the short name of a branch of this repository
   * @return 40 hexadecimal digits
   * @throws WorkspaceException if a commit or the target is not there; UNSUPPORTED if the target
   *     contains the tip, or the two have nothing in common
   */
  public String base(String tip, String target) {
    Require.nonNull(tip, "tip");
    Require.nonNull(target, "target");
    return with(
        (layout, opened) -> {
          ObjectId commit = Trees.commit(opened, tip);
          List<RevCommit> bases =
              new History(opened).mergeBases(commit, new TargetBranch(layout, opened).tip(target));
          if (bases.isEmpty() || bases.get(0).equals(commit)) {
            throw new WorkspaceException(
                WorkspaceException.Kind.UNSUPPORTED,
                "'%s' %s, so that there is no change to review"
                    .formatted(
                        VisibleText.name(target),
                        (bases.isEmpty() ? "has nothing in common with " : "contains ") + tip));
          }
          return bases.get(0).name();
        });
  }

  /**
   * Reads what the tip of a branch says, on another parent and with the models of all its commits.
   *
   * @param tip the tip of the branch, 40 hexadecimal digits
   * @param base what {@link #base} returned
   * @return its author and committer; for a message the trailers of the branch, a line each
   */
  public CommitHeader header(String tip, String base) {
    Require.nonNull(tip, "tip");
    Require.nonNull(base, "base");
    return with(
        (layout, opened) -> {
          RevCommit commit = Trees.commit(opened, tip);
          StringBuilder trailers = new StringBuilder();
          CommitMessage.trailers(commit.getFullMessage(), CommitMessage.RUN)
              .forEach(run -> append(trailers, CommitMessage.RUN, run));
          Set<String> models =
              new History(opened)
                  .trailers(ObjectId.fromString(base), commit, CommitMessage.ASSISTED_BY);
          models.forEach(model -> append(trailers, CommitMessage.ASSISTED_BY, model));
          return new CommitHeader(
              base,
              person(commit.getAuthorIdent()),
              person(commit.getCommitterIdent()),
              trailers.toString());
        });
  }

  private static void append(StringBuilder trailers, String key, String value) {
    trailers.append(key).append(": ").append(value).append('\n');
  }

  /**
   * Makes a commit that no branch names; the same twice is one.
   *
   * @param tip the commit whose files it gets, 40 hexadecimal digits
   * @param header what else it says
   * @return its id, 40 hexadecimal digits
   */
  public String store(String tip, CommitHeader header) {
    Require.nonNull(tip, "tip");
    Require.nonNull(header, "header");
    return with(
        (layout, opened) -> {
          PendingObjects pending = new PendingObjects();
          ObjectId id = pending.add(Constants.OBJ_COMMIT, bytes(opened, tip, header));
          pending.storeIn(opened);
          return id.name();
        });
  }

  /**
   * Tells whether a commit that says this has the files of a tip, on a commit that the tip
   * contains. The commit need not be here.
   *
   * @param commit its id, 40 hexadecimal digits
   * @param header what it says
   * @param tip the commit whose files it is to have, 40 hexadecimal digits
   * @return whether that is certain
   */
  public boolean isSquashed(String commit, CommitHeader header, String tip) {
    Require.nonNull(commit, "commit");
    Require.nonNull(header, "header");
    Require.nonNull(tip, "tip");
    return with(
        (layout, opened) -> {
          if (!isHere(opened, tip) || !isHere(opened, header.parent())) {
            return false;
          }
          byte[] bytes = bytes(opened, tip, header);
          ObjectId id = new ObjectInserter.Formatter().idFor(Constants.OBJ_COMMIT, bytes);
          return id.name().equals(commit)
              && new History(opened)
                  .isAncestor(ObjectId.fromString(header.parent()), ObjectId.fromString(tip));
        });
  }

  private static boolean isHere(Repository opened, String commit) throws IOException {
    return ObjectId.isId(commit) && opened.getObjectDatabase().has(ObjectId.fromString(commit));
  }

  private static byte[] bytes(Repository opened, String tip, CommitHeader header)
      throws IOException {
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(Trees.commit(opened, tip).getTree());
    commit.setParentId(ObjectId.fromString(header.parent()));
    commit.setAuthor(ident(header.author()));
    commit.setCommitter(ident(header.committer()));
    commit.setEncoding(StandardCharsets.UTF_8);
    commit.setMessage(header.message());
    return commit.build();
  }

  private static CommitHeader.Person person(PersonIdent ident) {
    return new CommitHeader.Person(
        ident.getName(),
        ident.getEmailAddress(),
        ident.getWhenAsInstant(),
        ident.getZoneOffset().getTotalSeconds() / 60);
  }

  private static PersonIdent ident(CommitHeader.Person person) {
    return new PersonIdent(
        person.name(), person.email(), person.time(), offset(person.offsetMinutes()));
  }

  /** An offset that no clock has makes another commit, which is what it is. */
  private static ZoneOffset offset(int minutes) {
    try {
      return ZoneOffset.ofTotalSeconds(minutes * 60);
    } catch (DateTimeException none) {
      return ZoneOffset.UTC;
    }
  }

  /** A step with the repository. */
  private interface Step<T> {
    T run(RepositoryLayout layout, Repository opened) throws IOException;
  }

  private <T> T with(Step<T> step) {
    return Uninterrupted.call(
        "reading commits of " + repository,
        () -> {
          RepositoryLayout layout = RepositoryLayout.locate(repository);
          try (SharedRepository.Lease lease = SharedRepository.of(layout.commonDir()).lease()) {
            return step.run(layout, lease.repository());
          }
        });
  }
}
