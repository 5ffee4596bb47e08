package dev.nightshift.git.internal.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.merge.ConflictReport.Kind;
import dev.nightshift.git.GitProgram;
import dev.nightshift.git.internal.objects.PendingObjects;
import dev.nightshift.git.internal.objects.TreeEntry;
import dev.nightshift.git.internal.objects.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Merges random histories full of renames as {@code git merge} does: a result without conflicts is
 * git's, byte for byte. It needs a git program, so {@code scripts/prove git} runs it; {@code
 * NIGHTSHIFT_MERGES} says how many. Thousands of programs are started for it, so each test has
 * longer than others.
 */
@Timeout(1_200)
class MergeComparison {
  private static final int MERGES =
      Integer.parseInt(System.getenv().getOrDefault("NIGHTSHIFT_MERGES", "400"));
  private static final String CONFLICT = "conflict";
  private static final String NO_ANSWER = "no answer";
  @TempDir private Path directory;
  private final List<Path> attributes = new ArrayList<>();
  private final Map<Kind, Integer> onlyHere = new EnumMap<>(Kind.class);
  private int cleanInBoth;
  private int conflictInBoth;
  private int noAnswer;
  private int otherwise;

  @Test
  void neverMergesToAnotherTreeThanGit() throws Exception {
    try (Repository repository = repository()) {
      for (int seed = 0; seed < MERGES; seed++) {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
          compare(repository, seed, RandomHistory.of(seed, inserter));
        }
      }
    }
    report("merges", MERGES);
    assertThat(differing()).isLessThan(MERGES / 10);
  }

  @Test
  void neverMergesToAnotherTreeThanGitOverSeveralBases() throws Exception {
    int crossed = MERGES / 2;
    try (Repository repository = repository()) {
      for (int seed = 0; seed < crossed; seed++) {
        compare(repository, seed, RandomHistory.crossed(seed, repository, this::crossing));
      }
    }
    report("criss-cross merges", crossed);
    assertThat(differing()).isLessThan(crossed / 5);
  }

  private Repository repository() throws Exception {
    GitProgram.run(directory, "init", "-q", ".");
    GitProgram.run(directory, "config", "merge.ours.driver", "true");
    return new FileRepositoryBuilder().setGitDir(directory.resolve(".git").toFile()).build();
  }

  private int differing() {
    return onlyHere.values().stream().mapToInt(Integer::intValue).sum();
  }

  private void report(String what, int count) {
    System.out.printf(
        "%s: %d histories: %d clean in both with one tree, %d conflicts in both,"
            + " %d conflicts only here, by their first kind %s; %d clean here, where lines"
            + " repeat, that git merges otherwise; git crashed in %d%n",
        what, count, cleanInBoth, conflictInBoth, differing(), onlyHere, otherwise, noAnswer);
    // Of the fifth of them in which lines repeat: there git pairs lines in a way of its own.
    assertThat(otherwise).isLessThan(1 + count / 500);
    assertThat(cleanInBoth).isGreaterThan(count / 5);
    assertThat(noAnswer).isLessThan(1 + count / 100);
  }

  private void compare(Repository repository, int seed, RandomHistory.Commits commits)
      throws Exception {
    TreeMerge.Result ours;
    try (ObjectReader reader = repository.newObjectReader()) {
      checkOutAttributes(reader, Trees.commit(repository, commits.target().name()).getTree());
      ours =
          new Merger(repository, "branch", "target")
              .merge(
                  reader,
                  new PendingObjects(),
                  Trees.commit(repository, commits.branch().name()),
                  Trees.commit(repository, commits.target().name()));
    }
    String git = mergeByGit(commits.target(), commits.branch());
    if (git.equals(NO_ANSWER)) {
      noAnswer++;
    } else if (ours.conflicts().isEmpty()
        && RandomHistory.repeats(seed)
        && !ours.tree().name().equals(git)) {
      otherwise++;
    } else if (ours.conflicts().isEmpty()) {
      assertThat(ours.tree().name()).as("seed %s: the tree of git", seed).isEqualTo(git);
      cleanInBoth++;
    } else if (git.equals(CONFLICT)) {
      conflictInBoth++;
    } else {
      onlyHere.merge(ours.conflicts().get(0).kind(), 1, Integer::sum);
    }
  }

  /** Git reads the attributes of a merge from the work tree, which is the target's. */
  private void checkOutAttributes(ObjectReader reader, ObjectId tree) throws Exception {
    for (Path file : attributes) {
      Files.deleteIfExists(file);
    }
    attributes.clear();
    for (TreeEntry entry : Trees.read(reader, tree).values()) {
      Path file = directory.resolve(entry.path());
      if (entry.isFile() && file.endsWith(".gitattributes")) {
        Files.createDirectories(file.getParent());
        Files.write(file, reader.open(entry.id()).getBytes());
        attributes.add(file);
      }
    }
  }

  private @Nullable ObjectId crossing(ObjectId one, ObjectId other) {
    String tree = mergeByGit(one, other);
    return tree.equals(CONFLICT) || tree.equals(NO_ANSWER) ? null : ObjectId.fromString(tree);
  }

  private String mergeByGit(ObjectId into, ObjectId branch) {
    GitProgram.Ended ended =
        GitProgram.end(directory, "merge-tree", "--write-tree", into.name(), branch.name());
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
