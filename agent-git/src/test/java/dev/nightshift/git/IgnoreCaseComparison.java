package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.internal.pattern.GitPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares patterns with {@code git check-ignore} where the case of letters does not count. */
class IgnoreCaseComparison {
  private static final int ROUNDS = 300;
  private static final List<String> PIECES =
      List.of(
          "a",
          "B",
          "Ab",
          ".E",
          "nV",
          "*",
          "**/",
          "?",
          "/",
          "[A-C]",
          "[a-c]",
          "[!A-C]",
          "[B]",
          "[!B]",
          "[[:upper:]]",
          "[[:lower:]]",
          "[![:upper:]]",
          "\\A",
          "\\b",
          "\u00c4");
  private static final List<String> NAMES =
      List.of("a", "A", "b", "B", "ab", "aB", ".env", ".ENV", "\u00e4", "c", "z", "Z");

  @TempDir private Path temporary;

  @Test
  void patternsIgnoreCaseAsGitDoes() throws IOException {
    GitProgram.run(temporary, "init", "-q", ".");
    GitProgram.run(temporary, "config", "core.ignorecase", "true");
    GitProgram.run(temporary, "config", "core.excludesFile", "/dev/null");
    Random random = new Random(20_261_130);
    for (int round = 0; round < ROUNDS; round++) {
      String pattern = joined(random, PIECES, "");
      List<String> paths = new ArrayList<>();
      for (int path = 0; path < 30; path++) {
        paths.add(joined(random, NAMES, random.nextInt(3) == 0 ? "/" : ""));
      }
      Files.writeString(temporary.resolve(".gitignore"), pattern + "\n");

      String input = String.join("\0", paths) + "\0";
      GitProgram.Ended answer = GitProgram.ask(temporary, input, "check-ignore", "-z", "--stdin");
      Set<String> ignored = Set.copyOf(List.of(answer.output().split("\0")));

      GitPattern ours = GitPattern.of(pattern, true);
      for (String path : paths) {
        assertThat(isIgnored(ours, path))
            .as("%s on %s", pattern, path)
            .isEqualTo(ignored.contains(path));
      }
    }
  }

  private static boolean isIgnored(GitPattern pattern, String path) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (pattern.matches(path.substring(0, slash), true)) {
        return true;
      }
    }
    return pattern.matches(path, false);
  }

  private static String joined(Random random, List<String> pieces, String between) {
    List<String> chosen = new ArrayList<>();
    for (int piece = 1 + random.nextInt(3); piece > 0; piece--) {
      chosen.add(pieces.get(random.nextInt(pieces.size())));
    }
    return String.join(between, chosen);
  }
}
