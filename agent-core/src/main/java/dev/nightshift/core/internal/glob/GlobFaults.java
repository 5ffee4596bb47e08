package dev.nightshift.core.internal.glob;

import dev.nightshift.core.internal.pattern.Automaton;
import dev.nightshift.core.internal.pattern.Expression;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.List;
import java.util.regex.Pattern;

/** Refuses globs that look as if they meant something, but match nothing or everything. */
final class GlobFaults {
  private static final String WANTED = "write a path relative to the root, such as src/**";
  private static final String ALL = "write ** if every path is meant";
  private static final String EACH =
      "give each as a glob of its own; a ',' that is part of a name is written [,], a ';' [;] and a"
          + " '|' [|]";
  private static final Pattern SET = Pattern.compile("\\[[!^]?+.[^\\]]*+]", Pattern.DOTALL);

  /** Paths that have little in common; what permits more than half of them names nothing. */
  private static final List<String> UNLIKE =
      List.of(
          "README.md",
          "Makefile",
          ".gitignore",
          "pom.xml",
          "src/main/java/app/Main.java",
          "src/test/resources/data.bin",
          ".github/workflows/ci.yml",
          "docs/guide/Setup.adoc",
          "scripts/deploy",
          "lib/api/index.ts",
          "web/assets/logo.png",
          "tools/LICENSE",
          "config/prod/1234.json",
          "infra/UPPER.TXT");

  /** What is wrong wherever it stands in a glob, before braces are written out. */
  private static final List<Fault> OF_A_GLOB =
      List.of(
          new Fault("\\s.*|.*\\s", "it begins or ends with a space", "leave the space out"),
          new Fault("!.*", "a leading '!' excludes nothing", "name only the paths that are meant"),
          new Fault(
              "(?:['\"`].*|.*['\"`])",
              "it is quoted",
              "leave the quotes out, or write ['] for one at the edge of a name"),
          new Fault(
              "\\$(?:\\w+|\\{[^{}/]*})/.*|%\\w+%/.*",
              "variables are not expanded", WANTED + ", and [$] for a dollar in a name"),
          new Fault("~|~[^/]*/.*", "'~' is not expanded", WANTED + ", and [~] for one in a name"),
          new Fault(
              ":[(!^/].*", "git's magic words mean nothing here", "write the path without them"),
          new Fault(
              "\\^.*[/*].*|.*\\*.*\\$|.*\\([^()/]*\\|[^()/]*\\).*",
              "it seems to be a regular expression",
              "* is any run of characters, {a,b} are alternatives; write [$], [(] or [|] for one"
                  + " in a name"));

  /** What is wrong with one glob without braces. */
  private static final List<Fault> OF_AN_ALTERNATIVE =
      List.of(
          new Fault("/.+|[A-Za-z]:(?:/.*)?", "it is absolute", WANTED),
          new Fault(".*\\*\\*[\\s,;:].*", "it seems to be several globs in one", EACH),
          new Fault(".*\\[:.*", "a set cannot hold the name of a class", "write for example [a-z]"),
          new Fault("(?:\\./)?\\.?/?", "it names the whole tree", ALL));

  private static final String DOT = "(?:\\.|\\[\\.+])";
  private static final String GIT = DOT + "(?:[gG]|\\[[gG]+])(?:[iI]|\\[[iI]+])(?:[tT]|\\[[tT]+])";

  /** What no component of a path is. */
  private static final List<Fault> OF_A_COMPONENT =
      List.of(
          new Fault("", "it has an empty component, which no path has", "write a single '/'"),
          new Fault(DOT, "no path of a tree has a component '.'", WANTED),
          new Fault(DOT + DOT, "no path of a tree has a component '..'", WANTED),
          new Fault(
              "\\.{3,}|\u2026",
              "dots do not mean all below a directory",
              "write **, and [.] for a dot in a name"),
          new Fault(GIT, "git's own files are in no tree", WANTED));

  private GlobFaults() {}

  /** Checks what is wrong wherever it stands in a glob, before braces are written out. */
  static void requireOneGlob(String glob) {
    requireNone(glob.isBlank(), "it is blank", ALL);
    requireNone(
        !VisibleText.isVisibleLine(glob), "it holds a character nobody sees", "leave that out");
    requireNone(
        glob.indexOf('\\') >= 0,
        "it holds a backslash",
        "separate directories by '/', and write [*] for a star that is part of a name");
    requireNone(OF_A_GLOB, plain(glob));
  }

  /** Checks one glob without braces. */
  static void requireMatching(String glob) {
    requireNone(OF_AN_ALTERNATIVE, glob);
    requireNone(isSeveral(glob), "it seems to be several globs in one", EACH);
    String inside = glob.startsWith("./") ? glob.substring(2) : glob;
    String named = inside.endsWith("/") ? inside.substring(0, inside.length() - 1) : inside;
    for (String component : named.split("/", -1)) {
      requireNone(OF_A_COMPONENT, component);
    }
  }

  /**
   * Checks that one glob without braces, which permits something, permits nearly all only by saying
   * so.
   *
   * @param glob what it was written as: {@code {*}*} does not say {@code **}
   */
  static void requireNamingSomething(String alternative, String glob) {
    if (saysAll(alternative) && saysAll(glob)) {
      return;
    }
    String one = alternative.replaceAll("\\*{2,}", "*");
    requireNone(
        matched(new GlobTranslation(alternative).expression()) > UNLIKE.size() / 2,
        "'" + one + "' matches every path, or nearly",
        (one.contains("/")
                ? "name the directories that are meant"
                : "write ./" + one + " for files at the root")
            + ", or ** if every path is meant");
  }

  /** Checks that the alternatives of a glob do not permit together what none of them may. */
  static void requireNamingSomething(String glob, Expression all) {
    requireNone(
        !saysAll(glob) && matched(all) == UNLIKE.size(),
        "its alternatives match every path together",
        ALL);
  }

  private static boolean saysAll(String glob) {
    return plain(glob).contains("**");
  }

  private static long matched(Expression paths) {
    Automaton automaton = Automaton.of(paths, Integer.MAX_VALUE);
    return UNLIKE.stream().filter(automaton::matches).count();
  }

  private static boolean isSeveral(String glob) {
    String plain = plain(glob);
    boolean listed = Pattern.compile("[,;|]").matcher(plain).find();
    return (listed && (plain.contains("**") || all(plain, "[,;|]", ".*[/*?].*|")))
        || all(plain, "[\\s:]+", ".*/.*[*?].*|.*[*?].*/.*");
  }

  /** Returns a glob without what stands in sets, where each character means itself. */
  private static String plain(String glob) {
    return SET.matcher(glob).replaceAll("?");
  }

  private static boolean all(String glob, String separator, String path) {
    String[] parts = glob.split(separator, -1);
    return parts.length > 1 && List.of(parts).stream().allMatch(part -> part.matches(path));
  }

  private static void requireNone(List<Fault> faults, String text) {
    for (Fault fault : faults) {
      requireNone(fault.pattern().matcher(text).matches(), fault.why(), fault.remedy());
    }
  }

  private static void requireNone(boolean fault, String why, String remedy) {
    if (fault) {
      throw new MalformedGlobException(why + "; " + remedy);
    }
  }

  /** One kind of mistake: what it looks like as a whole, and what to do. */
  private record Fault(Pattern pattern, String why, String remedy) {
    Fault(String regex, String why, String remedy) {
      this(Pattern.compile(regex, Pattern.DOTALL), why, remedy);
    }
  }
}
