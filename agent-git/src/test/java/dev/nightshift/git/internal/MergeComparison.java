package dev.nightshift.git.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.workspace.ConflictReport.Kind;
import dev.nightshift.git.GitProgram;
import dev.nightshift.git.testing.TemporaryRepository;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.Test;

/**
 * Merges random histories full of renames as {@code git merge} does: a result without conflicts is
 * git's, byte for byte. It needs a git program, so {@code scripts/prove git} runs it; {@code
 * NIGHTSHIFT_MERGES} says how many.
 */
class MergeComparison {
  private static final int MERGES =
      Integer.parseInt(System.getenv().getOrDefault("NIGHTSHIFT_MERGES", "400"));
  private static final String CONFLICT = "conflict";
  private static final String NO_ANSWER = "no answer";
  private final Map<Kind, Integer> onlyHere = new EnumMap<>(Kind.class);
  private int cleanInBoth;
  private int conflictInBoth;
  private int noAnswer;

  @Test
  void neverMergesToAnotherTreeThanGit() throws Exception {
    try (TemporaryRepository temporary = TemporaryRepository.bare(Map.of("a", "a\n"));
        Repository repository =
            new FileRepositoryBuilder().setGitDir(temporary.directory().toFile()).build()) {
      for (int seed = 0; seed < MERGES; seed++) {
        compare(repository, seed);
      }
    }
    int differing = onlyHere.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf(
        "merges: %d histories: %d clean in both with one tree, %d conflicts in both,"
            + " %d conflicts only here, by their first kind %s; git crashed in %d%n",
        MERGES, cleanInBoth, conflictInBoth, differing, onlyHere, noAnswer);
    assertThat(cleanInBoth).isGreaterThan(MERGES / 5);
    assertThat(differing).isLessThan(MERGES / 10);
    assertThat(noAnswer).isLessThan(1 + MERGES / 100);
  }

  private void compare(Repository repository, int seed) throws Exception {
    RandomHistory.Commits commits;
    TreeMerge.Result ours;
    try (ObjectInserter inserter = repository.newObjectInserter();
        ObjectReader reader = repository.newObjectReader()) {
      commits = RandomHistory.of(seed, inserter);
      PendingObjects pending = new PendingObjects();
      ours =
          new Merger(repository, "branch", "target")
              .merge(
                  reader,
                  pending,
                  Trees.commit(repository, commits.branch().name()),
                  Trees.commit(repository, commits.target().name()));
    }
    String git = mergeByGit(repository.getDirectory().toPath(), commits);
    if (git.equals(NO_ANSWER)) {
      noAnswer++;
    } else if (ours.conflicts().isEmpty()) {
      assertThat(ours.tree().name()).as("seed %s: the tree of git", seed).isEqualTo(git);
      cleanInBoth++;
    } else if (git.equals(CONFLICT)) {
      conflictInBoth++;
    } else {
      onlyHere.merge(ours.conflicts().get(0).kind(), 1, Integer::sum);
    }
  }

  private static String mergeByGit(Path directory, RandomHistory.Commits commits) {
    GitProgram.Ended ended =
        GitProgram.end(
            directory,
            "merge-tree",
            "--write-tree",
            commits.target().name(),
            commits.branch().name());
    return switch (ended.status()) {
      case 0 -> ended.output().strip();
      case 1 -> CONFLICT;
      default -> {
        // git 2.39 dies of its own assertions in some merges of renamed directories.
        assertThat(ended.output()).contains("Assertion");
        yield NO_ANSWER;
      }
    };
  }
}
