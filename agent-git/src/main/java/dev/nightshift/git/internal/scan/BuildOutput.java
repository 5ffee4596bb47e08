package dev.nightshift.git.internal.scan;

import java.util.Set;

/** Knows where build tools write beside the file that describes a build. */
final class BuildOutput {
  private BuildOutput() {}

  /**
   * Tells whether a directory is where a build tool writes.
   *
   * @param siblings the names beside it
   */
  static boolean is(String name, Set<String> siblings) {
    return switch (name) {
      case "target" -> siblings.contains("pom.xml") || siblings.contains("Cargo.toml");
      case "build", ".gradle" ->
          siblings.stream()
              .anyMatch(sibling -> sibling.matches("(settings|build)\\.gradle(\\.kts)?"));
      case "node_modules" -> siblings.contains("package.json");
      case "__pycache__" -> true;
      default -> false;
    };
  }
}
