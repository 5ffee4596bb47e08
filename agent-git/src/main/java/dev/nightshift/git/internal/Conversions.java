package dev.nightshift.git.internal;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.attributes.Attribute;
import org.eclipse.jgit.attributes.AttributesNode;
import org.eclipse.jgit.attributes.AttributesRule;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether git would convert files between repository and checkout. This library writes bytes
 * as they are, so such a checkout is left to git. Used once.
 */
final class Conversions {
  private static final String MACRO = "[attr]";
  private final Set<String> converting =
      new HashSet<>(Set.of("filter", "ident", "working-tree-encoding"));
  private final ObjectReader reader;
  private final ObjectId before;
  private final ObjectId after;

  Conversions(ObjectReader reader, ObjectId before, ObjectId after) {
    this.reader = reader;
    this.before = before;
    this.after = after;
  }

  /** Returns why these paths cannot be written as they are, if so. */
  Optional<String> refusal(CheckoutConfig config, Set<String> paths) throws IOException {
    if (config.convertsLineEnds()) {
      return Optional.of(
          "git converts line ends in it (core.autocrlf or core.eol of the repository, user or"
              + " system); merge the branch by git");
    }
    List<AttributesRule> everywhere = new ArrayList<>();
    for (Path file : config.attributes()) {
      everywhere.addAll(rulesOfFile(file));
    }
    defineMacros(everywhere);
    for (String path : paths) {
      if (converts(everywhere, path, "") || convertsByTree(path)) {
        return Optional.of(
            "git converts '"
                + path
                + "' on checkout (see .gitattributes); merge the branch by git");
      }
    }
    return Optional.empty();
  }

  /** Adds the names of macros that stand for a conversion; only the outermost files define some. */
  private void defineMacros(List<AttributesRule> everywhere) throws IOException {
    List<AttributesRule> rules = new ArrayList<>(everywhere);
    for (ObjectId tree : List.of(before, after)) {
      rules.addAll(rulesOfTree(tree, ".gitattributes"));
    }
    List<AttributesRule> macros =
        rules.stream().filter(rule -> rule.getPattern().startsWith(MACRO)).toList();
    boolean grown = true;
    while (grown) {
      grown = false;
      for (AttributesRule macro : macros) {
        grown |=
            macro.getAttributes().stream().anyMatch(this::converts)
                && converting.add(macro.getPattern().substring(MACRO.length()));
      }
    }
  }

  private boolean convertsByTree(String path) throws IOException {
    for (int slash = path.lastIndexOf('/'); ; slash = path.lastIndexOf('/', slash - 1)) {
      String prefix = path.substring(0, slash + 1);
      for (ObjectId tree : List.of(before, after)) {
        if (converts(rulesOfTree(tree, prefix + ".gitattributes"), path, prefix)) {
          return true;
        }
      }
      if (slash < 0) {
        return false;
      }
    }
  }

  private boolean converts(List<AttributesRule> rules, String path, String prefix) {
    for (AttributesRule rule : rules) {
      if (rule.isMatch(path.substring(prefix.length()), false)
          && rule.getAttributes().stream().anyMatch(this::converts)) {
        return true;
      }
    }
    return false;
  }

  private boolean converts(Attribute attribute) {
    boolean on =
        attribute.getState() == Attribute.State.SET
            || attribute.getState() == Attribute.State.CUSTOM;
    String key = attribute.getKey();
    boolean crlf = key.equals("eol") && "crlf".equalsIgnoreCase(attribute.getValue());
    return on && (converting.contains(key) || crlf);
  }

  private List<AttributesRule> rulesOfTree(ObjectId tree, String path) throws IOException {
    try (@Nullable TreeWalk walk = TreeWalk.forPath(reader, path, tree)) {
      if (walk == null || !new TreeEntry(path, walk.getFileMode(0), walk.getObjectId(0)).isFile()) {
        return List.of();
      }
      byte[] bytes = reader.open(walk.getObjectId(0), Constants.OBJ_BLOB).getBytes(1_000_000);
      return rules(new ByteArrayInputStream(bytes));
    }
  }

  private static List<AttributesRule> rulesOfFile(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    try (InputStream in = new FileInputStream(file.toFile())) {
      return rules(in);
    }
  }

  private static List<AttributesRule> rules(InputStream in) throws IOException {
    AttributesNode node = new AttributesNode();
    node.parse(in);
    return new ArrayList<>(node.getRules());
  }
}
