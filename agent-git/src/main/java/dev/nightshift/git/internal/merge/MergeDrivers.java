package dev.nightshift.git.internal.merge;

import dev.nightshift.git.internal.rules.AttributeLine;
import dev.nightshift.git.internal.rules.AttributeRules;
import dev.nightshift.git.internal.rules.HostGitConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * Knows which files git merges line by line, by their attribute {@code merge} as {@code ll-merge.c}
 * reads it. Of the others none is merged here: no program of a configuration is run. Used by one
 * thread.
 */
final class MergeDrivers {
  private static final String BINARY = "binary";
  private final Path commonDir;
  private final ObjectReader reader;
  private final ObjectId tree;
  private final Map<String, AttributeRules> ofDirectories = new HashMap<>();
  private HostGitConfig.@Nullable Merging merging;

  /**
   * Creates a reader of attributes.
   *
   * @param tree the tree that is merged into, whose attributes git obeys
   */
  MergeDrivers(Path commonDir, ObjectReader reader, ObjectId tree) {
    this.commonDir = commonDir;
    this.reader = reader;
    this.tree = tree;
  }

  /** Tells whether a file that both sides changed is merged line by line. */
  boolean mergesLines(String path) throws IOException {
    String driver;
    try {
      driver = rules(path).value(path, "merge");
    } catch (LargeObjectException tooLarge) {
      return false;
    }
    if (driver.equals(AttributeLine.Value.SET)) {
      return true;
    }
    if (driver.equals(AttributeLine.Value.CLEARED)) {
      return false;
    }
    HostGitConfig.Merging config = merging();
    String name = AttributeLine.Value.isText(driver) ? driver : config.byDefault();
    // A name that nobody defines stands for lines, and "union" differs only where lines conflict.
    return !config.drivers().contains(name) && !name.equals(BINARY);
  }

  private AttributeRules rules(String path) throws IOException {
    String directory = path.substring(0, path.lastIndexOf('/') + 1);
    @Nullable AttributeRules rules = ofDirectories.get(directory);
    if (rules == null) {
      rules = AttributeRules.ofTree(commonDir, reader, tree, path);
      ofDirectories.put(directory, rules);
    }
    return rules;
  }

  private HostGitConfig.Merging merging() {
    HostGitConfig.@Nullable Merging known = merging;
    if (known == null) {
      try {
        known = HostGitConfig.read(commonDir).merging();
      } catch (IOException unreadable) {
        // Git cannot read it either, so it merges nothing.
        known = new HostGitConfig.Merging(Set.of(), BINARY);
      }
      merging = known;
    }
    return known;
  }
}
