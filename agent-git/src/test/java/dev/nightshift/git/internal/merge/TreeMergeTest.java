package dev.nightshift.git.internal.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.git.internal.objects.PendingObjects;
import dev.nightshift.git.internal.objects.TreeEntry;
import dev.nightshift.git.internal.objects.Trees;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with JGit's own merger, which looks at every file. */
class TreeMergeTest {
  private static final PersonIdent WHO = new PersonIdent("Tester", "tester@localhost");

  @TempDir private Path nowhere;

  @Test
  void agreesWithTheMergerOfJgitOnRandomTrees() throws Exception {
    try (Repository repository = new InMemoryRepository(new DfsRepositoryDescription("random"));
        ObjectInserter inserter = repository.newObjectInserter();
        ObjectReader reader = inserter.newReader()) {
      int clean = 0;
      int onlyHere = 0;
      for (int seed = 0; seed < 400; seed++) {
        Random random = new Random(seed);
        Map<String, TreeEntry> base = new TreeMap<>();
        change(random, inserter, base, 14);
        ObjectId first = commit(inserter, base);
        ObjectId branch = commit(inserter, changed(random, inserter, base), first);
        ObjectId target = commit(inserter, changed(random, inserter, base), first);
        inserter.flush();
        var jgit = MergeStrategy.RECURSIVE.newMerger(repository, true);
        boolean expected = jgit.merge(branch, target);

        PendingObjects pending = new PendingObjects();
        TreeMerge.Result ours =
            new TreeMerge(
                    reader,
                    pending,
                    new ContentMerge("branch", "target"),
                    new MergeDrivers(nowhere, reader, tree(repository, target)))
                .merge(
                    new TreeMerge.Sides<>(
                        tree(repository, first),
                        tree(repository, branch),
                        tree(repository, target)));

        if (ours.conflicts().isEmpty()) {
          clean++;
          assertThat(expected).as("seed %s", seed).isTrue();
          assertThat(ours.tree()).as("seed %s", seed).isEqualTo(jgit.getResultTreeId());
        } else if (expected) {
          onlyHere++;
        }
      }
      assertThat(clean).isBetween(100, 350);
      // Where lines repeat, one way to pair them is not enough here.
      assertThat(onlyHere).isLessThan(5);
    }
  }

  private static ObjectId tree(Repository repository, ObjectId commit) throws Exception {
    return Trees.commit(repository, commit.name()).getTree();
  }

  private static Map<String, TreeEntry> changed(
      Random random, ObjectInserter inserter, Map<String, TreeEntry> base) throws Exception {
    Map<String, TreeEntry> entries = new TreeMap<>(base);
    change(random, inserter, entries, 2);
    return entries;
  }

  private static void change(
      Random random, ObjectInserter inserter, Map<String, TreeEntry> entries, int times)
      throws Exception {
    for (int i = 0; i < times; i++) {
      String path = "d" + random.nextInt(3) + "/" + "abc".charAt(random.nextInt(3));
      path = random.nextInt(3) == 0 ? path + "/" + "xyz".charAt(random.nextInt(3)) : path + ".txt";
      if (random.nextInt(4) == 0) {
        entries.remove(path);
      } else {
        StringBuilder text = new StringBuilder("1\n2\n3\n4\n5\n6\n7\n8\n");
        int line = random.nextInt(8);
        text.setCharAt(2 * line, (char) ('A' + random.nextInt(3)));
        ObjectId blob =
            inserter.insert(Constants.OBJ_BLOB, text.toString().getBytes(StandardCharsets.UTF_8));
        FileMode mode = random.nextInt(6) == 0 ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE;
        entries.put(path, new TreeEntry(path, mode, blob));
      }
    }
  }

  private static ObjectId commit(
      ObjectInserter inserter, Map<String, TreeEntry> entries, ObjectId... parents)
      throws Exception {
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(Trees.write(inserter, entries.values()));
    commit.setParentIds(parents);
    commit.setAuthor(WHO);
    commit.setCommitter(WHO);
    commit.setMessage("c" + entries.hashCode() + parents.length + "\n");
    return inserter.insert(commit);
  }
}
