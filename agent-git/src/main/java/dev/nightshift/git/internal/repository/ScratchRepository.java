package dev.nightshift.git.internal.repository;

import dev.nightshift.core.base.RunId;
import dev.nightshift.git.internal.disk.TreeDeletion;
import dev.nightshift.git.internal.objects.ObjectsOnDisk;
import dev.nightshift.git.internal.objects.RawBytes;
import dev.nightshift.git.internal.objects.TreeEntry;
import dev.nightshift.git.internal.objects.Trees;
import dev.nightshift.git.internal.objects.Uninterrupted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheCheckout;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/** What is behind a temporary repository. Safe for concurrent use. */
public final class ScratchRepository implements AutoCloseable {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final String MAIN = Constants.R_HEADS + "main";
  private final Path top;
  private final Repository repository;
  private long commits;

  private ScratchRepository(Path top, Repository repository) {
    this.top = top;
    this.repository = repository;
  }

  /**
   * Creates a repository with one commit on {@code main}.
   *
   * @param files content by path
   * @param bare true for none but the git directory
   * @return the repository
   */
  public static ScratchRepository create(Map<String, String> files, boolean bare) {
    return Uninterrupted.call(
        "creating a temporary repository",
        () -> {
          Path top = Files.createTempDirectory("nightshift-repository");
          Path gitDir = bare ? top : top.resolve(Constants.DOT_GIT);
          ScratchRepository scratch = new ScratchRepository(top, initialise(gitDir, bare));
          scratch.commit("main", files, List.of());
          if (!bare) {
            scratch.checkOut();
          }
          return scratch;
        });
  }

  private static Repository initialise(Path gitDir, boolean bare) throws IOException {
    FileRepositoryBuilder builder = new FileRepositoryBuilder().setGitDir(gitDir.toFile());
    Repository created =
        (bare ? builder.setBare() : builder.setWorkTree(gitDir.resolveSibling("").toFile()))
            .build();
    created.create(bare);
    created.updateRef(Constants.HEAD).link(MAIN);
    return created;
  }

  /** Returns where it is. */
  public Path directory() {
    return top;
  }

  /** Commits contents and deletions on a branch. */
  public String commit(String branch, Map<String, String> changes, List<String> deletions) {
    return commitWith(
        branch,
        (entries, inserter) -> {
          deletions.forEach(entries::remove);
          for (Map.Entry<String, String> change : changes.entrySet()) {
            byte[] content = change.getValue().getBytes(StandardCharsets.UTF_8);
            @Nullable TreeEntry before = entries.get(change.getKey());
            FileMode mode = before == null ? FileMode.REGULAR_FILE : before.mode();
            put(entries, inserter, new NewFile(change.getKey(), mode, RawBytes.of(content)));
          }
        });
  }

  /** Commits one file. */
  public String commitFile(String branch, String path, byte[] content, boolean executable) {
    FileMode mode = executable ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE;
    return commitWith(
        branch,
        (entries, inserter) ->
            put(entries, inserter, new NewFile(path, mode, RawBytes.of(content))));
  }

  /** Commits one symbolic link. */
  public String commitLink(String branch, String path, String target) {
    byte[] content = target.getBytes(StandardCharsets.UTF_8);
    return commitWith(
        branch,
        (entries, inserter) ->
            put(entries, inserter, new NewFile(path, FileMode.SYMLINK, RawBytes.of(content))));
  }

  /** Sets a ref. */
  public void setRef(String ref, String commit) {
    Uninterrupted.run(
        "setting " + ref,
        () -> {
          ObjectId before = RefCompareAndSet.value(repository, ref);
          branches(identity(0)).set(ref, before, ObjectId.fromString(commit));
        });
  }

  private RefCompareAndSet branches(PersonIdent who) {
    // There is no record of such a run.
    Path commonDir = repository.getCommonDirectory().toPath();
    HeldLocks locks = new HeldLocks(new RunRefs(commonDir, RunId.of("nobody")));
    return new RefCompareAndSet(repository, locks, who);
  }

  /** Returns the names of all refs. */
  public List<String> refs() {
    return Uninterrupted.call(
        "listing refs",
        () ->
            repository.getRefDatabase().getRefsByPrefix(Constants.R_REFS).stream()
                .map(Ref::getName)
                .sorted()
                .toList());
  }

  /** Returns the tip of a branch. */
  public String tip(String branch) {
    return Uninterrupted.call(
        "reading branch " + branch,
        () -> {
          ObjectId tip = RefCompareAndSet.value(repository, Constants.R_HEADS + branch);
          if (tip.equals(ObjectId.zeroId())) {
            throw new IOException("there is no branch " + branch);
          }
          return tip.name();
        });
  }

  /** Returns the tree of a commit. */
  public String tree(String commit) {
    return parsed(commit).getTree().name();
  }

