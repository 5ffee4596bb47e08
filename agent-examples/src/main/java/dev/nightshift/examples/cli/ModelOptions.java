package dev.nightshift.examples.cli;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.report.RunReport;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say which models work, and how much they may cost. */
final class ModelOptions {
  @Option(
      names = "--implementer",
      defaultValue = "anthropic:claude-opus-5-5",
      paramLabel = "anthropic:MODEL",
      converter = ModelConverter.class,
      description = "who writes the change (default: ${DEFAULT-VALUE})")
  private ModelId implementer = ModelId.parse("anthropic:claude-opus-5-5");

  @Option(
      names = "--reviewer",
      defaultValue = "anthropic:claude-haiku-5-5",
      paramLabel = "anthropic:MODEL",
      converter = ModelConverter.class,
      description = "who judges it; another model (default: ${DEFAULT-VALUE})")
  private ModelId reviewer = ModelId.parse("anthropic:claude-haiku-5-5");

  @Option(
      names = "--budget-usd",
      defaultValue = "2.00",
      paramLabel = "DOLLARS",
      converter = AmountConverter.class,
      description = "the most the run may cost (default: ${DEFAULT-VALUE})")
  private Money budget = Money.usd("2.00");

  @Option(
      names = "--budget-tokens",
      defaultValue = "" + BudgetPolicy.DEFAULT_TOKENS,
      paramLabel = "N",
      description =
          "the most tokens the run may use, input and output together (default: ${DEFAULT-VALUE})")
  private long tokens = BudgetPolicy.DEFAULT_TOKENS;

  @Option(
      names = "--timeout",
      defaultValue = "60m",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "the longest the run may be active (default: ${DEFAULT-VALUE})")
  private Duration timeout = Duration.ofMinutes(60);

  @Option(
      names = "--max-steps",
      defaultValue = "75",
      paramLabel = "N",
      description =
          "the most model calls of the implementer, all rounds together (default: ${DEFAULT-VALUE})")
  private int maxSteps = 75;

  @Option(
      names = "--max-revisions",
      defaultValue = "3",
      paramLabel = "N",
      description =
          "how often a red gate or a requested change sends it back (default: ${DEFAULT-VALUE})")
  private int maxRevisions = 3;

  ModelId implementer() {
    return implementer;
  }

  ModelId reviewer() {
    return reviewer;
  }

  int maxSteps() {
    if (maxSteps < 1) {
      throw new BadUsageException("--max-steps", Integer.toString(maxSteps), "must be at least 1");
    }
    return maxSteps;
  }

  int maxRevisions() {
    if (maxRevisions < 0) {
      throw new BadUsageException(
          "--max-revisions", Integer.toString(maxRevisions), "must not be negative");
    }
    return maxRevisions;
  }

  BudgetPolicy budget() {
    return BudgetPolicy.of(
        Cap.moneyPerRun(budget), Cap.tokensPerRun(tokens), Cap.timePerRun(timeout));
  }

  /** Says which option would have let the run go on, where a limit of one ended it. */
  Optional<String> remedy(RunReport report) {
    EndReason reason = report.reason();
    if (reason.equals(EndReason.BUDGET_EXHAUSTED)) {
      boolean byTokens = report.ending().detail().contains(Cap.tokensPerRun(tokens).toDisplay());
      BigDecimal dollars = BigDecimal.valueOf(budget.nanos(), 9).stripTrailingZeros();
      return Optional.of(
          "To go on, give more than "
              + (byTokens ? "--budget-tokens " + tokens : "--budget-usd " + dollars.toPlainString())
              + ".");
    }
    if (reason.equals(EndReason.TIME_LIMIT)) {
      return Optional.of("To go on, give more time with --timeout.");
    }
    return reason.equals(EndReason.STEP_LIMIT)
        ? Optional.of("To go on, give more than --max-steps " + maxSteps + ".")
        : Optional.empty();
  }

  /**
   * Refuses one model in both roles, whatever it is called, models nobody knows the price of, and a
   * budget of no tokens.
   */
  void check(ModelProvider provider) {
    if (tokens < 1) {
      throw new BadUsageException("--budget-tokens", Long.toString(tokens), "must be at least 1");
    }
    ModelFacts author = facts(provider, "--implementer", implementer);
    ModelFacts judge = facts(provider, "--reviewer", reviewer);
    if (author.canonical().equals(judge.canonical())) {
      throw new BadUsageException(
          "--reviewer",
          reviewer.toString(),
          "is the model of --implementer; name another one, a review by the author is none");
    }
    checkPrice(author, "--implementer", implementer);
    checkPrice(judge, "--reviewer", reviewer);
  }

  private static ModelFacts facts(ModelProvider provider, String option, ModelId model) {
    try {
      return provider.facts(model);
    } catch (IllegalArgumentException refused) {
      throw new BadUsageException(option, model.toString(), String.valueOf(refused.getMessage()));
    }
  }

  private static void checkPrice(ModelFacts facts, String option, ModelId model) {
    if (facts.prices().price(model, Instant.now()).isEmpty()) {
      throw new BadUsageException(
          option,
          model.toString(),
          "has no known price, so its spend cannot be bounded; name a model of the price book");
    }
  }
}
