package dev.nightshift.git.internal.objects;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.eclipse.jgit.errors.ObjectWritingException;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/**
 * The objects of a repository as they are on disk now, to write to. Used by one thread.
 *
 * <p>A handle of JGit remembers which loose objects and packs it has seen, and writes nothing again
 * that it remembers, even if {@code git gc} has removed it since. So each write opens a handle of
 * its own, which remembers nothing.
 */
public final class ObjectsOnDisk implements AutoCloseable {
  private static final int MAX_TRIES = 10;
  private final Repository repository;
  private final ObjectReader reader;
  private final ObjectInserter inserter;

  private ObjectsOnDisk(Repository repository) {
    this.repository = repository;
    this.reader = repository.newObjectReader();
    this.inserter = repository.newObjectInserter();
  }

  /** Opens the objects of a repository, whose handle may be open for long. */
  public static ObjectsOnDisk of(Repository repository) throws IOException {
    return new ObjectsOnDisk(SharedRepository.openHandle(repository.getDirectory().toPath()));
  }

  public Repository repository() {
    return repository;
  }

  /** One write of one object, from its start. */
  @FunctionalInterface
  interface Write {
    void run() throws IOException;
  }

  /**
   * Writes an object; again if it cannot be moved to its place, as when {@code git gc} of the user
   * has just removed the directory, which was empty, that was made for it.
   *
   * @throws IOException if it fails {@value #MAX_TRIES} times
   */
  static void write(Write object) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        object.run();
        return;
      } catch (NoSuchFileException | ObjectWritingException notMoved) {
        if (tries == MAX_TRIES) {
          throw notMoved;
        }
      }
    }
  }

  ObjectReader reader() {
    return reader;
  }

  public ObjectInserter inserter() {
    return inserter;
  }

  @Override
  public void close() {
    inserter.close();
    reader.close();
    repository.close();
  }
}
