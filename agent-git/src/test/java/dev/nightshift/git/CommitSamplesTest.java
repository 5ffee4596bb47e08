package dev.nightshift.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.Proportion;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.score.FaultPlanter;
import dev.nightshift.core.score.ReviewerScore;
import dev.nightshift.core.score.SampleChange;
import dev.nightshift.core.score.SampleFile;
import dev.nightshift.core.score.Scorecard;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.git.testing.TemporaryRepository;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommitSamplesTest {
  private static final String TILL = "class Till {\n  boolean may(int age) {\n    %s\n  }\n}\n";
  private static final String WITHOUT = TILL.formatted("return true;");
  private static final String WITH = TILL.formatted("return age >= 18;");

  private final TemporaryRepository repository =
      TemporaryRepository.bare(Map.of("Till.java", WITHOUT, "old.txt", "x\n"));

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void makesAChangeOfEachCommit() {
    String start = repository.tip("main");
    repository.commit("main", Map.of("Till.java", WITH));
    repository.delete("main", "old.txt");
    repository.commit("main", Map.of("new.txt", "y\n"));

    try (CommitSamples samples = CommitSamples.between(repository.directory(), start, "main")) {
      assertThat(samples.changes())
          .extracting(SampleChange::files)
          .containsExactly(
              List.of(new SampleFile("Till.java", WITHOUT, WITH)),
              List.of(new SampleFile("old.txt", "x\n", null)),
              List.of(new SampleFile("new.txt", null, "y\n")));
      assertThat(samples.changes())
          .extracting(change -> change.task().title())
          .containsExactly("Commit 2", "Commit 3", "Commit 4");
      assertThat(samples.leftOut()).isEmpty();
    }
  }

  @Test
  void namesCommitsThatAreNoText() {
    String binary = repository.commitFile("main", "a.bin", new byte[] {(byte) 0xff, 0}, false);
    String link = repository.commitLink("main", "link", "Till.java");
    String program = repository.commitFile("main", "run.sh", "x\n".getBytes(UTF_8), true);

    try (CommitSamples samples = CommitSamples.between(repository.directory(), "main~3", "main")) {
      assertThat(samples.changes()).isEmpty();
      assertThat(samples.leftOut()).containsExactly(binary, link, program);
    }
  }

  @Test
  void measuresAReviewerOnThemAndLeavesTheRepositoryAsItWas() throws InterruptedException {
    repository.commit("main", Map.of("Till.java", WITH));
    repository.commit("main", Map.of("old.txt", "y\n"));
    List<String> before = repository.refs();

    try (CommitSamples samples = CommitSamples.between(repository.directory(), "main~2", "main");
        Nightshift engine =
            Nightshift.builder(
                    GitWorkspaces.builder(samples.directory()).target("sample-1").build())
                .provider(ScriptedModel.of())
                .build()) {
      Scorecard score =
          ReviewerScore.of(engine, request -> Review.approved())
              .measure(FaultPlanter.seeded(1).trials(samples.changes(), 9));

      assertThat(score.passed()).isEqualTo(new Proportion(2, 2));
      assertThat(score.recall().part()).isZero();
      assertThat(score.escaped())
          .isNotEmpty()
          .allSatisfy(result -> assertThat(result.trial().toString()).startsWith("Till.java:3 "));
    }

    assertThat(repository.refs()).isEqualTo(before);
    assertThat(repository.problems()).isEmpty();
  }

  @Test
  void leavesNoRepositoryBehind() {
    Path directory;
    try (CommitSamples samples = CommitSamples.between(repository.directory(), "main", "main")) {
      directory = samples.directory();
      assertThat(directory).isDirectory();
    }

    assertThat(directory).doesNotExist();
  }

  @Test
  void refusesARevisionThatIsNotThere() {
    assertThatExceptionOfType(WorkspaceException.class)
        .isThrownBy(() -> CommitSamples.between(repository.directory(), "nowhere", "main"))
        .withMessageContaining("'nowhere' is no commit here");
    assertThatExceptionOfType(WorkspaceException.class)
        .isThrownBy(() -> CommitSamples.between(repository.directory(), "a..b^{", "main"));
  }
}
