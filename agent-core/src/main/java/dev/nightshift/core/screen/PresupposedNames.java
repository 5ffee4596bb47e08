package dev.nightshift.core.screen;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files and symbols that a task cannot mean unless they are in the tree: what is to be fixed,
 * removed or renamed has to be there. Only plain English sentences of a few forms are read so; what
 * any other sentence names may be new, of a library or an example, and says nothing here. A file
 * counts only by a path that begins with a directory of the tree: any other may be one that the
 * program reads or writes.
 */
final class PresupposedNames {
  /** Begins a sentence about what is there. */
  private static final String VERB =
      "^(?:[-*]|\\d+[.)])?\\s*(?:please )?(?:fix|repair|correct|debug|delete|remove|drop|rename"
          + "|refactor|simplify|deprecate|inline|optimi[sz]e)\\s+";

  /** A few words that begin no clause of their own. */
  private static final String FEW_WORDS =
      "(?:(?!(?:that|when|if|so|which|while|because|after|before|where|with|to|by|like|e\\.g"
          + "|reference|references|link|links|mention|mentions|import|imports|use|uses|usage)\\b)"
          + "[\\p{L}'’/-]+\\s+){0,6}?";

  private static final String IN = "(?:in|inside|within) (?:the |our )?";

  private static final String ENDINGS =
      "java|kt|kts|scala|groovy|py|ts|tsx|go|rs|c|cc|cpp|h|hpp|cs|rb|php|swift|md|adoc|rst|txt|xml"
          + "|yml|yaml|json|toml|properties|gradle|sql|sh|html|css";

  private static final Pattern IN_FILE =
      Pattern.compile(
          VERB
              + FEW_WORDS
              + IN
              + "(?:file |class |module |script )?[`'\"]?"
              + "([A-Za-z0-9_][A-Za-z0-9_./-]*\\.(?:"
              + ENDINGS
              + "))(?![A-Za-z0-9_/*-]|\\.\\w)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SYMBOL =
      Pattern.compile(
          VERB
              + "(?:"
              + FEW_WORDS
              + IN
              + ")?(?:the |our )?"
              + "(?:(?:public|private|static|abstract|unused|deprecated|dead|old|legacy) ){0,2}"
              + "(?:class|interface|record|enum|method|function|field|constant|annotation)\\s+"
              + "(`?)([A-Za-z][A-Za-z0-9_]*)(?:\\(\\))?(`?)(?![A-Za-z0-9_#:(-]|\\.\\w)",
          Pattern.CASE_INSENSITIVE);

  /** Only the writer of code joins words so. */
  private static final Pattern JOINED = Pattern.compile(".*[a-z0-9][A-Z].*|.*_.*");

  /** Makes what it stands beside. */
  private static final Pattern MAKES =
      Pattern.compile(
          "\\b(?:creat|add|introduc|generat|writ|extract|mov|split|cop|port|implement|provid|restor"
              + "|renam\\w+ \\S+ to)\\w*",
          Pattern.CASE_INSENSITIVE);

  /** Where the author knows that a thing is not there, or not there yet. */
  private static final Pattern KNOWN_TO_LACK =
      Pattern.compile(
          "\\b(?:missing|lacks?|lacking|no longer|nonexistent|non-existent|not exist|not exists|n['’]t exist"
              + "|(?:is|are|was|were) gone|deleted|removed|generated|generates|build output|submodule|upstream"
              + "|if it|if they|if any|if present|if there|jar|wiki|dns|css|stored procedures?|by name"
              + "|vendored|another repository|other repository|dependency|dependencies|library"
              + "|libraries|third-party|plugin)\\b",
          Pattern.CASE_INSENSITIVE);

  /** Directories that builds write, which no commit holds. */
  private static final Set<String> BUILT =
      Set.of(
          "target",
          "build",
          "out",
          "dist",
          "bin",
          "obj",
          "node_modules",
          "vendor",
          "generated",
          "gen",
          "tmp",
          "logs");

  private final TaskText text;
  private final BaseTree tree;

  PresupposedNames(TaskText text, BaseTree tree) {
    this.text = text;
    this.tree = tree;
  }

  /** Those that the tree has not, as they are written, each once. */
  List<String> missing() {
    if (KNOWN_TO_LACK.matcher(text.prose()).find()) {
      return List.of();
    }
    Set<String> missing = new LinkedHashSet<>();
    for (String sentence : text.sentences()) {
      Matcher file = IN_FILE.matcher(sentence);
      if (file.find() && isMissingFile(file.group(1))) {
        missing.add(file.group(1));
      }
      Matcher symbol = SYMBOL.matcher(sentence);
      if (symbol.find() && isMissingSymbol(symbol)) {
        missing.add(symbol.group(2));
      }
    }
    return List.copyOf(missing);
  }

  private boolean isMissingFile(String path) {
    List<String> parts = List.of(path.split("/"));
    boolean isMeantHere = parts.size() > 1 && tree.hasTop(parts.get(0));
    return isMeantHere
        && parts.stream().noneMatch(BUILT::contains)
        && !path.contains("..")
        && !tree.hasFileNamed(path)
        && !isMade(BaseTree.stemOf(BaseTree.nameOf(path)));
  }

  private boolean isMissingSymbol(Matcher symbol) {
    String name = symbol.group(2);
    boolean isMarked = !symbol.group(1).isEmpty() && !symbol.group(3).isEmpty();
    return (isMarked || JOINED.matcher(name).matches()) && !isMade(name) && !tree.hasWord(name);
  }

  /** Tells whether any sentence that has the name may make the thing. */
  private boolean isMade(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return text.sentences().stream()
        .filter(sentence -> sentence.toLowerCase(Locale.ROOT).contains(wanted))
        .anyMatch(sentence -> MAKES.matcher(sentence).find());
  }
}
