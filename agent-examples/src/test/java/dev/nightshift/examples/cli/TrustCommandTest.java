package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a person sees of trust on the command line, over real git and models on this computer. */
@Timeout(300)
class TrustCommandTest extends OnState {
  private static final String PAIR =
      "documentation (low risk) by ollama:coder, reviewed by ollama:critic: ";

  private int asked;

  @Test
  void threeAcceptedRunsLetTheFourthLandAndOneBadOneSetsItBack() throws Exception {
    for (int clean = 1; clean <= 3; clean++) {
      assertThat(document("n" + clean + ".md")).as(text()).isZero();
      assertThat(text()).contains("delivered (proposed)").contains((clean - 1) + " of 3 clean");
      assertThat(onState("runs accept", newestRun(), "--reading", "4m")).as(text()).isZero();
    }

    assertThat(document("alone.md")).as(text()).isZero();

    assertThat(text()).contains("delivered (merged)");
    assertThat(newestReport())
        .content()
        .contains("Landed without a human", "trust is earned for documentation");
    assertThat(repository.read(repository.tip("main"), "alone.md")).isEqualTo("two\n");
    assertThat(show())
        .isEqualTo(
            PAIR
                + "3 clean in a row, 3 of 3 clean (44 to 100 %); 1 landed without a human;"
                + " 3 runs read in 12 min, 4 h 30 min by hand as estimated: faster\n");
    assertThat(document("src/Code.java")).as(text()).isZero();
    assertThat(text())
        .contains("it is no change of kind 'documentation': it changes src/Code.java");
    assertThat(show()).startsWith(PAIR + "0 clean in a row, 3 of 4 clean").contains("mismatched");
  }

  /** The time of reading begins when the run is shown, unless the human says otherwise. */
  @Test
  void readingIsMeasuredFromTheLookAtTheRun() throws Exception {
    document("n.md");
    String run = newestRun();
    assertThat(onState("runs show", run)).as(text()).isZero();
    Path opened = state.resolve("runs").resolve(run).resolve("opened");
    Files.writeString(opened, Instant.now().minus(Duration.ofHours(2)).toString());
    assertThat(onState("runs show", run)).as(text()).isZero();

    assertThat(onState("runs accept", run)).as(text()).isZero();

    assertThat(opened).doesNotExist();
    assertThat(show())
        .contains("1 run read in 2 h 0 min, 1 h 30 min by hand as estimated: not faster");
    JsonNode report =
        JsonMapper.shared()
            .readTree(
                Files.readString(state.resolve("reports").resolve(run).resolve("report.json")));
    assertThat(report.path("reviewTime").path("isFaster").asBoolean(true)).isFalse();
    assertThat(report.path("task").path("estimateSeconds").asInt()).isEqualTo(5_400);
  }

  /** Symptom: trust counted the look before a request and none after it, and called that faster. */
  @Test
  void allLooksOfARunThatWasSentBackCount() throws Exception {
    document("n.md");
    String run = newestRun();
    assertThat(onState("runs revise", run, "--request", "Make the file m.md", "--reading", "10m"))
        .as(text())
        .isZero();
    assertThat(onState("runs accept", run, "--reading", "3h")).as(text()).isZero();

    assertThat(show()).contains("1 run read in 3 h 10 min").contains("not faster");
    assertThat(onState("runs reject", run, "--reason", "other", "--reading", "1m"))
        .isEqualTo(ExitStatus.BAD_USAGE);
  }

  @Test
  void whatLandedAloneAndIsTakenBackIsFoundInTheRepository() throws Exception {
    for (int clean = 1; clean <= 3; clean++) {
      document("n" + clean + ".md");
      onState("runs accept", newestRun());
    }
    document("alone.md");
    repository.delete("main", "alone.md");

    assertThat(onState("trust show", "--repo", repository.directory().toString(), "--json"))
        .as(text())
        .isZero();

    JsonNode standing = JsonMapper.shared().readTree(text());
    assertThat(standing.path("streak").asInt()).isZero();
    assertThat(standing.path("bad").asInt()).isOne();
    assertThat(standing.path("setBack").asString()).contains("reverted");
  }

  @Test
  void aKindIsSetBackAndSaysWhy() throws Exception {
    document("n.md");
    onState("runs accept", newestRun());

    assertThat(onState("trust reset", "--kind", "documentation", "--why", "new rules")).isZero();

    assertThat(text())
        .isEqualToNormalizingNewlines(
            "the trust of kind 'documentation' is set back (1 standings)\n");
    assertThat(show()).contains("0 clean in a row").contains("set back: reset (new rules)");
    assertThat(onState("trust reset", "--kind", "tests", "--why", "x"))
        .isEqualTo(ExitStatus.NOTHING_TO_TAKE);
    assertThat(onState("trust reset", "--kind", "No Kind", "--why", "x"))
        .isEqualTo(ExitStatus.BAD_USAGE);
    assertThat(onState("trust reset", "--kind", "tests", "--why", " "))
        .isEqualTo(ExitStatus.BAD_USAGE);
  }

  @Test
  void trustIsKeptSomewhere() {
    List<String> arguments = new ArrayList<>(work("--deliver", "trusted"));
    int at = arguments.indexOf("--state");
    arguments.subList(at, at + 2).clear();
    arguments.addAll(List.of("--title", "Add b", "--out", directory.resolve("out").toString()));

    assertThat(execute("run", arguments)).isEqualTo(ExitStatus.BAD_USAGE);

    assertThat(text()).contains("--deliver 'trusted' needs --state DIR");
    assertThat(models.asked()).isEmpty();
  }

  @Test
  void nothingIsShownWhereNothingWasEarned() throws Exception {
    run();

    assertThat(show()).isEqualTo("no run was delivered with --deliver trusted\n");
    assertThat(execute("trust", List.of())).isEqualTo(ExitStatus.BAD_USAGE);
    assertThat(text()).contains("a command is missing: 'show' or 'reset'");
  }

  private Path newestReport() {
    return directory.resolve("out-" + asked).resolve("report.md");
  }

  private int document(String file) {
    asked = models.asked().size();
    List<String> arguments = work("--deliver", "trusted", "--kind", "documentation");
    arguments.addAll(List.of("--risk", "low", "--title", "Make the file " + file));
    arguments.addAll(List.of("--estimate", "1h30m"));
    arguments.addAll(List.of("--out", directory.resolve("out-" + asked).toString()));
    return execute("run", arguments);
  }

  private String show() {
    assertThat(onState("trust show")).as(text()).isZero();
    return text().replace("\r\n", "\n");
  }

  private String newestRun() throws Exception {
    try (var runs = Files.list(state.resolve("runs"))) {
      return runs.max((one, other) -> Long.compare(modified(one), modified(other)))
          .orElseThrow()
          .getFileName()
          .toString();
    }
  }

  private static long modified(Path run) {
    return run.resolve("journal.log").toFile().lastModified();
  }
}
