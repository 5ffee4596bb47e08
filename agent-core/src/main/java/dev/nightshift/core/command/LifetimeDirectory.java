package dev.nightshift.core.command;

import dev.nightshift.core.internal.jail.ScratchDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Directories that are removed when this JVM ends. Those of JVMs that were killed are known by
 * their free locks and removed by the next one.
 */
final class LifetimeDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(LifetimeDirectory.class);
  private static final String PREFIX = "nightshift-maven-";
  private static final String LOCK = "lock";
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private LifetimeDirectory() {}

  /** Makes one, and removes what killed JVMs left beside it. */
  static Path make(Path parent) throws IOException {
    sweep(parent);
    Path directory = ScratchDirectory.in(parent, PREFIX).path();
    OWN.add(directory);
    hold(directory);
    return directory;
  }

  /** Marks a directory as in use until this JVM has ended, and lets it be removed then. */
  @SuppressWarnings("resource") // The lock has to last as long as the JVM.
  private static void hold(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileLock lock = channel.lock();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    lock.close();
                    ScratchDirectory.delete(directory);
                  } catch (IOException stays) {
                    LOG.debug("{} stays for the next sweep", directory, stays);
                  }
                },
                "nightshift-maven-copy"));
  }

  private static void sweep(Path parent) throws IOException {
    try (DirectoryStream<Path> copies = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path copy : copies) {
        if (!OWN.contains(copy.toRealPath()) && isAbandoned(copy)) {
          ScratchDirectory.delete(copy);
        }
      }
    }
  }

  private static boolean isAbandoned(Path copy) {
    Path lock = copy.resolve(LOCK);
    if (!Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        @Nullable FileLock free = channel.tryLock()) {
      return free != null;
    } catch (IOException foreignOrNotYetLocked) {
      return false;
    }
  }
}
