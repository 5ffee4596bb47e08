package dev.nightshift.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The code in README.md is the code that is compiled and tested. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "dependency, consumer/pom.xml",
    "quick-start, agent-examples/src/main/java/dev/nightshift/examples/QuickStart.java",
    "two-reviewers, agent-examples/src/main/java/dev/nightshift/examples/TwoReviewers.java",
    "best-of-two, agent-examples/src/main/java/dev/nightshift/examples/BestOfTwo.java",
    "security-reviewer, agent-examples/src/main/java/dev/nightshift/examples/TwoReviewers.java",
    "pull-requests, agent-examples/src/main/java/dev/nightshift/examples/PullRequestHost.java",
    "watch, agent-examples/src/main/java/dev/nightshift/examples/PullRequestHost.java",
    "measured-reviewer, agent-examples/src/main/java/dev/nightshift/examples/MeasuredReviewer.java",
    "own-role, agent-examples/src/main/java/dev/nightshift/examples/LicenceScreen.java",
    "unit-test-imports, agent-examples/src/test/java/dev/nightshift/examples/UnitTestingAgentsTest.java",
    "unit-test, agent-examples/src/test/java/dev/nightshift/examples/UnitTestingAgentsTest.java",
    "record, agent-examples/src/test/java/dev/nightshift/examples/ReplayedRunTest.java",
    "replay, agent-examples/src/test/java/dev/nightshift/examples/ReplayedRunTest.java",
  })
  void exampleIsTheMarkedRegion(String region, String source) throws IOException {
    assertThat(readmeBlock(region)).isEqualTo(markedRegion(region, source));
  }

  @Test
  void bestOfTwoTakesAsManyLinesAsIsSaid() throws IOException {
    long annotationSignatureAndBrace = 3;

    long body = readmeBlock("best-of-two").lines().count() - annotationSignatureAndBrace;

    assertThat(body).isLessThanOrEqualTo(10);
    assertThat(Files.readString(ROOT.resolve("README.md")))
        .contains("at work at the same time, takes " + body + " lines:");
  }

  private static String readmeBlock(String name) throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve("README.md"));
    int mark = lines.indexOf("<!-- example: " + name + " -->");
    assertThat(mark).as("mark of example %s in README.md", name).isNotNegative();
    List<String> rest = lines.subList(mark + 2, lines.size());
    return String.join("\n", rest.subList(0, rest.indexOf("```"))) + "\n";
  }

  private static String markedRegion(String name, String source) throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve(source));
    List<String> stripped = lines.stream().map(ReadmeTest::withoutXmlComment).toList();
    int from = stripped.indexOf("// region " + name) + 1;
    List<String> rest = lines.subList(from, lines.size());
    int length = stripped.subList(from, lines.size()).indexOf("// endregion");
    return String.join("\n", rest.subList(0, length)).stripTrailing().stripIndent() + "\n";
  }

  private static String withoutXmlComment(String line) {
    return line.strip().replaceAll("^<!-- (region [a-z-]+|endregion) -->$", "// $1");
  }
}
