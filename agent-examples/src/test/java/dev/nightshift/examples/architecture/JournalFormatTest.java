package dev.nightshift.examples.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page docs/journal-format.md tells of every kind of note that the code has a key for. */
class JournalFormatTest {
  private static final Path ROOT = Path.of("..");
  private static final Path ENGINE =
      ROOT.resolve("agent-core/src/main/java/dev/nightshift/core/internal");
  private static final Pattern KEY = Pattern.compile("String [A-Z_]+ =\\s*\"([a-z]+/[a-z-]*)\";");

  /** The beginning of keys of which each is one of its own, so that it is no note by itself. */
  private static final List<String> BEGINNINGS = List.of("account/", "fork/");

  /** Symptom: the page knew nothing of model/routed and model/compacted. */
  @Test
  void everyNoteThatIsWrittenStandsOnThePage() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/journal-format.md"));

    Set<String> keys = keys();

    assertThat(keys)
        .hasSizeGreaterThan(12)
        .contains("model/routed", "model/compacted", "run/ended", "human/decided", "snapshot/");
    assertThat(keys)
        .allSatisfy(
            key -> {
              String told = key.endsWith("/") ? key + "*" : key;
              assertThat(page).contains(BEGINNINGS.contains(key) ? key : "`" + told + "`");
            });
  }

  private static Set<String> keys() throws IOException {
    Set<String> keys = new TreeSet<>();
    for (String part : List.of("engine", "journal", "metering")) {
      try (Stream<Path> files = Files.list(ENGINE.resolve(part))) {
        for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
          KEY.matcher(Files.readString(file))
              .results()
              .forEach(constant -> keys.add(constant.group(1)));
        }
      }
    }
    return keys;
  }
}
