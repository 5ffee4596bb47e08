package dev.nightshift.examples.cli;

import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelName;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.screen.ModelScreen;
import dev.nightshift.core.screen.TaskChecks;
import dev.nightshift.core.screen.TaskScreen;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say which models work, and how much they may cost. */
final class ModelOptions {
  private static final String IMPLEMENTER = "--implementer";
  private static final String REVIEWER = "--reviewer";
  private static final String CODER = "anthropic:claude-opus-5-5";
  private static final String CRITIC = "anthropic:claude-haiku-5-5";

  @Option(
      names = IMPLEMENTER,
      defaultValue = CODER,
      paramLabel = "MODEL[,MODEL..]",
      converter = ModelChain.Converter.class,
      description =
          "who writes the change, and after a comma who does when that one is not available"
              + " (default: ${DEFAULT-VALUE})")
  private ModelChain implementer = ModelChain.of(CODER);

  @Option(
      names = REVIEWER,
      defaultValue = CRITIC,
      paramLabel = "MODEL[,MODEL..]",
      converter = ModelChain.Converter.class,
      description = "who judges it; another model (default: ${DEFAULT-VALUE})")
  private ModelChain reviewer = ModelChain.of(CRITIC);

  @Mixin private ScreenOption screen = new ScreenOption();
  @Mixin private PriceOptions prices = new PriceOptions();

  @Option(
      names = "--budget-usd",
      defaultValue = "2.00",
      paramLabel = "DOLLARS",
      converter = AmountConverter.class,
      description = "the most the run may cost (default: ${DEFAULT-VALUE})")
  private Money budget = Money.usd("2.00");

