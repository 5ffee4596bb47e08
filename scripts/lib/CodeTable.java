import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Prints, for each package and module, how many top-level types are public in an exported package, how many are hidden
 * and how many of these only one other type of the project names, the lines of code (without comments, imports and blank
 * lines), the longest file and method, and which part of the exported API is documented. Reads sources with the JDK's own
 * parser. A checkout that lacks a module has no rows for it.
 */
public final class CodeTable {
  private static final List<String> MODULES = List.of("agent-core", "agent-git", "agent-models", "agent-report", "agent-forge", "agent-examples");

  /** Literals, so that nothing within them is taken for a comment, and comments. */
  private static final Pattern LITERAL_OR_COMMENT =
      Pattern.compile(
          "\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\n])*+'|/\\*[\\s\\S]*?\\*/|//[^\n]*");

  private CodeTable() {}

  public static void main(String[] args) throws IOException {
    Users users = new Users();
    List<Module> modules = new ArrayList<>();
    for (String module : MODULES) {
      if (Files.isDirectory(Path.of(args[0], module))) {
        modules.add(new Module(Path.of(args[0]), module, users));
      }
    }
    System.out.println(
        "| package | public | hidden | of these with one user | lines of code | longest file | longest method | documented API |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (Module module : modules) {
      module.packages.values().forEach(each -> System.out.println(each.row(users)));
      System.out.println(module.total().row(users));
    }
  }

  /** Which top-level types name a type. */
  private static final class Users {
    private final Map<String, Set<String>> of = new HashMap<>();

    void read(CompilationUnitTree unit) {
      String own = String.valueOf(unit.getPackageName());
      Map<String, String> imported = new HashMap<>();
      unit.getImports().forEach(
          each -> {
            String name = each.getQualifiedIdentifier().toString();
            imported.put(name.substring(name.lastIndexOf('.') + 1), name);
            if (each.isStatic()) {
              String type = name.substring(0, name.lastIndexOf('.'));
              imported.put(name.substring(name.lastIndexOf('.') + 1), type);
            }
          });
      for (Tree type : unit.getTypeDecls()) {
        String user = own + "." + ((ClassTree) type).getSimpleName();
        new TreeScanner<Void, Void>() {
          @Override
          public Void visitIdentifier(IdentifierTree identifier, Void unused) {
            String name = identifier.getName().toString();
            String used = imported.getOrDefault(name, own + "." + name);
            if (!used.equals(user)) {
              of.computeIfAbsent(used, none -> new HashSet<>()).add(user);
            }
            return null;
          }
        }.scan(type, null);
      }
    }

    int countOf(String type) {
      return of.getOrDefault(type, Set.of()).size();
    }
  }

  /** The figures of one package, or of all of a module. */
  private static final class Figures {
    private final String name;
    private final List<String> hidden = new ArrayList<>();
    private int publicTypes;
    private int documented;
    private int documentable;
    private int codeLines;
    private int longestFile;
    private String longestFileName = "";
    private int longestMethod;
    private String longestMethodName = "";

    Figures(String name) {
      this.name = name;
    }

    void add(Figures other) {
      hidden.addAll(other.hidden);
      publicTypes += other.publicTypes;
      documented += other.documented;
      documentable += other.documentable;
      codeLines += other.codeLines;
      file(other.longestFileName, other.longestFile);
      method(other.longestMethodName, other.longestMethod);
    }

    void file(String file, int lines) {
      if (lines > longestFile) {
        longestFile = lines;
        longestFileName = file;
      }
    }

    void method(String method, int lines) {
      if (lines > longestMethod) {
        longestMethod = lines;
        longestMethodName = method;
      }
    }

    String row(Users users) {
      String coverage = documentable == 0 ? "n/a" : documented * 100 / documentable + " % of " + documentable;
      long ofOne = hidden.stream().filter(type -> users.countOf(type) == 1).count();
      return "| " + name + " | " + publicTypes + " | " + hidden.size() + " | " + ofOne + " | " + codeLines + " | " + longestFileName
          + " " + longestFile + " | " + longestMethodName + " " + longestMethod + " | " + coverage + " |";
    }
  }

  /** What one module's main sources hold. */
  private static final class Module {
    private final String name;
    private final String descriptor;
    private final Users users;
    private final Map<String, Figures> packages = new TreeMap<>();

    Module(Path root, String name, Users users) throws IOException {
      this.name = name;
      this.users = users;
      Path sources = root.resolve(name).resolve("src/main/java");
      Path file = sources.resolve("module-info.java");
      this.descriptor = Files.exists(file) ? Files.readString(file) : "";
      try (Stream<Path> files = Files.walk(sources)) {
        read(files.filter(each -> each.toString().endsWith(".java")).filter(each -> !isDescriptor(each)).toList());
      }
    }

