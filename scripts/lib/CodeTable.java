import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Prints, for each module, how many top-level types are public in an exported package and how many are hidden, the
 * longest file and method, and which part of the exported API is documented. Reads sources with the JDK's own parser.
 */
public final class CodeTable {
  private static final List<String> MODULES = List.of("agent-core", "agent-git", "agent-models", "agent-examples");

  private CodeTable() {}

  public static void main(String[] args) throws IOException {
    System.out.println("| module | public top-level | hidden top-level | longest file | longest method | documented API |");
    System.out.println("|---|---|---|---|---|---|");
    for (String module : MODULES) {
      System.out.println(new Module(Path.of(args[0]), module).row());
    }
  }

  /** What one module's main sources hold. */
  private static final class Module {
    private final String name;
    private final String descriptor;
    private int publicTypes;
    private int hiddenTypes;
    private int documented;
    private int documentable;
    private int longestFile;
    private String longestFileName = "";
    private int longestMethod;
    private String longestMethodName = "";

    Module(Path root, String name) throws IOException {
      this.name = name;
      Path sources = root.resolve(name).resolve("src/main/java");
      Path file = sources.resolve("module-info.java");
      this.descriptor = Files.exists(file) ? Files.readString(file) : "";
      try (Stream<Path> files = Files.walk(sources)) {
        read(files.filter(each -> each.toString().endsWith(".java")).filter(each -> !isDescriptor(each)).toList());
      }
    }

    String row() {
      String coverage = documentable == 0 ? "n/a" : documented * 100 / documentable + " % of " + documentable;
      return "| " + name + " | " + publicTypes + " | " + hiddenTypes + " | " + longestFileName + " " + longestFile + " | "
          + longestMethodName + " " + longestMethod + " | " + coverage + " |";
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
          measureFile(unit);
          boolean exported = descriptor.contains("exports " + unit.getPackageName() + ";");
          for (Tree type : unit.getTypeDecls()) {
            boolean isPublic = exported && ((ClassTree) type).getModifiers().getFlags().contains(Modifier.PUBLIC);
            publicTypes += isPublic ? 1 : 0;
            hiddenTypes += isPublic ? 0 : 1;
            new Members(docs, unit).scan(new TreePath(new TreePath(unit), type), isPublic);
          }
        }
      }
    }

    private void measureFile(CompilationUnitTree unit) {
      Path file = Path.of(unit.getSourceFile().toUri());
      try (Stream<String> lines = Files.lines(file)) {
        int count = (int) lines.count();
        if (count > longestFile) {
          longestFile = count;
          longestFileName = file.getFileName().toString();
        }
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }

    /** Walks one type; the flag says whether its members can be part of the API. */
    private final class Members extends TreePathScanner<Void, Boolean> {
      private final DocTrees docs;
      private final CompilationUnitTree unit;
      private boolean insideInterface;

      Members(DocTrees docs, CompilationUnitTree unit) {
        this.docs = docs;
        this.unit = unit;
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
          documentable++;
          documented += docs.getDocComment(getCurrentPath()) == null ? 0 : 1;
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
        if (length > longestMethod) {
          longestMethod = length;
          String file = Path.of(unit.getSourceFile().toUri()).getFileName().toString();
          longestMethodName = file.replace(".java", "") + "#" + method.getName();
        }
      }

      private static boolean isApi(ModifiersTree modifiers) {
        return modifiers.getFlags().contains(Modifier.PUBLIC) || modifiers.getFlags().contains(Modifier.PROTECTED);
      }
    }
  }
}
