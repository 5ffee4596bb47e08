package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A price file that is read again when its time, its size or the file behind its name changed. A
 * version that is refused changes nothing but the complaint. Safe for concurrent use: one thread
 * reads, the others go on with what was read before.
 *
 * @param <T> what the file is read to
 */
final class WatchedPrices<T> {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedPrices.class);

  private final Path file;
  private final Function<Path, T> reader;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Version<T> current;

  private WatchedPrices(Path file, Function<Path, T> reader, Version<T> current) {
    this.file = file;
    this.reader = reader;
    this.current = current;
  }

  /** Reads the file, whose first version has to be good; the reader refuses others. */
  static <T> WatchedPrices<T> open(Path file, Function<Path, T> reader) {
    // Before the content: what is written meanwhile has another stamp, and is read the next time.
    Stamp stamp = Stamp.of(file);
    return new WatchedPrices<>(file, reader, new Version<>(stamp, reader.apply(file), ""));
  }

  T newest() {
    return version().content();
  }

  /** What is wrong with the newest version, empty if it is in use. */
  String complaint() {
    return version().complaint();
  }

  private Version<T> version() {
    Stamp stamp = Stamp.of(file);
    if (!stamp.equals(current.stamp()) && reading.tryLock()) {
      try {
        if (!stamp.equals(current.stamp())) {
          current = reread(stamp, current);
        }
      } finally {
        reading.unlock();
      }
    }
    return current;
  }

  private Version<T> reread(Stamp stamp, Version<T> before) {
    try {
      T content = reader.apply(file);
      LOG.info("price file {} changed and is read again", file);
      return new Version<>(stamp, content, "");
    } catch (AgentException refused) {
      String complaint = String.valueOf(refused.getMessage());
      // What could not be read may be right: it is tried again though nothing of it changes.
      boolean isUnread = refused.getCause() instanceof IOException;
      if (!isUnread || !complaint.equals(before.complaint())) {
        LOG.error("price file {} changed and is refused; its old prices stay: {}", file, complaint);
      }
      return new Version<>(isUnread ? null : stamp, before.content(), complaint);
    }
  }

  /** What was read last; without a stamp if what lies there now could not be. */
  private record Version<T>(@Nullable Stamp stamp, T content, String complaint) {}

  /** By what a changed file is known; all null and -1 if there is none or it cannot be seen. */
  private record Stamp(@Nullable FileTime time, long size, @Nullable Object key) {
    static Stamp of(Path file) {
      try {
        BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(seen.lastModifiedTime(), seen.size(), seen.fileKey());
      } catch (IOException gone) {
        return new Stamp(null, -1, null);
      }
    }
  }
}
