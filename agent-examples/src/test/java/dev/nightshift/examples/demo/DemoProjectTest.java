package dev.nightshift.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoProjectTest {
  private static final Pattern PINNED =
      Pattern.compile("<artifactId>([a-z-]+)</artifactId>\\s*<version>([^<$]+)</version>");

  /** Else the gate of the demo would need what the build did not resolve; docs/decisions/004. */
  @Test
  void usesThePluginVersionsOfThisBuild() throws IOException {
    String pom = Files.readString(Path.of("..", "pom.xml"));
    Map<String, String> ours =
        pinned(pom.replace("${surefire.version}", property(pom, "surefire.version")));
    Map<String, String> demos = pinned(DemoProject.files().getOrDefault("pom.xml", ""));
    demos.remove("catalogue");
    String junit = demos.remove("junit-jupiter");

    assertThat(demos).hasSize(3);
    demos.forEach((plugin, version) -> assertThat(ours).containsEntry(plugin, version));
    assertThat(junit).isEqualTo(property(pom, "junit.version"));
  }

  @Test
  void theScriptEditsTextsThatOccurExactlyOnce() {
    String code = DemoProject.files().getOrDefault(DemoProject.CODE, "");
    String tests = DemoProject.files().getOrDefault(DemoProject.TESTS, "");

    Map<String, String> files =
        new TreeMap<>(Map.of(DemoProject.CODE, code, DemoProject.TESTS, tests));
    DemoScript.firstRound().forEach(turn -> turn.calls().forEach(call -> Edits.apply(files, call)));
    DemoScript.revision().forEach(turn -> turn.calls().forEach(call -> Edits.apply(files, call)));

    assertThat(files.get(DemoProject.CODE)).contains("items % size == 0 ? 0 : 1");
    assertThat(files.get(DemoProject.TESTS)).contains("count(11)").contains("Integer.MAX_VALUE");
  }

  private static String property(String pom, String name) {
    Matcher value = Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<").matcher(pom);
    assertThat(value.find()).as("property %s of the parent POM", name).isTrue();
    return value.group(1);
  }

  private static Map<String, String> pinned(String pom) {
    Map<String, String> pinned = new TreeMap<>();
    for (Matcher match = PINNED.matcher(pom); match.find(); ) {
      pinned.put(match.group(1), match.group(2));
    }
    return pinned;
  }
}
