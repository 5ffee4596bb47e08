package dev.nightshift.git.internal.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * The detached git directory of a run. A checkpoint is built here, on top of the user's objects,
 * and only a complete one is copied over: a checkpoint that is refused or killed half-way leaves
 * nothing in the user's repository. Used by one thread.
 */
public final class Quarantine implements AutoCloseable {
  private static final long IN_MEMORY = 10_000_000;
  private final Repository repository;
  private final ObjectReader reader;
  private final ObjectsOnDisk user;
  private final Recording inserter;

  private Quarantine(Repository repository, ObjectsOnDisk user) {
    this.repository = repository;
    this.reader = repository.newObjectReader();
    this.user = user;
    // What is here from an earlier checkpoint the user's repository need not have any more.
    this.inserter = new Recording(repository.newObjectInserter(), user.reader());
  }

  /** Creates the directory; no git program was ever run in it, and none will be. */
  public static void create(Path gitDir, Path userObjects) throws IOException {
    Files.createDirectories(gitDir.resolve("objects").resolve("info"));
    Files.createDirectories(gitDir.resolve("refs"));
    Files.writeString(gitDir.resolve("HEAD"), "ref: refs/heads/none\n");
    Files.writeString(
        gitDir.resolve("config"), "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
    Path alternate = userObjects;
    try {
      // Behind a link JGit sees plain objects; else it keeps the user's repository open in a cache.
      alternate = Files.createSymbolicLink(gitDir.resolveSibling("objects"), userObjects);
    } catch (UnsupportedOperationException noLinks) {
      // The path itself works as well.
    }
    Files.writeString(
        gitDir.resolve("objects").resolve("info").resolve("alternates"), alternate + "\n");
  }

  public static Quarantine open(Path gitDir, Repository user) throws IOException {
    return new Quarantine(
        new FileRepositoryBuilder().setGitDir(gitDir.toFile()).setMustExist(true).setBare().build(),
        ObjectsOnDisk.of(user));
  }

  /** Returns where to insert; objects the user's repository has are not written again. */
  public ObjectInserter inserter() {
    return inserter;
  }

  /** Copies what is new to the user's repository. */
  public void release() throws IOException {
    inserter.flush();
    ObjectChecker checker = new ObjectChecker();
    ObjectInserter into = user.inserter();
    for (ObjectId id : inserter.fresh) {
      ObjectLoader object = reader.open(id);
      if (object.isLarge()) {
        ObjectsOnDisk.write(() -> copy(object, into));
        continue;
      }
      byte[] bytes = object.getCachedBytes();
      check(checker, object.getType(), id, bytes);
      ObjectsOnDisk.write(() -> into.insert(object.getType(), bytes));
    }
    into.flush();
    inserter.fresh.clear();
  }

  private static void copy(ObjectLoader object, ObjectInserter into) throws IOException {
    try (InputStream in = object.openStream()) {
      into.insert(object.getType(), object.getSize(), in);
    }
  }

  private static void check(ObjectChecker checker, int type, ObjectId id, byte[] bytes)
      throws CorruptObjectException {
    if (type == Constants.OBJ_TREE) {
      checker.check(id, type, bytes);
    }
  }

  @Override
  public void close() {
    inserter.close();
    reader.close();
    user.close();
    repository.close();
  }

  /** Remembers which objects were new. */
  private static final class Recording extends ObjectInserter.Filter {
    private final ObjectInserter disk;
    private final ObjectReader known;
    private final Set<ObjectId> fresh = new LinkedHashSet<>();

    Recording(ObjectInserter disk, ObjectReader known) {
      this.disk = disk;
      this.known = known;
    }

    @Override
    protected ObjectInserter delegate() {
      return disk;
    }

    @Override
    public ObjectId insert(int type, byte[] data, int from, int length) throws IOException {
      ObjectId id = idFor(type, data, from, length);
      if (!fresh.contains(id) && !known.has(id)) {
        fresh.add(disk.insert(type, data, from, length));
      }
      return id;
    }

    @Override
    public ObjectId insert(int type, byte[] data) throws IOException {
      return insert(type, data, 0, data.length);
    }

    @Override
    public ObjectId insert(int type, long length, InputStream in) throws IOException {
      if (length <= IN_MEMORY) {
        return insert(type, in.readNBytes(Math.toIntExact(length)));
      }
      // Whether it is known is seen only afterwards; what the user's repository has costs a copy.
      ObjectId id = disk.insert(type, length, in);
      fresh.add(id);
      return id;
    }
  }
}
