package dev.nightshift.core.tree;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.base.WorkspaceException.Kind;
import dev.nightshift.core.internal.jail.FileNames;
import dev.nightshift.core.internal.jail.Jail;
import dev.nightshift.core.internal.jail.JailHandle;
import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** One walk over the regular files of a jail in path order. Used once, by one thread. */
final class JailWalk {
  /** Each level holds a descriptor open. */
  private static final int MAX_DEPTH = 64;

  private static final int MAX_ENTRIES = 500_000;

  private final PathGlob glob;
  private final int limit;
  private final List<String> found = new ArrayList<>();
  private int entries;

  JailWalk(PathGlob glob, int limit) {
    this.glob = glob;
    this.limit = limit;
  }

  /** Returns the one path if it matches. */
  List<String> file(String path) {
    return glob.matches(path) ? List.of(path) : List.of();
  }

  /** Returns the paths below a directory whose own path is the prefix. */
  List<String> below(JailHandle directory, String prefix) throws IOException {
    descend(directory, prefix, 0);
    return found;
  }

  private void descend(JailHandle directory, String prefix, int depth) throws IOException {
    for (String name : sorted(directory, prefix)) {
      if (found.size() >= limit) {
        return;
      }
      if (!name.endsWith("/")) {
        found.addAll(file(prefix + name));
      } else if (depth < MAX_DEPTH) {
        enter(directory, name.substring(0, name.length() - 1), prefix + name, depth);
      }
    }
  }

  private void enter(JailHandle directory, String name, String prefix, int depth) {
    try (JailHandle child = directory.open(name)) {
      descend(child, prefix, depth + 1);
    } catch (IOException vanishedOrUnreadable) {
      // A listing shows what can be read; reading such a path says what is wrong with it.
    }
  }

  /** Sorts files and directories, these with a slash, so that whole paths come out in order. */
  private Iterable<String> sorted(JailHandle directory, String prefix) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    for (String name : directory.names(MAX_ENTRIES - entries + 1)) {
      if (++entries > MAX_ENTRIES) {
        throw new WorkspaceException(
            Kind.TOO_LARGE,
            "more than %s files below '%s'; list a directory below it"
                .formatted(MAX_ENTRIES, prefix));
      }
      if (FileNames.looksLikeGit(name) || (prefix.isEmpty() && FileNames.looksLikeOwn(name))) {
        continue;
      }
      Optional<BasicFileAttributes> attributes = Jail.find(directory, name);
      if (attributes.isPresent() && attributes.get().isDirectory()) {
        names.add(name + "/");
      } else if (attributes.isPresent() && attributes.get().isRegularFile()) {
        names.add(name);
      }
    }
    return names;
  }
}