  @Option(
      names = "--budget-usd-per-day",
      paramLabel = "DOLLARS",
      converter = AmountConverter.class,
      description =
          "the most that all runs of a day may cost together; with --state those of all processes on"
              + " that directory (default: no such limit)")
  private @Nullable Money budgetPerDay;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description =
          "where such a day begins at midnight, as Europe/Berlin (default: that of the state"
              + " directory, UTC for a new one)")
  private @Nullable ZoneId zone;

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

  ModelImplementer implementer() {
    ModelImplementer.Builder role =
        ModelImplementer.builder(implementer.first()).maxSteps(maxSteps());
    implementer.fallbacks().forEach(role::orElse);
    return role.build();
  }

  ModelReviewer reviewer() {
    ModelReviewer.Builder role = ModelReviewer.builder(reviewer.first());
    reviewer.fallbacks().forEach(role::orElse);
    return role.build();
  }

  /** Who looks at a task before anybody is paid for it; empty for nobody. */
  Optional<TaskScreen> screen() {
    return screen.toScreen();
  }

  /** Gives an engine the providers, prices and caps of the run. */
  NightshiftBuilder configure(NightshiftBuilder engine, ModelKeys keys) {
    String[] spellings =
        Stream.concat(
                Stream.of(implementer, reviewer).flatMap(chain -> chain.models().stream()),
                screen.model().stream())
            .map(ModelId::toString)
            .toArray(String[]::new);
    if (zone != null) {
      engine.zone(zone);
    }
    return keys.addTo(engine, spellings).prices(prices.book()).budget(budget());
  }

  private int maxSteps() {
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

  private BudgetPolicy budget() {
    List<Cap> caps = new ArrayList<>();
    caps.addAll(
        List.of(Cap.moneyPerRun(budget), Cap.tokensPerRun(tokens), Cap.timePerRun(timeout)));
    perDay().ifPresent(caps::add);
    return BudgetPolicy.of(caps.toArray(Cap[]::new));
  }

  private Optional<Cap> perDay() {
    return Optional.ofNullable(budgetPerDay)
        .map(most -> Cap.money(BudgetScope.ENGINE, most, BudgetWindow.DAY));
  }

  /** Says which option would have let the run go on, where a limit of one ended it. */
  Optional<String> remedy(RunReport report) {
    EndReason reason = report.reason();
    if (reason.equals(EndReason.BUDGET_EXHAUSTED)) {
      return Optional.of("To go on, give more than " + usedUp(report.ending().detail()) + ".");
    }
    if (reason.equals(EndReason.TIME_LIMIT)) {
      return Optional.of("To go on, give more time with --timeout.");
    }
    return reason.equals(EndReason.STEP_LIMIT)
        ? Optional.of("To go on, give more than --max-steps " + maxSteps + ".")
        : Optional.empty();
  }

  /** The option behind the cap that a detail names. */
  private String usedUp(String detail) {
    if (detail.contains(Cap.tokensPerRun(tokens).toDisplay())) {
      return "--budget-tokens " + tokens;
    }
    return perDay().map(Cap::toDisplay).filter(detail::contains).isPresent()
        ? "--budget-usd-per-day " + dollars(Objects.requireNonNull(budgetPerDay))
        : "--budget-usd " + dollars(budget);
  }

  private static String dollars(Money amount) {
    return BigDecimal.valueOf(amount.nanos(), 9).stripTrailingZeros().toPlainString();
  }

  /**
   * Refuses models that cannot be asked, one model in both roles, whatever it is called, models
   * nobody knows the price of, and a budget of no tokens.
   */
  void check(ModelKeys keys) {
    if (tokens < 1) {
      throw new BadUsageException("--budget-tokens", Long.toString(tokens), "must be at least 1");
    }
    PriceBook own = prices.book();
    List<Told> authors = told(IMPLEMENTER, implementer, keys, own);
    List<Told> judges = told(REVIEWER, reviewer, keys, own);
    if (authors.get(0).isSame(judges.get(0))) {
      throw new BadUsageException(
          REVIEWER,
          reviewer.first().toString(),
          "is the model of --implementer ("
              + implementer.first()
              + "); name another one, a review by the author is none");
    }
    screen.model().ifPresent(model -> told(ScreenOption.NAME, model, keys, own));
    checkFallbacks(IMPLEMENTER, authors, REVIEWER, judges.get(0));
    checkFallbacks(REVIEWER, judges, IMPLEMENTER, authors.get(0));
  }

  private static void checkFallbacks(String option, List<Told> models, String other, Told first) {
    for (Told model : models) {
      if (model.isSame(first)) {
        throw new BadUsageException(
            option,
            model.spelled().toString(),
            "is the model of %s (%s), so it can take no other's place; name another one"
                .formatted(other, first.spelled()));
      }
    }
  }

  private static List<Told> told(String option, ModelChain chain, ModelKeys keys, PriceBook own) {
    return chain.models().stream().map(model -> told(option, model, keys, own)).toList();
  }

  private static Told told(String option, ModelId model, ModelKeys keys, PriceBook own) {
    ModelFacts facts = facts(option, model, keys);
    PriceOptions.check(own, option, model, facts);
    return new Told(model, ModelName.of(facts.canonical()));
  }

  private static ModelFacts facts(String option, ModelId model, ModelKeys keys) {
    try {
      return keys.provider(model.toString()).facts(model);
    } catch (IllegalArgumentException | IllegalStateException refused) {
      throw new BadUsageException(option, model.toString(), String.valueOf(refused.getMessage()));
    }
  }

  /** A model as it was spelled, and what it is told apart by. */
  private record Told(ModelId spelled, ModelName name) {
    boolean isSame(Told other) {
      return name.isSameAs(other.name);
    }
  }

  /** The option that says who looks at a task before an implementer is paid. */
  static final class ScreenOption {
    static final String NAME = "--screen";

    /** Stands in place of a model for the checks that ask none. */
    private static final String CHECKS = "checks";

    @Option(
        names = NAME,
        paramLabel = "MODEL|" + CHECKS,
        description = {
          "a cheap model that says whether a task can be evaluated, before anybody works on it, for at",
          "most 5 cents; 'checks' asks no model; the run of a task that cannot be ends with at most",
          "three questions, and 'nightshift answer' lets it go on (default: nobody is asked)"
        })
    private @Nullable String screen;

    /** The model, if one is asked. */
    Optional<ModelId> model() {
      if (screen == null || screen.equals(CHECKS)) {
        return Optional.empty();
      }
      try {
        return Optional.of(new ModelConverter().convert(screen));
      } catch (TypeConversionException malformed) {
        throw new BadUsageException(
            NAME, screen, malformed.getMessage() + "; or " + CHECKS + ", to ask none");
      }
    }

    Optional<TaskScreen> toScreen() {
      if (screen == null) {
        return Optional.empty();
      }
      return Optional.of(
          model()
              .<TaskScreen>map(model -> ModelScreen.builder(model).build())
              .orElseGet(TaskChecks::standard));
    }
  }
}
