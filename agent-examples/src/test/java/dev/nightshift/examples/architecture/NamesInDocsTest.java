package dev.nightshift.examples.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Each type, member, package and file that the pages for a newcomer name is in the tree. */
@AnalyzeClasses(packages = "dev.nightshift", importOptions = DoNotIncludeTests.class)
class NamesInDocsTest {
  private static final Path ROOT = Path.of("..");
  private static final List<String> PAGES = List.of("ARCHITECTURE.md", "docs/where-is-it.md");
  private static final Pattern BLOCK = Pattern.compile("(?s)```.*?```");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern DRAWN =
      Pattern.compile("\\b(?:[A-Z][a-z0-9]+){2,}\\b|\\bcore(?:\\.\\w+)+");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

  /** Quoted, and no part of the tree: what is said of git, Java, HTTP, and a run on disk. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "#2",
          "#3",
          ".git",
          ".git/nightshift",
          ".git/nightshift/runs/<id>",
          ".gitignore",
          "environment",
          "events.jsonl",
          "examples → {git, models, report, forge} → core",
          "gates",
          "git gc",
          "git gc --prune=now",
          "home",
          "long",
          "owner",
          "refs/nightshift/runs/<id>",
          "streamGenerateContent",
          "ws");

  @ArchTest
  static void whatThePagesForANewcomerNameIsThere(JavaClasses types) throws IOException {
    Set<String> named = new TreeSet<>();
    for (String page : PAGES) {
      named.addAll(namesIn(Files.readString(ROOT.resolve(page))));
    }
    Tree tree = Tree.of(types);

    assertThat(named).hasSizeGreaterThan(200).containsAll(ELSEWHERE);
    assertThat(named)
        .filteredOn(name -> !ELSEWHERE.contains(name))
        .as("rename them in %s as in the code, or list them in ELSEWHERE", PAGES)
        .allMatch(tree::has);
  }

  @ArchTest
  static void eachWalkIsTenShortLines(JavaClasses types) throws IOException {
    String page = Files.readString(ROOT.resolve("ARCHITECTURE.md"));

    for (String walk : List.of("a task", "a model call")) {
      String begin = "## The walk of " + walk + "\n";
      int from = page.indexOf(begin) + begin.length();
      String section = page.substring(from, page.indexOf("\n## ", from));

      assertThat(section.strip().lines())
          .as("the walk of %s", walk)
          .hasSize(10)
          .allMatch(line -> line.matches("\\d+\\. .{1,140}"));
    }
  }

  @ArchTest
  static void whatIsNotThereIsFound(JavaClasses types) throws IOException {
    String page =
        """
        `RunScope`, `RunScope.fork`, `Feedback.Conflicted`, `core.run`, `core.internal.*`,
        `tryDeliver`, `config/checkstyle.xml` and `token-shapes.txt` are there, `RunScopes`,
        `RunScope.forkk`, `Feedback.Lost`, `core.runs`, `core.externals.*`, `tryDelivered`,
        `config/style.xml` and `token-shape.txt` are not. Neither are:
        ```
        core.run.RunScopes ──► core  MadeUpStep
        ```
        """;
    Tree tree = Tree.of(types);

    assertThat(namesIn(page).stream().filter(name -> !tree.has(name)))
        .containsExactlyInAnyOrder(
            "RunScopes",
            "RunScope.forkk",
            "Feedback.Lost",
            "core.runs",
            "core.externals.*",
            "tryDelivered",
            "config/style.xml",
            "token-shape.txt",
            "core.run.RunScopes",
            "MadeUpStep");
  }

  @ArchTest
  static void everyPageThatAPageLinksIsThere(JavaClasses types) throws IOException {
    Set<String> missing = new TreeSet<>();
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      for (Path page : Stream.concat(top, docs).filter(NamesInDocsTest::isPage).toList()) {
        LINK.matcher(Files.readString(page))
            .results()
            .map(link -> link.group(1))
            .filter(link -> !Files.exists(page.resolveSibling(link)))
            .forEach(link -> missing.add(page + " links " + link));
      }
    }

    assertThat(missing).isEmpty();
  }

  private static boolean isPage(Path file) {
    return file.toString().endsWith(".md");
  }

  private static Set<String> namesIn(String page) {
    Set<String> names = new TreeSet<>();
    BLOCK
        .matcher(page)
        .results()
        .flatMap(block -> DRAWN.matcher(block.group()).results())
        .map(MatchResult::group)
        .forEach(names::add);
    QUOTED
        .matcher(BLOCK.matcher(page).replaceAll(""))
        .results()
        .map(quoted -> quoted.group(1))
        .forEach(names::add);
    return names;
  }

  /**
   * What is in the tree.
   *
   * @param types the names of all types and their members, with and without the package and the
   *     type around them: {@code core.run.RunScope}, {@code RunScope}, {@code RunScope.fork}
   * @param packages below {@code dev.nightshift}
   * @param files the names of all resources, without their folder
   */
  private record Tree(Set<String> types, Set<String> packages, Set<String> files) {
    private static final String ROOT_PACKAGE = "dev.nightshift.";

    static Tree of(JavaClasses all) throws IOException {
      Set<String> types = new TreeSet<>();
      Set<String> packages = new TreeSet<>();
      for (JavaClass type : all) {
        packages.add(type.getPackageName().substring(ROOT_PACKAGE.length()));
        String nested = type.getName().substring(type.getPackageName().length() + 1);
        types.add(type.getName().substring(ROOT_PACKAGE.length()).replace('$', '.'));
        types.add(nested.replace('$', '.'));
        types.add(type.getSimpleName());
        type.getAllMembers()
            .forEach(
                member -> {
                  types.add(type.getSimpleName() + "." + member.getName());
                  types.add(member.getName());
                });
      }
      return new Tree(types, packages, resources());
    }

    private static Set<String> resources() throws IOException {
      Set<String> names = new TreeSet<>();
      for (String module : List.of("agent-core", "agent-models")) {
        Path resources = ROOT.resolve(module).resolve("src/main/resources");
        try (Stream<Path> files = Files.walk(resources)) {
          files.forEach(file -> names.add(file.getFileName().toString()));
        }
      }
      return names;
    }

    boolean has(String name) {
      String family = name.replaceAll("\\.\\*$", "") + ".";
      return types.contains(name)
          || files.contains(name)
          || packages.stream().anyMatch(each -> (each + ".").startsWith(family))
          || Files.exists(ROOT.resolve(name));
    }
  }
}
