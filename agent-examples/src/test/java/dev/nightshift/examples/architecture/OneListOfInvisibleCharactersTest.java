package dev.nightshift.examples.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Which characters a reader does not see is decided in one place; a second list would differ from
 * it sooner or later, and what differs can be used to hide something.
 */
class OneListOfInvisibleCharactersTest {
  private static final String LIST = "InvisibleCharacters.java";

  /**
   * No questions of sight: what file systems ignore, what XML, JSON, HTTP headers and names of refs
   * forbid, when bytes are a text, what git takes for one, the byte order mark that git reads over,
   * and contents of tests.
   */
  private static final Set<String> OTHER_QUESTIONS =
      Set.of(
          "FileNames.java",
          "XmlRepair.java",
          "DecodedText.java",
          "ByteSet.java",
          "JsonMould.java",
          "LineEnds.java",
          "IgnoreFile.java",
          "AttributeLine.java",
          "PatchWriter.java",
          "ApiKey.java",
          "PathRules.java",
          "WorkspacesContract.java",
          "VisibilityFaults.java");

  private static final Pattern SIGN_OF_A_LIST =
      Pattern.compile(
          "\\\\p\\{(?:Cntrl|C|Cc|Cf|Cs|Co|Cn|Zl|Zp|IsControl)\\}"
              + "|isISOControl|isIdentifierIgnorable"
              + "|Character\\.(?:CONTROL|FORMAT|SURROGATE|PRIVATE_USE|UNASSIGNED|LINE_SEPARATOR)\\b"
              + "|[<>]=? *(?:' '|(?i:0x(?:1f|20|7f))\\b|(?:31|32|127)\\b)"
              + "|(?i:\\\\u(?:0085|00ad|200[b-f]|202[89a-e]|206[0-9]|3000|3164|fe0[0-9a-f]|feff))"
              + "|(?i:0x(?:0*85|0*ad|200[b-f]|202[89a-e]|206[0-9]|3000|3164|fe0[0-9a-f]|feff)\\b)");

  @Test
  void noOtherClassSaysWhichCharactersAreInvisible() throws IOException {
    List<String> lists = new ArrayList<>();
    for (Path source : mainSources()) {
      if (SIGN_OF_A_LIST.matcher(Files.readString(source)).find()) {
        lists.add(source.getFileName().toString());
      }
    }
    lists.removeAll(OTHER_QUESTIONS);
    assertThat(lists).containsExactly(LIST);
  }

  private static List<Path> mainSources() throws IOException {
    List<Path> sources = new ArrayList<>();
    Path root = Path.of("").toAbsolutePath().getParent();
    for (String module :
        List.of(
            "agent-core",
            "agent-git",
            "agent-models",
            "agent-forge",
            "agent-report",
            "agent-examples")) {
      try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/main/java"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    assertThat(sources).hasSizeGreaterThan(200);
    return sources;
  }
}
