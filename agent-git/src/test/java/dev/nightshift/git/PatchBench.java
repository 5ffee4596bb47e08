package dev.nightshift.git;

import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.tree.Change;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.patch.Patch;
import org.eclipse.jgit.patch.PatchApplier;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** Commits of any trees, their changes, and the trees that patches make of them. */
final class PatchBench implements AutoCloseable {
  private final Workbench bench;
  private final Repository repository;

  PatchBench(Path root) throws IOException {
    bench = Workbench.bare(root, Map.of("A.java", "a\n"));
    repository =
        new FileRepositoryBuilder()
            .setGitDir(bench.repository.directory().toFile())
            .setBare()
            .build();
  }

  Path directory() {
    return bench.repository.directory();
  }

  String tree(String commit) {
    return bench.repository.tree(commit);
  }

  /** Commits a tree that nothing points to. */
  String commit(Map<String, RandomTrees.Entry> files) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      DirCache index = DirCache.newInCore();
      DirCacheBuilder builder = index.builder();
      for (Map.Entry<String, RandomTrees.Entry> file : files.entrySet()) {
        DirCacheEntry entry = new DirCacheEntry(file.getKey());
        entry.setFileMode(file.getValue().mode());
        entry.setObjectId(id(inserter, file.getValue()));
        builder.add(entry);
      }
      builder.finish();
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(index.writeTree(inserter));
      commit.setAuthor(
          new PersonIdent("Tester", "tester@localhost", Instant.EPOCH, ZoneOffset.UTC));
      commit.setCommitter(commit.getAuthor());
      commit.setMessage("Files");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id.name();
    }
  }

  /** The content of a submodule is the name of its commit. */
  private static ObjectId id(ObjectInserter inserter, RandomTrees.Entry file) throws IOException {
    return file.mode().equals(FileMode.GITLINK)
        ? ObjectId.fromString(new String(file.content(), StandardCharsets.US_ASCII))
        : inserter.insert(Constants.OBJ_BLOB, file.content());
  }

  Change change(String base, String head) {
    return bench.queue().change(new MergeCandidate("main", base, head, head, tree(head)));
  }

  /** Returns the tree that a patch makes of a commit's. */
  String apply(String base, byte[] bytes) throws IOException {
    return apply(repository, base, bytes);
  }

  /** Returns the tree that a patch makes of a commit's in any repository. */
  static String apply(Repository repository, String base, byte[] bytes) throws IOException {
    Patch patch = new Patch();
    patch.parse(new ByteArrayInputStream(bytes));
    if (!patch.getErrors().isEmpty()) {
      return patch.getErrors().toString();
    }
    try (RevWalk walk = new RevWalk(repository);
        ObjectInserter inserter = repository.newObjectInserter()) {
      PatchApplier.Result result =
          new PatchApplier(
                  repository, walk.parseCommit(ObjectId.fromString(base)).getTree(), inserter)
              .applyPatch(patch);
      return result.getErrors().isEmpty()
          ? result.getTreeId().name()
          : result.getErrors().toString();
    }
  }

  @Override
  public void close() {
    repository.close();
    bench.close();
  }
}
