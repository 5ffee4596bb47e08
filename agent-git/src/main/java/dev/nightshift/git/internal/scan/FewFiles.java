package dev.nightshift.git.internal.scan;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Looks whether a directory holds so few files that each can be named. Used once. */
final class FewFiles {
  private static final int MAX_FILES = 10;
  private static final int MAX_ENTRIES = 200;
  private final SortedSet<String> found = new TreeSet<>();
  private int entries;

  private FewFiles() {}

  /**
   * Returns the paths of all files below a directory, or empty if there are too many or some cannot
   * be seen.
   *
   * @param prefix the path of the directory, ending in a slash
   */
  static Optional<SortedSet<String>> below(Path directory, String prefix) {
    FewFiles look = new FewFiles();
    try {
      return look.add(directory, prefix) ? Optional.of(look.found) : Optional.empty();
    } catch (IOException unseen) {
      return Optional.empty();
    }
  }

  private boolean add(Path directory, String prefix) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        String path = prefix + child.getFileName();
        boolean isDirectory = Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS);
        if (!isDirectory) {
          found.add(path);
        }
        entries++;
        if (found.size() > MAX_FILES
            || entries > MAX_ENTRIES
            || (isDirectory && !add(child, path + "/"))) {
          return false;
        }
      }
    } catch (DirectoryIteratorException failed) {
      throw failed.getCause();
    }
    return true;
  }
}
