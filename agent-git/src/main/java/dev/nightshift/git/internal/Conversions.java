package dev.nightshift.git.internal;

import dev.nightshift.core.internal.pattern.GitPattern;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether git would convert files between repository and checkout. This library writes bytes
 * as they are, so such a checkout is left to git. Used once.
 *
 * <p>The agent writes both the rules and the names, and this runs while the target is locked: rules
 * that are many or long are not applied but left to git too.
 */
final class Conversions {
  private static final String FILE = ".gitattributes";
  private static final int MAX_BYTES = 100_000;
  private static final int MAX_RULES = 1_000;
  private static final int MAX_PATTERN_CHARS = 300;

  /** Characters of patterns times those of paths: some seconds at the worst. */
  private static final long MAX_WORK = 500_000_000;

  private final Set<String> converting =
      new HashSet<>(Set.of("filter", "ident", "working-tree-encoding"));
  private final Map<String, List<Rule>> ofDirectories = new HashMap<>();
  private final ObjectReader reader;
  private final ObjectId before;
  private final ObjectId after;
  private int rules;
  private long work;

  Conversions(ObjectReader reader, ObjectId before, ObjectId after) {
    this.reader = reader;
    this.before = before;
    this.after = after;
  }

  private record Rule(String pattern, GitPattern glob) {}

  /** Rules that are not applied. */
  private static final class Unanswered extends Exception {
    private static final long serialVersionUID = 1L;

    Unanswered(String why) {
      super(why);
    }
  }

  /** Returns why these paths cannot be written as they are, if so. */
  Optional<String> refusal(CheckoutConfig config, Set<String> paths) throws IOException {
    if (config.convertsLineEnds()) {
      return Optional.of(
          "git converts line ends in it (core.autocrlf or core.eol of the repository, user or"
              + " system); merge the branch by git");
    }
    try {
      @Nullable String converted = firstConverted(config, paths);
      return converted == null
          ? Optional.empty()
          : Optional.of(
              "git converts '"
                  + converted
                  + "' on checkout (see .gitattributes); merge the branch by git");
    } catch (Unanswered hard) {
      return Optional.of(
          "what git converts in it is not known: "
              + hard.getMessage()
              + "; merge the branch by git");
    }
  }

  private @Nullable String firstConverted(CheckoutConfig config, Set<String> paths)
      throws IOException, Unanswered {
    List<AttributeLine> everywhere = new ArrayList<>();
    for (Path file : config.attributes()) {
      everywhere.addAll(linesOfFile(file));
    }
    defineMacros(everywhere);
    List<Rule> global = converting(everywhere);
    for (String path : paths) {
      if (isMatched(global, path) || isMatchedByTrees(path)) {
        return path;
      }
    }
    return null;
  }

  /** Adds the names of macros that stand for a conversion; only the outermost files define some. */
  private void defineMacros(List<AttributeLine> everywhere) throws IOException, Unanswered {
    List<AttributeLine> lines = new ArrayList<>(everywhere);
    lines.addAll(linesOfTrees(""));
    List<AttributeLine> macros = lines.stream().filter(line -> line.macro().isPresent()).toList();
    requireFew(macros.size());
    boolean grown = true;
    while (grown) {
      grown = false;
      for (AttributeLine macro : macros) {
        grown |= macro.converts(converting) && converting.add(macro.macro().orElseThrow());
      }
    }
  }

  private boolean isMatchedByTrees(String path) throws IOException, Unanswered {
    for (int slash = path.lastIndexOf('/'); ; slash = path.lastIndexOf('/', slash - 1)) {
      String prefix = path.substring(0, slash + 1);
      @Nullable List<Rule> found = ofDirectories.get(prefix);
      if (found == null) {
        found = converting(linesOfTrees(prefix));
        ofDirectories.put(prefix, found);
      }
      if (isMatched(found, path.substring(prefix.length()))) {
        return true;
      }
      if (slash < 0) {
        return false;
      }
    }
  }

  private boolean isMatched(List<Rule> candidates, String path) throws Unanswered {
    for (Rule rule : candidates) {
      work += (long) rule.pattern().length() * path.length();
      if (work > MAX_WORK) {
        throw new Unanswered("there are too many attributes for this many files");
      }
      if (rule.glob().matches(path, false)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the rules that make git convert something. */
  private List<Rule> converting(List<AttributeLine> lines) throws Unanswered {
    List<Rule> found = new ArrayList<>();
    for (AttributeLine line : lines) {
      String pattern = line.pattern();
      // To git a directory has no attributes, nor do the files in it by its pattern.
      if (line.macro().isEmpty() && !pattern.endsWith("/") && line.converts(converting)) {
        requireFew(++rules);
        found.add(new Rule(pattern, glob(pattern)));
      }
    }
    return found;
  }

  private static GitPattern glob(String pattern) throws Unanswered {
    if (pattern.length() > MAX_PATTERN_CHARS) {
      throw new Unanswered(
          "a pattern of its attributes is longer than " + MAX_PATTERN_CHARS + " characters");
    }
    if (pattern.contains("[:")) {
      throw new Unanswered("the pattern '" + pattern + "' of its attributes is not understood");
    }
    return GitPattern.of(pattern);
  }

  private static void requireFew(int count) throws Unanswered {
    if (count > MAX_RULES) {
      throw new Unanswered("there are more than " + MAX_RULES + " such attributes");
    }
  }

  private List<AttributeLine> linesOfTrees(String prefix) throws IOException, Unanswered {
    List<AttributeLine> lines = new ArrayList<>();
    for (ObjectId tree : List.of(before, after)) {
      lines.addAll(linesOfTree(tree, prefix + FILE));
    }
    return lines;
  }

  private List<AttributeLine> linesOfTree(ObjectId tree, String path)
      throws IOException, Unanswered {
    try (@Nullable TreeWalk walk = TreeWalk.forPath(reader, path, tree)) {
      if (walk == null || !new TreeEntry(path, walk.getFileMode(0), walk.getObjectId(0)).isFile()) {
        return List.of();
      }
      ObjectLoader loader = reader.open(walk.getObjectId(0), Constants.OBJ_BLOB);
      requireSmall(path, loader.getSize());
      return AttributeLine.parse(loader.getBytes(MAX_BYTES));
    }
  }

  private static List<AttributeLine> linesOfFile(Path file) throws IOException, Unanswered {
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    requireSmall(file.toString(), Files.size(file));
    try (InputStream in = Files.newInputStream(file)) {
      return AttributeLine.parse(in.readNBytes(MAX_BYTES));
    }
  }

  private static void requireSmall(String file, long bytes) throws Unanswered {
    if (bytes > MAX_BYTES) {
      throw new Unanswered("'" + file + "' is larger than " + MAX_BYTES + " bytes");
    }
  }
}
