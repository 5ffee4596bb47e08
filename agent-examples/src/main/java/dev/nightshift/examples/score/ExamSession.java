package dev.nightshift.examples.score;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.score.ReviewerScore;
import dev.nightshift.core.score.Scorecard;
import dev.nightshift.core.score.Trial;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.git.GitWorkspaces;
import dev.nightshift.git.testing.TemporaryRepository;
import dev.nightshift.models.BundledPrices;
import dev.nightshift.models.anthropic.AnthropicProvider;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.util.List;

/** Takes reviewers through trials, each time on a repository of their own. */
final class ExamSession {
  /** Writes the changes, and judges them in one of two arrangements. */
  static final String IMPLEMENTER = "anthropic:claude-opus-5-5";

  /** Judges them in the other one. */
  static final String REVIEWER = "anthropic:claude-haiku-5-5";

  private static final Money CAP = Money.usd("5.00");
  private final Exam exam;

  ExamSession(Exam exam) {
    this.exam = exam;
  }

  /** With the gate in front or, where that is false, alone. */
  Scorecard measure(Reviewer reviewer, List<Trial> trials, boolean hasGate)
      throws InterruptedException {
    try (TemporaryRepository repository = exam.repository();
        Nightshift engine = builder(repository).provider(ScriptedModel.named("nobody")).build()) {
      ReviewerScore score = ReviewerScore.of(engine, reviewer);
      return (hasGate ? score.withGate(Exam.gate()) : score).measure(trials);
    }
  }

  /**
   * What came of an arrangement.
   *
   * @param score what its reviewer caught, and what both roles cost by the books of the runs
   * @param bill what the server of the models charged
   */
  record Paid(Scorecard score, Money bill) {}

  /** A model that is paid for each change, and one that is paid for each review. */
  Paid paid(String reviewer, List<Trial> trials) throws InterruptedException {
    try (TemporaryRepository repository = exam.repository();
        ScriptedModelServer server =
            ScriptedModelServer.builder()
                .model(new ExamModels(trials))
                .prices(BundledPrices.load())
                .simulateCaching()
                .start();
        Nightshift engine =
            builder(repository)
                .provider(
                    AnthropicProvider.builder()
                        .apiKey("scripted")
                        .baseUrl(server.baseUrl())
                        .build())
                .prices(BundledPrices.load())
                .build()) {
      ModelReviewer.Builder judge = ModelReviewer.builder(ModelId.parse(reviewer));
      Scorecard score =
          ReviewerScore.of(
                  engine, (reviewer.equals(IMPLEMENTER) ? judge.allowSameModel() : judge).build())
              .withGate(Exam.gate())
              .withAuthor(trial -> ModelImplementer.using(IMPLEMENTER))
              .measure(trials);
      if (!server.failures().isEmpty()) {
        throw new IllegalStateException("the models failed: " + server.failures());
      }
      return new Paid(score, server.bill());
    }
  }

  private static NightshiftBuilder builder(TemporaryRepository repository) {
    return Nightshift.builder(
            GitWorkspaces.builder(repository.directory())
                .target("main")
                .commands(CommandPolicy.builder().caches(List.of()).build())
                .build())
        .budget(BudgetPolicy.perRun(CAP))
        .maxConcurrentRuns(2);
  }
}
