package dev.nightshift.git.internal.rules;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that {@code git add} would give the files of a workspace: those of its {@code
 * .gitattributes} as they are there, of the repository's own {@code info/attributes}, and of the
 * {@code core.attributesFile} of its own configuration. Those of a user or system do not count: a
 * run ends alike whoever started it.
 */
public final class AttributeRules {
  /** The name of a file of attributes. */
  static final String FILE = ".gitattributes";

  private static final List<AttributeLine> BUILT_IN =
      List.of(AttributeLine.of("[attr]binary -diff -merge -text", false).orElseThrow());

  private final @Nullable AttributeRules outer;
  private final String prefix;
  private final List<AttributeLine> lines;
  private final AttributeRules everywhere;
  private final boolean ignoresCase;

  private AttributeRules(List<AttributeLine> everywhere, boolean ignoresCase) {
    this.outer = null;
    this.prefix = "";
    this.lines = everywhere;
    this.everywhere = this;
    this.ignoresCase = ignoresCase;
  }

  private AttributeRules(AttributeRules outer, String prefix, byte[] content) {
    this.outer = outer == outer.everywhere ? null : outer;
    this.prefix = prefix;
    this.lines = AttributeLine.parse(content, outer.ignoresCase);
    this.everywhere = outer.everywhere;
    this.ignoresCase = outer.ignoresCase;
  }

  /** Returns no attributes. */
  static AttributeRules none() {
    return new AttributeRules(List.of(), false);
  }

  /**
   * Returns the attributes of a repository that outweigh all others, and those that outweigh none.
   *
   * @throws NotTaken if they cannot be applied
   */
  static AttributeRules ofRepository(Path commonDir, OwnConfig config)
      throws IOException, NotTaken {
    byte[] first = RulesFile.ofRepository(commonDir, "info/attributes");
    byte[] last = OwnConfig.content(commonDir, "core.attributesFile", config.attributes());
    boolean ignoresCase = config.ignoresCase();
    return new AttributeRules(AttributeLine.parse(first, ignoresCase), ignoresCase).with("", last);
  }

  /**
   * Returns these attributes with those of a directory.
   *
   * @param prefix the path of the directory, empty or ending in a slash
   * @throws NotTaken if its file cannot be applied
   */
  AttributeRules enter(AgentFiles files, Path directory, String prefix)
      throws IOException, NotTaken {
    byte[] content = RulesFile.read(files, directory.resolve(FILE), prefix + FILE);
    return with(prefix, content);
  }

  /**
   * Returns the attributes a commit has for a path.
   *
   * @throws LargeObjectException if a file of them cannot be applied
   */
  public static AttributeRules ofTree(
      Path commonDir, ObjectReader reader, ObjectId tree, String path) throws IOException {
    AttributeRules rules;
    try {
      rules = ofRepository(commonDir, OwnConfig.read(commonDir));
    } catch (NotTaken tooLarge) {
      throw new LargeObjectException(tooLarge);
    }
    for (int end = 0; end >= 0; end = path.indexOf('/', end + 1)) {
      String prefix = end == 0 ? "" : path.substring(0, end + 1);
      try (@Nullable TreeWalk walk = TreeWalk.forPath(reader, prefix + FILE, tree)) {
        if (walk != null && (walk.getRawMode(0) & FileMode.TYPE_MASK) == FileMode.TYPE_FILE) {
          byte[] content = reader.open(walk.getObjectId(0)).getCachedBytes(RulesFile.MAX_BYTES);
          rules = rules.with(prefix, content);
        }
      }
    }
    return rules;
  }

  private AttributeRules with(String below, byte[] content) {
    return new AttributeRules(this, below, content);
  }

  /** Returns what git does to a file of this path before it stores it. */
  public Storing of(String path) {
    return storing(path, everywhere.lines);
  }

  /** Returns the same by the files of attributes alone that the repository tracks. */
  Storing ofTrackedFiles(String path) {
    return storing(path, List.of());
  }

  private Storing storing(String path, List<AttributeLine> first) {
    Found found = found(path, first);
    return Storing.of(found::value);
  }

  /** Returns what one attribute says of a path, as {@link AttributeLine.Value} has it. */
  public String value(String path, String attribute) {
    return found(path, everywhere.lines).value(attribute);
  }

  private Found found(String path, List<AttributeLine> first) {
    Found found = new Found(path, macros());
    found.add(first, "");
    for (AttributeRules level = this; level != null && level != everywhere; level = level.outer) {
      found.add(level.lines, level.prefix);
    }
    return found;
  }

  /** Only the outermost files define macros; the last definition of the strongest file counts. */
  private Map<String, AttributeLine> macros() {
    Map<String, AttributeLine> macros = new HashMap<>();
    defineIn(macros, BUILT_IN);
    for (AttributeRules level = this; level != null; level = level.outer) {
      if (level.prefix.isEmpty() && level != everywhere) {
        defineIn(macros, level.lines);
      }
    }
    defineIn(macros, everywhere.lines);
    return macros;
  }

  private static void defineIn(Map<String, AttributeLine> macros, List<AttributeLine> lines) {
    lines.forEach(line -> line.macro().ifPresent(name -> macros.put(name, line)));
  }

  /** The attributes of one path; what is found first holds. */
  private static final class Found {
    private final String path;
    private final Map<String, AttributeLine> macros;
    private final Map<String, String> values = new HashMap<>();

    Found(String path, Map<String, AttributeLine> macros) {
      this.path = path;
      this.macros = macros;
    }

    void add(List<AttributeLine> lines, String prefix) {
      for (int index = lines.size() - 1; index >= 0; index--) {
        if (lines.get(index).matches(path.substring(prefix.length()))) {
          add(lines.get(index));
        }
      }
    }

    private void add(AttributeLine line) {
      for (int index = line.attributes().size() - 1; index >= 0; index--) {
        AttributeLine.Value value = AttributeLine.Value.of(line.attributes().get(index));
        boolean isNew = values.putIfAbsent(value.name(), value.value()) == null;
        @Nullable AttributeLine macro = macros.get(value.name());
        if (isNew && macro != null && value.value().equals(AttributeLine.Value.SET)) {
          add(macro);
        }
      }
    }

    String value(String attribute) {
      return values.getOrDefault(attribute, AttributeLine.Value.UNSPECIFIED);
    }
  }
}
