package dev.nightshift.git.internal.repository;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.ShellWord;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.git.internal.objects.History;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/** Finds the branch that runs land on, and says what to do when there is none. */
public final class TargetBranch {
  private static final int MAX_LISTED = 10;
  private final RepositoryLayout layout;
  private final Repository repository;

  public TargetBranch(RepositoryLayout layout, Repository repository) {
    this.layout = layout;
    this.repository = repository;
  }

  /**
   * Returns the short name of the branch HEAD points to.
   *
   * @throws WorkspaceException UNSUPPORTED if it points to none
   */
  public String ofHead() throws IOException {
    String head = layout.headRef();
    if (!head.startsWith(Constants.R_HEADS)) {
      throw new WorkspaceException(
          WorkspaceException.Kind.UNSUPPORTED,
          "HEAD of "
              + layout.headDir()
              + " is on no branch; name a target branch, for example with"
              + " GitWorkspaces.builder(..).target(..); "
              + branches());
    }
    return head.substring(Constants.R_HEADS.length());
  }

  /**
   * Returns the commit a branch points to.
   *
   * @throws WorkspaceException NOT_FOUND if there is no such branch or commit, UNSUPPORTED if it is
   *     an alias, points to no commit, or cannot be named in the locale of this JVM
   */
  public ObjectId tip(String branch) throws IOException {
    String name = Constants.R_HEADS + branch;
    boolean isName = Repository.isValidRefName(name) && !branch.startsWith("-");
    if (isName) {
      requireNameable(layout.commonDir(), name);
    }
    @Nullable Ref ref = isName ? RefCompareAndSet.find(repository, name) : null;
    @Nullable ObjectId tip = ref == null ? null : ref.getObjectId();
    if (ref == null || tip == null) {
      throw new WorkspaceException(
          WorkspaceException.Kind.NOT_FOUND,
          "the repository "
              + layout.commonDir()
              + " has no branch '"
              + VisibleText.name(branch)
              + "'; "
              + remedy(branch));
    }
    if (ref.isSymbolic()) {
      throw new WorkspaceException(
          WorkspaceException.Kind.UNSUPPORTED,
          "branch '"
              + VisibleText.name(branch)
              + "' is an alias of "
              + ref.getTarget().getName()
              + "; name that");
    }
    return tip;
  }

  /** Refuses a branch for whose file this JVM has no name: it would read, and write, another. */
  private static void requireNameable(Path commonDir, String name) {
    try {
      if (commonDir.resolve(name).endsWith(name)) {
        return;
      }
    } catch (InvalidPathException unmappable) {
      // Told below, with the name as it is.
    }
    throw new WorkspaceException(
        WorkspaceException.Kind.UNSUPPORTED,
        "this JVM cannot name the file of branch '"
            + VisibleText.name(name.substring(Constants.R_HEADS.length()))
            + "'; start it with LC_ALL=C.UTF-8");
  }

  /**
   * Returns the commit a run can start from.
   *
   * @throws WorkspaceException as {@link #tip}
   */
  public RevCommit requireCommit(String branch) throws IOException {
    ObjectId tip = tip(branch);
    try (RevWalk walk = new RevWalk(repository)) {
      // A tag of a commit is not one: nothing can be landed on it.
      if (walk.parseAny(tip) instanceof RevCommit commit) {
        walk.parseBody(commit);
        return commit;
      }
      throw new WorkspaceException(
          WorkspaceException.Kind.UNSUPPORTED,
          "branch '"
              + VisibleText.name(branch)
              + "' points to "
              + tip.name()
              + ", which is no commit; repair it");
    } catch (MissingObjectException gone) {
      throw new WorkspaceException(
          WorkspaceException.Kind.NOT_FOUND,
          "branch '"
              + VisibleText.name(branch)
              + "' points to "
              + tip.name()
              + ", which the repository does not hold; look at it with 'git fsck', or fetch it",
          gone);
    }
  }

  /**
   * Returns the commit a run starts from that names one, or the target's.
   *
   * @param base a branch, a commit, or empty for the target's commit
   * @throws WorkspaceException as {@link #tip}; UNSUPPORTED if the target does not contain it
   */
  public RevCommit base(String base, String target) throws IOException {
    RevCommit tip = requireCommit(target);
    if (base.isEmpty()) {
      return tip;
    }
    RevCommit named = ObjectId.isId(base) ? commit(base) : branch(base);
    if (!new History(repository).isAncestor(named, tip)) {
      throw new WorkspaceException(
          WorkspaceException.Kind.UNSUPPORTED,
          ("base '%s' is not contained in target '%s', so that more than the change would land;"
                  + " merge it into the target first, or name a base that is")
              .formatted(base, target));
    }
    return named;
  }

