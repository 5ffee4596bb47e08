package dev.nightshift.examples.score;

import dev.nightshift.core.base.Proportion;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.score.Arrangements;
import dev.nightshift.core.score.FaultKind;
import dev.nightshift.core.score.Scorecard;
import dev.nightshift.core.score.Trial;
import dev.nightshift.core.score.TrialOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Proves that the score of a reviewer is what the reviewer is known to be worth. */
@Command(
    name = "scripts/prove reviewer-score",
    mixinStandardHelpOptions = true,
    description = "Reviewers of known recall and precision get just these figures.")
public final class ReviewerScoreProof implements Callable<Integer> {
  private static final Set<FaultKind> ALL = Set.of(FaultKind.values());

  @Option(names = "--subject", hidden = true)
  private String subject = "this build";

  private final Exam exam = Exam.read();
  private final List<Trial> trials = exam.trials();
  private final ExamSession session = new ExamSession(exam);
  private final List<String> wrong = new ArrayList<>();
  private int figures;

  /** Makes a proof without settings. */
  public ReviewerScoreProof() {}

  /**
   * Carries out the proof and exits with its status.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ReviewerScoreProof()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    withoutFaults();
    reviewersAlone();
    reviewersBehindTheGate();
    costs();
    System.out.println();
    System.out.printf("reviewer-score, on %s%n", subject);
    System.out.printf(
        "  %d tasks, %d with a planted fault; %d figures, %d not as they are known to be%n",
        trials.size(), trials.stream().filter(Trial::isPlanted).count(), figures, wrong.size());
    wrong.forEach(line -> System.out.println("  wrong: " + line));
    return wrong.isEmpty() ? 0 : 1;
  }

  /** A gate that is red anyway would find no fault. */
  private void withoutFaults() throws InterruptedException {
    List<Trial> clean = exam.withoutFaults();
    Scorecard score = session.measure(KnownReviewer.of("anybody", clean, ALL, 0), clean, true);
    same("changes that pass gate and reviewer without their fault", 11, score.passed().part());
  }

  private void reviewersAlone() throws InterruptedException {
    Scorecard perfect = measured("perfect", ALL, 0, false);
    is("recall of the perfect one", perfect.recall(), 11, 11);
    is("precision of the perfect one", perfect.precision(), 11, 11);
    is("clean changes that the perfect one let pass", perfect.passed(), 19, 19);

    Scorecard noisy = measured("noisy", ALL, 9, false);
    is("recall of the noisy one", noisy.recall(), 11, 11);
    is("precision of the noisy one", noisy.precision(), 11, 20);
    is("clean changes that the noisy one let pass", noisy.passed(), 10, 19);
  }

  private void reviewersBehindTheGate() throws InterruptedException {
    Scorecard perfect = measured("perfect", ALL, 0, true);
    same(
        "type errors of the gate",
        3,
        of(perfect, FaultKind.TYPE_ERROR, TrialOutcome.CAUGHT_BY_GATE));
    same("null checks of the reviewer", 4, of(perfect, FaultKind.NULL_CHECK, TrialOutcome.CAUGHT));
    same("edges of the reviewer", 4, of(perfect, FaultKind.LOGIC_EDGE_CASE, TrialOutcome.CAUGHT));
    is("recall of the perfect one behind the gate", perfect.recall(), 8, 8);

    Scorecard half = measured("half", Set.of(FaultKind.NULL_CHECK), 0, true);
    is("recall of the one that sees half", half.recall(), 4, 8);
    is("precision of the one that sees half", half.precision(), 4, 4);
    same("edges that escaped it", 4, of(half, FaultKind.LOGIC_EDGE_CASE, TrialOutcome.ESCAPED));

    Scorecard blind = measured("blind", Set.of(), 0, true);
    is("recall of the blind one", blind.recall(), 0, 8);
    is("precision of the blind one", blind.precision(), 0, 0);
    same("faults that escaped the blind one, by name", 8, blind.escaped().size());
  }

  private void costs() throws InterruptedException {
    ExamSession.Paid same = session.paid(ExamSession.IMPLEMENTER, trials);
    ExamSession.Paid two = session.paid(ExamSession.REVIEWER, trials);
    Map<String, Scorecard> scores = new LinkedHashMap<>();
    scores.put("the same model in both roles", same.score());
    scores.put("two models", two.score());
    System.out.println();
    System.out.printf(
        "What both arrangements cost: %1$s implements, and %1$s or %2$s reviews.%n"
            + "Bundled prices, tokens of these very requests; the models are scripted and find all.%n",
        ExamSession.IMPLEMENTER, ExamSession.REVIEWER);
    System.out.println(new Arrangements(scores).toTable());
    for (ExamSession.Paid paid : List.of(same, two)) {
      is("recall of " + paid.score().reviewer(), paid.score().recall(), 8, 8);
      same("cost by role with " + paid.score().reviewer(), paid.bill(), total(paid.score()));
    }
    boolean isCheaper = review(two.score()).compareTo(review(same.score())) < 0;
    same("two models are cheaper for the review role", true, isCheaper);
  }

  private static Money review(Scorecard score) {
    return score.spend(AgentRole.REVIEWER).cost();
  }

  private static Money total(Scorecard score) {
    return review(score).plus(score.spend(AgentRole.IMPLEMENTER).cost());
  }

  private Scorecard measured(String name, Set<FaultKind> catches, int flagged, boolean hasGate)
      throws InterruptedException {
    Scorecard score =
        session.measure(KnownReviewer.of(name, trials, catches, flagged), trials, hasGate);
    System.out.println();
    System.out.println(hasGate ? "Behind a compiler and a check:" : "Without a gate:");
    System.out.println(score.toTable());
    return score;
  }

  private static int of(Scorecard score, FaultKind kind, TrialOutcome outcome) {
    return score.outcomes(kind).getOrDefault(outcome, 0);
  }

  private void is(String what, Proportion measured, int part, int whole) {
    same(what, new Proportion(part, whole), measured);
  }

  private void same(String what, Object known, Object measured) {
    figures++;
    if (!known.equals(measured)) {
      wrong.add("%s: %s, known to be %s".formatted(what, measured, known));
    }
  }
}
