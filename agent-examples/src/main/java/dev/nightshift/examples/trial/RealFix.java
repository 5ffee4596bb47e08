package dev.nightshift.examples.trial;

import java.util.ArrayList;
import java.util.List;

/**
 * A bug-fix commit as two portions: an incomplete one, and what a reviewer would miss in it.
 *
 * @param base the parent commit, where the work starts
 * @param commit the fix
 * @param subject the first line of its message
 * @param incomplete the changes outside the tests, or all but the last file
 * @param missing the rest
 */
record RealFix(
    String base,
    String commit,
    String subject,
    List<FileChange> incomplete,
    List<FileChange> missing) {
  private static final String REGULAR = "100644";

  static RealFix read(GitProgram git, String commit) {
    String fix = git.run("rev-parse", "--verify", commit + "^{commit}");
    String base = git.run("rev-parse", "--verify", fix + "^1");
    List<FileChange> changes = new ArrayList<>();
    for (String line :
        git.lines("diff-tree", "-r", "--no-renames", "--raw", "--abbrev=40", base, fix)) {
      changes.add(change(git, base, fix, line));
    }
    List<FileChange> tests = changes.stream().filter(FileChange::isTest).toList();
    List<FileChange> others = changes.stream().filter(change -> !change.isTest()).toList();
    if (changes.size() < 2) {
      throw new TrialException(
          "fix %s changes %s files; choose one with code and a test"
              .formatted(commit, changes.size()));
    }
    String subject = git.run("log", "-1", "--format=%s", fix);
    if (tests.isEmpty() || others.isEmpty()) {
      int last = changes.size() - 1;
      return new RealFix(
          base, fix, subject, List.copyOf(changes.subList(0, last)), List.of(changes.get(last)));
    }
    return new RealFix(base, fix, subject, others, tests);
  }

  /** A line of diff-tree: {@code :mode mode id id STATUS<tab>path}. */
  private static FileChange change(GitProgram git, String base, String fix, String line) {
    String[] facts = line.substring(1, line.indexOf('\t')).split(" ", -1);
    String path = line.substring(line.indexOf('\t') + 1);
    String status = facts[4];
    boolean sameMode = facts[0].equals(facts[1]);
    boolean supported =
        status.equals("A")
            ? facts[1].equals(REGULAR)
            : status.equals("D") || (status.equals("M") && sameMode);
    if (!supported || path.startsWith("\"")) {
      throw new TrialException(
          path + " changes its mode, its kind or has an unusual name; choose another fix");
    }
    return new FileChange(
        path,
        status.equals("A") ? null : FileChange.text(path, git.bytes("cat-file", "blob", facts[2])),
        status.equals("D") ? null : FileChange.text(path, git.bytes("cat-file", "blob", facts[3])),
        git.lines(
            "diff", "--no-renames", "--no-color", "--no-ext-diff", "-U0", base, fix, "--", path));
  }
}
