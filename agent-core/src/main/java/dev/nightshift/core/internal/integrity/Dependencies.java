package dev.nightshift.core.internal.integrity;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The dependencies that a manifest names, read line by line; what is computed is not found. */
final class Dependencies {
  private static final Pattern MAVEN_BEGIN =
      Pattern.compile("<(?:dependency|plugin|extension|parent)>");
  private static final Pattern MAVEN_END =
      Pattern.compile("</(?:dependency|plugin|extension|parent)>");
  private static final Pattern MAVEN_PART =
      Pattern.compile("<(groupId|artifactId|version)>([^<]*)<");
  private static final Pattern GRADLE =
      Pattern.compile(
          "\\b(?:\\w*[iI]mplementation|\\w*[aA]pi|\\w*[oO]nly|\\w*[pP]rocessor|classpath|kapt|ksp)"
              + "\\s*\\(?\\s*(?:platform\\s*\\(\\s*)?['\"]([^'\":]+:[^'\":]+)(?::([^'\"]+))?['\"]");

  private static final Pattern GRADLE_PLUGIN =
      Pattern.compile(
          "\\bid\\s*\\(?\\s*['\"]([^'\"]+)['\"]\\s*\\)?(?:\\s*version\\s*['\"]([^'\"]+))?");

  private static final Pattern CATALOG =
      Pattern.compile(
          "\\b(?:module|id)\\s*=\\s*\"([^\"]+)\"(?:.*\\bversion(?:\\.ref)?\\s*=\\s*\"([^\"]+))?");

  private static final Pattern JSON_SECTION =
      Pattern.compile("\"(\\w*[dD]ependencies)\"\\s*:\\s*\\{");
  private static final Pattern JSON_PAIR = Pattern.compile("\"([^\"]+)\"\\s*:\\s*\"([^\"]*)\"");
  private static final Pattern REQUIREMENT =
      Pattern.compile("^\\s*([A-Za-z0-9][\\w.-]*)(?:\\[[^\\]]*\\])?\\s*([^#;]*)");

  private static final Pattern GO =
      Pattern.compile("^\\s*(?:require\\s+)?([\\w-]+\\.[\\w./-]+)\\s+(v\\S+)");
  private static final Pattern TOML_SECTION = Pattern.compile("^\\s*\\[([^\\]]+)\\]");
  private static final Pattern TOML_PAIR = Pattern.compile("^\\s*([\\w-]+)\\s*=\\s*(.+)$");

  private final Map<String, Dependency> found = new LinkedHashMap<>();
  private String section = "";
  private String group = "";
  private String artifact = "";
  private String version = "";
  private boolean isInside;

  private Dependencies() {}

  /** What a manifest names, by name. */
  static Map<String, Dependency> of(String path, String text) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    Dependencies read = new Dependencies();
    int number = 0;
    for (String line : text.lines().toList()) {
      read.line(name, line, ++number);
    }
    return read.found;
  }

  private void line(String manifest, String line, int number) {
    if (manifest.equals("pom.xml")) {
      maven(line, number);
    } else if (manifest.endsWith(".toml") && manifest.startsWith("libs")) {
      pattern(CATALOG, line, number, "the Maven repositories of the build");
    } else if (manifest.contains("gradle")) {
      pattern(GRADLE, line, number, "the Maven repositories of the build");
      pattern(GRADLE_PLUGIN, line, number, "the plugin repositories of the build");
    } else if (manifest.equals("package.json")) {
      npm(line, number);
    } else if (manifest.equals("go.mod")) {
      pattern(GO, line, number, "the Go module proxy");
    } else if (manifest.equals("cargo.toml")) {
      cargo(line, number);
    } else if (!line.strip().startsWith("-")) {
      pattern(REQUIREMENT, line, number, "the Python package index");
    }
  }

  private void pattern(Pattern pattern, String line, int number, String source) {
    Matcher matcher = pattern.matcher(line);
    if (matcher.find()) {
      String said = matcher.group(2);
      add(matcher.group(1), said == null ? "" : said.strip(), number, source);
    }
  }

  private void maven(String line, int number) {
    if (MAVEN_BEGIN.matcher(line).find()) {
      isInside = true;
      group = "";
      artifact = "";
      version = "";
    }
    Matcher part = MAVEN_PART.matcher(line);
    while (isInside && part.find()) {
      switch (part.group(1)) {
        case "groupId" -> group = part.group(2) + ":";
        case "artifactId" -> artifact = part.group(2);
        default -> version = part.group(2);
      }
    }
    if (isInside && MAVEN_END.matcher(line).find()) {
      isInside = false;
      add(group + artifact, version, number, "the Maven repositories of the build");
    }
  }

  private void npm(String line, int number) {
    Matcher begin = JSON_SECTION.matcher(line);
    if (begin.find()) {
      section = begin.group(1);
    }
    Matcher pair = JSON_PAIR.matcher(line);
    if (!section.isEmpty() && pair.find()) {
      add(pair.group(1), pair.group(2), number, "the npm registry");
    }
    if (line.contains("}")) {
      section = "";
    }
  }

  private void cargo(String line, int number) {
    Matcher begin = TOML_SECTION.matcher(line);
    if (begin.find()) {
      section = begin.group(1);
      return;
    }
    Matcher pair = TOML_PAIR.matcher(line);
    if (section.endsWith("dependencies") && pair.find()) {
      add(pair.group(1), pair.group(2).replace("\"", ""), number, "crates.io");
    }
  }

  /** A version that is a place says itself where it is from. */
  private void add(String name, String said, int number, String source) {
    boolean isPlace = said.contains("://") || said.contains("git") || said.contains("path");
    found.put(name, new Dependency(said, number, isPlace ? said : source));
  }

  /**
   * A dependency as a manifest names it.
   *
   * @param version as it is written; empty if it is given elsewhere
   * @param line from 1
   * @param source where it comes from
   */
  record Dependency(String version, int line, String source) {}
}