    Figures total() {
      Figures all = new Figures("**" + name + "**");
      packages.values().forEach(all::add);
      return all;
    }

    private static boolean isDescriptor(Path file) {
      String leaf = file.getFileName().toString();
      return leaf.equals("module-info.java") || leaf.equals("package-info.java");
    }

    private void read(List<Path> files) throws IOException {
      JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
      try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
        JavacTask task =
            (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
        DocTrees docs = DocTrees.instance(task);
        for (CompilationUnitTree unit : task.parse()) {
          users.read(unit);
          String own = String.valueOf(unit.getPackageName());
          Figures figures =
              packages.computeIfAbsent(own, all -> new Figures(own.replace("dev.nightshift.", "")));
          measureFile(unit, figures);
          boolean exported = descriptor.contains("exports " + own + ";");
          for (Tree type : unit.getTypeDecls()) {
            boolean isPublic = exported && ((ClassTree) type).getModifiers().getFlags().contains(Modifier.PUBLIC);
            if (isPublic) {
              figures.publicTypes++;
            } else {
              figures.hidden.add(own + "." + ((ClassTree) type).getSimpleName());
            }
            new Members(docs, unit, figures).scan(new TreePath(new TreePath(unit), type), isPublic);
          }
        }
      }
    }

    private static void measureFile(CompilationUnitTree unit, Figures figures) {
      Path file = Path.of(unit.getSourceFile().toUri());
      try {
        String source = Files.readString(file);
        figures.file(file.getFileName().toString(), (int) source.lines().count());
        figures.codeLines += codeLines(source);
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }

    private static int codeLines(String source) {
      String code =
          LITERAL_OR_COMMENT
              .matcher(source)
              .replaceAll(found -> found.group().startsWith("/") ? "" : Matcher.quoteReplacement(found.group()));
      return (int)
          code.lines()
              .filter(line -> !line.isBlank() && !line.startsWith("import ") && !line.startsWith("package "))
              .count();
    }

    /** Walks one type; the flag says whether its members can be part of the API. */
    private static final class Members extends TreePathScanner<Void, Boolean> {
      private final DocTrees docs;
      private final CompilationUnitTree unit;
      private final Figures figures;
      private boolean insideInterface;

      Members(DocTrees docs, CompilationUnitTree unit, Figures figures) {
        this.docs = docs;
        this.unit = unit;
        this.figures = figures;
      }

      @Override
      public Void visitClass(ClassTree type, Boolean visible) {
        if (type.getSimpleName().length() == 0) {
          return super.visitClass(type, false);
        }
        boolean shown = visible && (insideInterface || isApi(type.getModifiers()));
        count(shown);
        boolean outer = insideInterface;
        insideInterface = type.getKind() == Tree.Kind.INTERFACE;
        super.visitClass(type, shown);
        insideInterface = outer;
        return null;
      }

      @Override
      public Void visitMethod(MethodTree method, Boolean visible) {
        boolean overrides =
            method.getModifiers().getAnnotations().stream()
                .anyMatch(each -> each.getAnnotationType().toString().equals("Override"));
        boolean generated = docs.getSourcePositions().getEndPosition(unit, method) < 0;
        if (!overrides && !generated) {
          count(visible && (insideInterface || isApi(method.getModifiers())));
        }
        measureMethod(method);
        return super.visitMethod(method, false);
      }

      @Override
      public Void visitVariable(VariableTree field, Boolean visible) {
        boolean isMember = getCurrentPath().getParentPath().getLeaf() instanceof ClassTree;
        if (isMember && isApi(field.getModifiers())) {
          count(visible);
        }
        return super.visitVariable(field, false);
      }

      private void count(boolean shown) {
        if (shown) {
          figures.documentable++;
          figures.documented += docs.getDocComment(getCurrentPath()) == null ? 0 : 1;
        }
      }

      private void measureMethod(MethodTree method) {
        BlockTree body = method.getBody();
        SourcePositions positions = docs.getSourcePositions();
        if (body == null || positions.getEndPosition(unit, body) < 0) {
          return;
        }
        LineMap lines = unit.getLineMap();
        int length =
            (int)
                (lines.getLineNumber(positions.getEndPosition(unit, body))
                    - lines.getLineNumber(positions.getStartPosition(unit, method))
                    + 1);
        String file = Path.of(unit.getSourceFile().toUri()).getFileName().toString();
        figures.method(file.replace(".java", "") + "#" + method.getName(), length);
      }

      private static boolean isApi(ModifiersTree modifiers) {
        return modifiers.getFlags().contains(Modifier.PUBLIC) || modifiers.getFlags().contains(Modifier.PROTECTED);
      }
    }
  }
}
