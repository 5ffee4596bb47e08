package dev.nightshift.core.testing;

import dev.nightshift.core.internal.pattern.IgnoreFile;
import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.LeftOutWork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a commit takes of working files in memory: all but new ones that a {@code .gitignore}
 * ignores.
 *
 * @param tree the files it takes
 * @param leftOut the others
 */
record InMemoryTake(InMemoryTree tree, LeftOutWork leftOut) {
  private static final String GITIGNORE = ".gitignore";

  /**
   * Takes what a commit would.
   *
   * @param tracked the files whose paths are taken whatever a rule says
   */
  static InMemoryTake of(SortedMap<String, byte[]> files, Map<String, byte[]> tracked) {
    Rules rules = new Rules(files);
    SortedMap<String, byte[]> deleted = new TreeMap<>(tracked);
    deleted.keySet().removeAll(files.keySet());
    SortedMap<String, byte[]> taken = new TreeMap<>();
    List<LeftOut> others = new ArrayList<>();
    SortedMap<String, byte[]> left = new TreeMap<>();
    files.forEach(
        (path, content) -> {
          boolean isTaken = tracked.containsKey(path) || rules.ignored(path).isEmpty();
          (isTaken ? taken : left).put(path, content);
        });
    // What the change still holds elsewhere is not lost.
    deleted
        .values()
        .removeIf(
            content -> taken.values().stream().anyMatch(kept -> Arrays.equals(kept, content)));
    left.forEach(
        (path, content) ->
            others.add(leftOut(path, rules.ignored(path).orElseThrow(), origin(content, deleted))));
    return new InMemoryTake(InMemoryTree.of(taken), new LeftOutWork(others, 0));
  }

  private static LeftOut leftOut(String path, String why, Optional<String> origin) {
    return origin
        .map(from -> LeftOut.movedOut(path, from, why))
        .orElseGet(() -> new LeftOut(path, LeftOut.Cause.IGNORED, why));
  }

  private static Optional<String> origin(byte[] content, Map<String, byte[]> deleted) {
    return content.length == 0
        ? Optional.empty()
        : deleted.entrySet().stream()
            .filter(file -> Arrays.equals(file.getValue(), content))
            .map(Map.Entry::getKey)
            .findFirst();
  }

  /** The rules of all directories. */
  private static final class Rules {
    private final Map<String, IgnoreFile> byDirectory = new HashMap<>();

    Rules(SortedMap<String, byte[]> files) {
      files.forEach(
          (path, content) -> {
            if (path.equals(GITIGNORE) || path.endsWith("/" + GITIGNORE)) {
              String directory = path.substring(0, path.length() - GITIGNORE.length());
              byDirectory.put(directory, IgnoreFile.parse(content));
            }
          });
    }

    /** Tells by which rule a file or a directory above it is ignored. */
    Optional<String> ignored(String path) {
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        Optional<String> above = decided(path.substring(0, slash), true);
        if (above.isPresent()) {
          return above;
        }
      }
      return decided(path, false);
    }

    private Optional<String> decided(String path, boolean directory) {
      for (int slash = path.lastIndexOf('/'); ; slash = path.lastIndexOf('/', slash - 1)) {
        String above = path.substring(0, slash + 1);
        IgnoreFile file = byDirectory.get(above);
        Optional<IgnoreFile.Rule> rule =
            file == null ? Optional.empty() : file.rule(path.substring(above.length()), directory);
        if (rule.isPresent()) {
          return rule.filter(IgnoreFile.Rule::ignores).map(found -> found.why(above + GITIGNORE));
        }
        if (slash < 0) {
          return Optional.empty();
        }
      }
    }
  }
}