  /** Returns the parents of a commit. */
  public List<String> parents(String commit) {
    return Stream.of(parsed(commit).getParents()).map(RevCommit::name).toList();
  }

  /** Returns the message of a commit. */
  public String message(String commit) {
    return parsed(commit).getFullMessage();
  }

  /** Returns mode by path. */
  public Map<String, String> files(String commit) {
    RevCommit parsed = parsed(commit);
    return Uninterrupted.call(
        "listing " + commit,
        () -> {
          Map<String, String> modes = new LinkedHashMap<>();
          try (ObjectReader reader = repository.newObjectReader()) {
            Trees.read(reader, parsed.getTree())
                .values()
                .forEach(entry -> modes.put(entry.path(), entry.mode().toString()));
          }
          return modes;
        });
  }

  /** Returns a file. */
  public byte[] read(String commit, String path) {
    RevCommit parsed = parsed(commit);
    return Uninterrupted.call(
        "reading " + path,
        () -> {
          try (ObjectReader reader = repository.newObjectReader()) {
            @Nullable TreeEntry entry = Trees.read(reader, parsed.getTree()).get(path);
            if (entry == null) {
              throw new IOException("commit " + commit + " has no file " + path);
            }
            return reader.open(entry.id()).getBytes();
          }
        });
  }

  /** Returns what is wrong with the repository. */
  public List<String> problems() {
    return Uninterrupted.call("checking " + top, this::reachableProblems);
  }

  private List<String> reachableProblems() throws IOException {
    try (ObjectsOnDisk disk = ObjectsOnDisk.of(repository)) {
      return new Reachable(disk.repository()).problems();
    }
  }

  @Override
  public void close() {
    repository.close();
    Uninterrupted.run("removing " + top, () -> TreeDeletion.delete(top));
  }

  /** Changes the entries of a tree. */
  @FunctionalInterface
  private interface Edit {
    void apply(NavigableMap<String, TreeEntry> entries, ObjectInserter inserter) throws IOException;
  }

  private record NewFile(String path, FileMode mode, RawBytes content) {}

  private static void put(Map<String, TreeEntry> entries, ObjectInserter inserter, NewFile file)
      throws IOException {
    ObjectId blob = inserter.insert(Constants.OBJ_BLOB, file.content().array());
    entries.put(file.path(), new TreeEntry(file.path(), file.mode(), blob));
  }

  private synchronized String commitWith(String branch, Edit edit) {
    return Uninterrupted.call(
        "committing on " + branch,
        () -> {
          String ref = Constants.R_HEADS + branch;
          ObjectId tip = RefCompareAndSet.value(repository, ref);
          boolean first = tip.equals(ObjectId.zeroId());
          PersonIdent who = identity(commits++);
          try (ObjectReader reader = repository.newObjectReader();
              ObjectsOnDisk disk = ObjectsOnDisk.of(repository)) {
            ObjectInserter inserter = disk.inserter();
            NavigableMap<String, TreeEntry> entries =
                first ? new TreeMap<>() : Trees.read(reader, parsed(tip.name()).getTree());
            edit.apply(entries, inserter);
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(Trees.write(inserter, entries.values()));
            commit.setParentIds(first ? List.of() : List.of(tip));
            commit.setAuthor(who);
            commit.setCommitter(who);
            commit.setMessage("Commit " + commits + "\n");
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            branches(who).set(ref, tip, id);
            return id.name();
          }
        });
  }

  private void checkOut() throws IOException {
    DirCache index = repository.lockDirCache();
    new DirCacheCheckout(repository, index, parsed(tip("main")).getTree()).checkout();
  }

  private RevCommit parsed(String commit) {
    return Uninterrupted.call("reading " + commit, () -> Trees.commit(repository, commit));
  }

  private static PersonIdent identity(long number) {
    return new PersonIdent(
        "Tester", "tester@localhost", START.plusSeconds(60 * number), ZoneOffset.UTC);
  }

  /** A walk over everything the refs reach. */
  private record Reachable(Repository repository) {
    List<String> problems() throws IOException {
      List<String> problems = new ArrayList<>();
      try (ObjectWalk walk = new ObjectWalk(repository)) {
        for (Ref ref : repository.getRefDatabase().getRefsByPrefix(Constants.R_REFS)) {
          walk.markStart(walk.parseAny(ref.getObjectId()));
        }
        ObjectChecker checker = new ObjectChecker();
        for (RevObject next = walk.next(); next != null; next = walk.next()) {
          check(checker, walk, next);
        }
        for (RevObject next = walk.nextObject(); next != null; next = walk.nextObject()) {
          check(checker, walk, next);
        }
      } catch (IOException broken) {
        problems.add(broken.toString());
      }
      return problems;
    }

    private static void check(ObjectChecker checker, ObjectWalk walk, RevObject object)
        throws IOException {
      byte[] bytes = walk.getObjectReader().open(object, object.getType()).getBytes();
      checker.check(object, object.getType(), bytes);
    }
  }
}