  private RevCommit branch(String base) throws IOException {
    try {
      return requireCommit(base);
    } catch (WorkspaceException none) {
      throw new WorkspaceException(
          none.kind(),
          "the repository "
              + layout.commonDir()
              + " has no branch '"
              + VisibleText.name(base)
              + "' to start from; name a branch, or a commit as 40 hexadecimal digits; "
              + branches(),
          none);
    }
  }

  private RevCommit commit(String id) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.parseCommit(ObjectId.fromString(id));
    } catch (MissingObjectException | IncorrectObjectTypeException none) {
      throw new WorkspaceException(
          WorkspaceException.Kind.NOT_FOUND,
          "the repository "
              + layout.commonDir()
              + " holds no commit "
              + id
              + "; name one that it holds, or a branch",
          none);
    }
  }

  private String remedy(String branch) throws IOException {
    String kind = otherKind(branch);
    if (kind.isEmpty() && refs(Constants.R_HEADS).isEmpty()) {
      return firstBranch(branch);
    }
    return (kind.isEmpty() ? "name an existing branch as target; " : kind + "; ") + branches();
  }

  /** Says how to make the first branch of a repository. */
  private String firstBranch(String branch) throws IOException {
    for (Ref remote : refs(Constants.R_REMOTES)) {
      if (remote.getName().endsWith("/" + branch)) {
        return "only a remote has it: " + localOne(branch, remote.getName());
      }
    }
    List<Ref> remotes = refs(Constants.R_REMOTES);
    if (!remotes.isEmpty()) {
      String some = remotes.get(0).getName();
      return "there are branches of remotes only: "
          + localOne(some.substring(some.lastIndexOf('/') + 1), some);
    }
    String none = "it has no commit on any branch yet: ";
    if (isBare()) {
      return none + "push a first commit to it";
    }
    boolean isNext = layout.headRef().equals(Constants.R_HEADS + branch);
    String begin = "begin it: git checkout -b " + ShellWord.of(branch) + "; then ";
    String first = "make a first commit, for example: git commit --allow-empty -m start";
    return none + (isNext ? "" : begin) + first;
  }

  private boolean isBare() {
    return repository
        .getConfig()
        .getBoolean(ConfigConstants.CONFIG_CORE_SECTION, ConfigConstants.CONFIG_KEY_BARE, false);
  }

  private static String localOne(String branch, String remote) {
    String from = remote.substring(Constants.R_REMOTES.length());
    return "make a local one: git branch " + ShellWord.of(branch) + " " + ShellWord.of(from);
  }

  /** Tells what was named in the place of a branch, or returns an empty text. */
  private String otherKind(String name) throws IOException {
    String shorter = name.replaceFirst("^(refs/)?heads/", "");
    if (!shorter.equals(name) && exists(Constants.R_HEADS + shorter)) {
      return "write only '" + VisibleText.name(shorter) + "'";
    }
    if (exists(Constants.R_TAGS + name) || name.startsWith(Constants.R_TAGS)) {
      return "a tag cannot be landed on; make a branch from it, or name one";
    }
    String remote = Constants.R_REMOTES + name.replaceFirst("^(refs/)?remotes/", "");
    if (exists(remote)) {
      String local = remote.replaceFirst("^refs/remotes/[^/]+/", "");
      return "a branch of a remote cannot be landed on; "
          + (exists(Constants.R_HEADS + local)
              ? "name '" + VisibleText.name(local) + "'"
              : localOne(local, remote));
    }
    return ObjectId.isId(name) ? "a commit cannot be landed on; name a branch" : "";
  }

  private List<Ref> refs(String prefix) throws IOException {
    return repository.getRefDatabase().getRefsByPrefix(prefix);
  }

  private boolean exists(String ref) throws IOException {
    return Repository.isValidRefName(ref) && RefCompareAndSet.find(repository, ref) != null;
  }

  private String branches() throws IOException {
    List<Ref> refs = refs(Constants.R_HEADS);
    if (refs.isEmpty()) {
      return "there are no branches yet";
    }
    return "branches here are: "
        + refs.stream()
            .limit(MAX_LISTED)
            .map(ref -> ref.getName().substring(Constants.R_HEADS.length()))
            .collect(Collectors.joining(", "))
        + (refs.size() > MAX_LISTED ? " and " + (refs.size() - MAX_LISTED) + " more" : "");
  }
}
