package dev.nightshift.examples.checkout;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file in the git directory of a work tree that names the branch to return to while a landing has
 * taken the work tree off it. The process at work holds its lock, which dies with it. Used by one
 * thread.
 */
final class DetachedMark implements AutoCloseable {
  static final String NAME = "nightshift-checkout";

  /** The lock of a file is that of the whole JVM. */
  private static final ReentrantLock IN_THIS_JVM = new ReentrantLock(true);

  private final Path path;
  private final RandomAccessFile file;

  private DetachedMark(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  /** What a mark says: {@code git switch BRANCH}, while the work tree is at one of the commits. */
  record Interlude(String branch, List<String> commits) {}

  /** Waits until no landing is at work on a work tree. */
  static DetachedMark await(Path gitDirectory) throws InterruptedException {
    IN_THIS_JVM.lockInterruptibly();
    try {
      // One that was removed meanwhile is not the one that others will lock.
      Optional<DetachedMark> mark = Optional.empty();
      while (mark.isEmpty()) {
        mark = locked(gitDirectory.resolve(NAME), FileChannel::lock);
      }
      return mark.get();
    } catch (FileLockInterruptionException interrupted) {
      IN_THIS_JVM.unlock();
      throw new InterruptedException("cancelled while another landing used " + gitDirectory);
    } catch (IOException failed) {
      IN_THIS_JVM.unlock();
      throw new UncheckedIOException(failed);
    }
  }

  /** Returns the mark of a work tree that no landing is at work on, or nothing. */
  static Optional<DetachedMark> ofDead(Path gitDirectory) {
    Path path = gitDirectory.resolve(NAME);
    if (!Files.isRegularFile(path) || !IN_THIS_JVM.tryLock()) {
      return Optional.empty();
    }
    Optional<DetachedMark> mark = Optional.empty();
    try {
      mark = locked(path, FileChannel::tryLock);
      return mark;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      if (mark.isEmpty()) {
        IN_THIS_JVM.unlock();
      }
    }
  }

  /** Locks a channel; returns null if somebody else has. */
  @FunctionalInterface
  private interface Locking {
    @Nullable FileLock lock(FileChannel channel) throws IOException;
  }

  private static Optional<DetachedMark> locked(Path path, Locking how) throws IOException {
    try {
      Files.createFile(path);
    } catch (FileAlreadyExistsException there) {
      // That of a process at work, or of a dead one.
    }
    Object before = identity(path);
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    boolean held = false;
    try {
      held = how.lock(file.getChannel()) != null && before.equals(identity(path));
    } finally {
      if (!held) {
        file.close();
      }
    }
    return held ? Optional.of(new DetachedMark(path, file)) : Optional.empty();
  }

  private static Object identity(Path path) throws IOException {
    try {
      Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      return key == null ? path : key;
    } catch (NoSuchFileException removed) {
      return "";
    }
  }

  Optional<Interlude> read() {
    try {
      byte[] bytes = new byte[(int) Math.min(file.length(), 10_000)];
      file.seek(0);
      file.readFully(bytes);
      List<String> words =
          List.of(new String(bytes, StandardCharsets.UTF_8).strip().split(" ", -1));
      return words.size() < 2
          ? Optional.empty()
          : Optional.of(new Interlude(words.get(0), words.subList(1, words.size())));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  void write(Interlude interlude) {
    replace(interlude.branch() + " " + String.join(" ", interlude.commits()) + "\n");
  }

  void clear() {
    replace("");
  }

  private void replace(String text) {
    try {
      file.setLength(0);
      file.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Releases the work tree; an empty mark goes. */
  @Override
  public void close() {
    try {
      if (file.length() == 0) {
        Files.deleteIfExists(path);
      }
      file.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      IN_THIS_JVM.unlock();
    }
  }
}
