package dev.nightshift.examples.checkout;

import dev.nightshift.core.internal.text.ShellWord;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.MergeCandidate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves a clean checkout of a target along with a landing.
 *
 * <p>The library lands on no branch that is checked out. So git first takes the work tree off the
 * branch and to the merge commit, or refuses because that would overwrite something; then the
 * landing moves the branch; then the work tree returns to it, which changes no file. A process that
 * dies on the way leaves a work tree that is consistent, on no branch: {@link #repair} brings it
 * back.
 */
final class CheckoutUpdate {
  private static final Logger LOG = LoggerFactory.getLogger(CheckoutUpdate.class);
  private static final String BRANCHES = "refs/heads/";
  private final Git git;
  private final Path repository;

  CheckoutUpdate(Git git, Path repository) {
    this.git = git;
    this.repository = repository;
  }

  /** A landing that is tried while no work tree is in its way. */
  @FunctionalInterface
  interface Attempt {
    Landing land() throws InterruptedException;
  }

  Landing around(MergeCandidate candidate, Attempt attempt) throws InterruptedException {
    repair(false).forEach(LOG::warn);
    Optional<WorkTree> seen = checkedOut(candidate.target());
    if (seen.isEmpty()) {
      return attempt.land();
    }
    try (DetachedMark mark = DetachedMark.await(seen.get().gitDirectory(git))) {
      // Another process may just have had its turn.
      Optional<WorkTree> tree = checkedOut(candidate.target());
      return tree.isEmpty() ? attempt.land() : landWith(tree.get(), mark, candidate, attempt);
    }
  }

  private Optional<WorkTree> checkedOut(String target) {
    return WorkTree.of(git, repository).stream()
        .filter(tree -> tree.branch().equals(BRANCHES + target))
        .findFirst();
  }

  private Landing landWith(
      WorkTree tree, DetachedMark mark, MergeCandidate candidate, Attempt attempt)
      throws InterruptedException {
    Optional<String> dirt = tree.dirt(git);
    if (dirt.isPresent()) {
      return refused(tree, candidate, dirt.get());
    }
    boolean moved = !tree.head().equals(candidate.targetCommit());
    String to = moved ? tree.head() : candidate.mergeCommit();
    DetachedMark.Interlude interlude =
        new DetachedMark.Interlude(candidate.target(), List.of(tree.head(), to));
    mark.write(interlude);
    Git.Output detached = tree.detach(git, to);
    if (!detached.isGood()) {
      mark.clear();
      return refused(tree, candidate, detached.text());
    }
    String left;
    Landing landing;
    try {
      landing = attempt.land();
    } finally {
      left = returned(tree.path(), mark, interlude);
    }
    return landing instanceof Landing.Landed landed && !left.isEmpty()
        ? new Landing.Landed(landed.candidate(), left)
        : landing;
  }

  private static Landing refused(WorkTree tree, MergeCandidate candidate, String why) {
    return new Landing.Refused(
        "'" + candidate.target() + "' is checked out in " + tree.path() + ": " + oneLine(why));
  }

  /** Takes a work tree back to its branch; returns what its owner has to do, if not. */
  private String returned(Path path, DetachedMark mark, DetachedMark.Interlude interlude) {
    Optional<WorkTree> tree = at(path);
    if (tree.isEmpty() || !tree.get().branch().isEmpty()) {
      mark.clear();
      return "";
    }
    String remedy =
        "; run: git -C "
            + ShellWord.of(path.toString())
            + " switch "
            + ShellWord.of(interlude.branch());
    if (!interlude.commits().contains(tree.get().head())) {
      mark.clear();
      return said("its checkout " + path + " was moved meanwhile and is on no branch" + remedy);
    }
    Git.Output back = tree.get().switchTo(git, interlude.branch());
    if (!back.isGood()) {
      return said("its checkout " + path + " is on no branch: " + oneLine(back.text()) + remedy);
    }
    mark.clear();
    return "";
  }

  private static String said(String note) {
    LOG.warn(note);
    return note;
  }

  /**
   * Takes work trees back to the branch that a dead process took them off.
   *
   * @param dryRun true to only say it
   * @return what was done, one sentence for each
   */
  List<String> repair(boolean dryRun) {
    List<String> notes = new ArrayList<>();
    for (WorkTree tree : WorkTree.of(git, repository)) {
      try (DetachedMark mark = DetachedMark.ofDead(tree.gitDirectory(git)).orElse(null)) {
        if (mark != null) {
          repaired(tree.path(), mark, dryRun).ifPresent(notes::add);
        }
      }
    }
    return notes;
  }

  private Optional<String> repaired(Path path, DetachedMark mark, boolean dryRun) {
    Optional<DetachedMark.Interlude> interlude = mark.read();
    Optional<WorkTree> away = at(path).filter(tree -> tree.branch().isEmpty());
    if (interlude.isPresent()
        && away.filter(tree -> interlude.get().commits().contains(tree.head())).isPresent()) {
      String back = "its checkout " + path + " returned to '" + interlude.get().branch() + "'";
      String failed = dryRun ? "" : returned(path, mark, interlude.get());
      return Optional.of("a landing was cut off: " + (failed.isEmpty() ? back : failed));
    }
    if (!dryRun) {
      // Its owner has moved it since; the mark would take it back from where they put it next.
      mark.clear();
    }
    return Optional.empty();
  }

  private Optional<WorkTree> at(Path path) {
    return WorkTree.of(git, repository).stream()
        .filter(tree -> tree.path().equals(path))
        .findFirst();
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\n\\s*", "; ");
  }
}
