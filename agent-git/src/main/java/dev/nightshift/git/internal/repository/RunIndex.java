package dev.nightshift.git.internal.repository;

import dev.nightshift.git.internal.disk.TreeDeletion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileSnapshot;
import org.eclipse.jgit.lib.Constants;
import org.jspecify.annotations.Nullable;

/**
 * Which runs have a record or a ref in a repository. Each run that begins asks, so that what is
 * open here already costs no look at its files. Safe for concurrent use.
 */
public final class RunIndex {
  private final Path commonDir;
  private @Nullable FileSnapshot packedRefs;
  private Set<String> packed = Set.of();

  RunIndex(Path commonDir) {
    this.commonDir = commonDir;
  }

  /**
   * Returns their names.
   *
   * @param passedOver names that need no look and are not returned
   */
  public NavigableSet<String> names(Predicate<String> passedOver) throws IOException {
    NavigableSet<String> names = new TreeSet<>(packed());
    for (Path run : children(commonDir.resolve(RunRefs.RUNS))) {
      names.add(run.getFileName().toString());
    }
    names.removeIf(passedOver);
    for (Path run : children(commonDir.resolve(RunRefs.REFS))) {
      String name = run.getFileName().toString();
      if (!names.contains(name) && !passedOver.test(name) && holdsFiles(run)) {
        names.add(name);
      }
    }
    return names;
  }

  /** Refs of an earlier version may be packed: they are looked for when that file was written. */
  private synchronized Set<String> packed() throws IOException {
    Path file = commonDir.resolve(Constants.PACKED_REFS);
    FileSnapshot before = packedRefs;
    if (before == null || before.isModified(file.toFile())) {
      FileSnapshot now = FileSnapshot.save(file.toFile());
      packed = packedIn(file);
      packedRefs = now;
    }
    return packed;
  }

  /** Read from the file itself: JGit does not tell that a ref is packed if it is loose as well. */
  private static Set<String> packedIn(Path file) throws IOException {
    String prefix = " " + RunRefs.REFS + "/";
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.contains(prefix))
          .map(line -> line.substring(line.indexOf(prefix) + prefix.length()).replaceAll("/.*", ""))
          .collect(Collectors.toSet());
    } catch (NoSuchFileException nonePacked) {
      return Set.of();
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause();
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(children::add);
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    }
    return children;
  }

  /**
   * Tells whether a path is a file or has one below: git leaves directories whose refs are gone.
   */
  static boolean holdsFiles(Path path) {
    try (Stream<Path> all = Files.walk(path)) {
      return all.anyMatch(below -> !Files.isDirectory(below, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException | UncheckedIOException unseen) {
      return true;
    }
  }

  /**
   * Removes what a process leaves that is killed before its first record or after its last, and
   * what stayed because git had a file in it just then.
   *
   * @param passedOver names of runs that need no look
   */
  public void deleteEmpty(Predicate<String> passedOver) throws IOException {
    for (String place : List.of(RunRefs.REFS, Constants.LOGS + "/" + RunRefs.REFS)) {
      for (Path run : children(commonDir.resolve(place))) {
        if (!passedOver.test(run.getFileName().toString())
            && Files.isDirectory(run, LinkOption.NOFOLLOW_LINKS)) {
          TreeDeletion.deleteIfEmpty(run);
        }
      }
    }
    for (String place : List.of(RunRefs.RUNS, RunRefs.REFS, Constants.LOGS + "/" + RunRefs.REFS)) {
      deleteEmpty(commonDir, commonDir.resolve(place));
    }
  }

  static void deleteEmpty(Path commonDir, Path lowest) throws IOException {
    for (Path above = lowest;
        !above.endsWith(Constants.R_REFS) && !above.equals(commonDir);
        above = above.resolveSibling("")) {
      if (!TreeDeletion.deleteIfEmpty(above)) {
        return;
      }
    }
  }
}
