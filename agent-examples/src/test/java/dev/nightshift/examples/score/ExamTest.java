package dev.nightshift.examples.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.nightshift.core.base.Proportion;
import dev.nightshift.core.score.FaultKind;
import dev.nightshift.core.score.Scorecard;
import dev.nightshift.core.score.Trial;
import dev.nightshift.core.score.TrialOutcome;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The exam without its gate, but for one fault of each kind; the proof asks it of all. */
class ExamTest {
  private final Exam exam = Exam.read();
  private final List<Trial> trials = exam.trials();
  private final ExamSession session = new ExamSession(exam);

  @Test
  void hasThirtyTasksWithThreeTypeFourNullAndFourEdgeFaults() {
    assertThat(trials).hasSize(30).extracting(Trial::toString).doesNotHaveDuplicates();
    assertThat(
            trials.stream()
                .filter(Trial::isPlanted)
                .map(trial -> Objects.requireNonNull(trial.fault()).kind())
                .collect(Collectors.groupingBy(kind -> kind, Collectors.counting())))
        .containsOnly(
            entry(FaultKind.TYPE_ERROR, 3L),
            entry(FaultKind.NULL_CHECK, 4L),
            entry(FaultKind.LOGIC_EDGE_CASE, 4L));
  }

  @Test
  void plantsTheSameFaultsEachTime() {
    assertThat(Exam.read().trials()).isEqualTo(trials);
  }

  @Test
  void givesAReviewerWhatItIsWorth() throws InterruptedException {
    Scorecard noisy =
        session.measure(
            KnownReviewer.of("noisy", trials, Set.of(FaultKind.values()), 9), trials, false);

    assertThat(noisy.recall()).isEqualTo(new Proportion(11, 11));
    assertThat(noisy.precision()).isEqualTo(new Proportion(11, 20));
    assertThat(noisy.passed()).isEqualTo(new Proportion(10, 19));
  }

  @Test
  void findsTypeErrorsByItsGateAndNothingElse() throws InterruptedException {
    List<Trial> oneOfEach =
        trials.stream()
            .filter(Trial::isPlanted)
            .collect(
                Collectors.toMap(
                    trial -> Objects.requireNonNull(trial.fault()).kind(),
                    trial -> trial,
                    (one, other) -> one,
                    TreeMap::new))
            .values()
            .stream()
            .toList();

    Scorecard blind =
        session.measure(KnownReviewer.of("blind", trials, Set.of(), 0), oneOfEach, true);

    assertThat(blind.results())
        .extracting(result -> result.outcome())
        .containsExactly(TrialOutcome.CAUGHT_BY_GATE, TrialOutcome.ESCAPED, TrialOutcome.ESCAPED);
  }
}
