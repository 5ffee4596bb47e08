package dev.nightshift.examples.checkout;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A work tree of the user's, seen and moved by git alone.
 *
 * @param path where its files are
 * @param head the commit it is at
 * @param branch the ref it is on, empty if it is on none
 */
record WorkTree(Path path, String head, String branch) {
  /** Lists the work trees of a repository; one without a directory is left out. */
  static List<WorkTree> of(Git git, Path repository) {
    List<WorkTree> found = new ArrayList<>();
    for (String block :
        git.run(repository, "worktree", "list", "--porcelain").text().split("\n\n", -1)) {
      Path path = Path.of(value(block, "worktree "));
      if (!value(block, "HEAD ").isEmpty() && path.toFile().isDirectory()) {
        found.add(new WorkTree(path, value(block, "HEAD "), value(block, "branch ")));
      }
    }
    return found;
  }

  private static String value(String block, String key) {
    return block
        .lines()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()))
        .findFirst()
        .orElse("");
  }

  /** Returns the git directory of this work tree alone. */
  Path gitDirectory(Git git) {
    return path.resolve(git.run(path, "rev-parse", "--absolute-git-dir").text());
  }

  /** Returns why it is not clean, if so; files that git does not track do not count. */
  Optional<String> dirt(Git git) {
    Git.Output status = git.run(path, "status", "--porcelain", "--untracked-files=no");
    if (!status.isGood()) {
      return Optional.of("git cannot tell its state: " + status.text());
    }
    return status.text().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "it has uncommitted changes: " + files(status.text()) + "; commit or stash them");
  }

  private static String files(String status) {
    List<String> lines = status.lines().map(String::strip).toList();
    String shown = String.join(", ", lines.subList(0, Math.min(10, lines.size())));
    return lines.size() > 10 ? shown + " and " + (lines.size() - 10) + " more" : shown;
  }

  /** Leaves the branch for a commit; files nobody committed are carried along or stop it. */
  Git.Output detach(Git git, String commit) {
    return git.run(
        path,
        "switch",
        "--quiet",
        "--detach",
        "--no-overwrite-ignore",
        "--no-recurse-submodules",
        commit);
  }

  /** Takes a branch, and the files of its tip. */
  Git.Output switchTo(Git git, String shortName) {
    return git.run(
        path,
        "switch",
        "--quiet",
        "--no-guess",
        "--no-overwrite-ignore",
        "--no-recurse-submodules",
        shortName);
  }
}
