package dev.nightshift.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.Proportion;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.score.Scorecard;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.git.testing.TemporaryRepository;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasuredReviewerTest {

  @Test
  void findsWhatIsFoundInTheLastTwentyCommits() throws InterruptedException {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("A.java", "{\n}\n"))) {
      for (int commit = 1; commit <= 20; commit++) {
        repository.commit("main", Map.of("A.java", "{\n  x = a < " + commit + ";\n}\n"));
      }

      Scorecard score =
          MeasuredReviewer.measure(
              repository.directory(),
              ScriptedModel.of(),
              request -> Review.approved(),
              Gates.maxDiff(100));

      assertThat(score.passed()).isEqualTo(new Proportion(20, 20));
      assertThat(score.recall()).isEqualTo(new Proportion(0, 20));
    }
  }
}
