package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.budget.UnknownPriceException;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.AdmissionControl;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelSpelling;
import dev.nightshift.core.provider.RetryPolicy;
import dev.nightshift.core.routing.ModelLadder;
import dev.nightshift.core.routing.ModelRouter;
import dev.nightshift.core.task.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The models of one engine, and the rules under which its runs may call them. Thread-safe. */
public final class ModelAccess {
  /** Far more than there are models; what answers may name any number. */
  private static final int MOST_WARNINGS = 1_000;

  private final Map<String, ModelProvider> providers;
  private final PriceBook prices;
  private final BudgetLedger ledger;
  private final RetryPolicy retry;
  private final AdmissionControl admission;
  private final ModelRouter router;
  private final TimeSource time;
  private final CacheLifetimes cacheLifetimes = new CacheLifetimes();
  private final Set<String> warnings = ConcurrentHashMap.newKeySet();
  private final Breakers breakers;
  private final CapQueue capQueue;

  private ModelAccess(Builder builder) {
    this.providers = builder.providers;
    this.prices = builder.prices;
    this.time = builder.time;
    this.ledger = builder.ledger == null ? BudgetLedger.inMemory(time) : builder.ledger;
    this.retry = builder.retry;
    this.admission = builder.admission;
    this.router = builder.router;
    this.breakers = new Breakers(time);
    this.capQueue = new CapQueue(time);
  }

  /**
   * Starts the settings.
   *
   * @param providers by the part of a model id before the colon, or by the {@linkplain
   *     ModelSpelling#server server} where a model names its URL
   * @return a builder, not safe for concurrent use
   */
  public static Builder builder(Map<String, ModelProvider> providers) {
    return new Builder(providers);
  }

  /**
   * Returns the models that may really serve a role, before anything is spent.
   *
   * @param asked what the role asks for
   * @param role the role
   * @param task the task of the run
   * @return what the models are told apart by, after routing
   * @throws IllegalArgumentException if a provider is not registered, or a model does not take the
   *     options
   * @throws UnknownPriceException if nobody knows the price of one
   */
  public Minds resolve(ModelAsked asked, AgentRole role, Task task) {
    Candidates found = candidates(asked, role, task);
    return new Minds(minds(found.rungs()), minds(found.spares()));
  }

  private static List<Mind> minds(List<ResolvedModel> seats) {
    return seats.stream().map(ResolvedModel::mind).toList();
  }

  /**
   * The models that may serve a role.
   *
   * @param rungs the ladder, the lowest rung first
   * @param spares what is asked when none of them is available
   */
  public record Minds(List<Mind> rungs, List<Mind> spares) {
    /**
     * Returns the rung a role begins with: the lowest that no other role has.
     *
     * @param isTaken whether another role has a model, or is going to begin with it
     * @return empty if others have them all
     */
    public Optional<Mind> firstFree(Predicate<Mind> isTaken) {
      return rungs.stream().filter(isTaken.negate()).findFirst();
    }
  }

  /** The models that may really serve a role; all can be called. */
  Candidates candidates(ModelAsked asked, AgentRole role, Task task) {
    ModelLadder ladder =
        Require.returned(
            router.route(asked.model(), role, task),
            "route() of the router " + router.getClass().getName());
    List<ModelId> spares = new ArrayList<>(asked.fallbacks());
    spares.removeAll(ladder.rungs());
    return new Candidates(
        seats(ladder.rungs(), asked, role), seats(spares, asked, role), ladder.why());
  }

  private List<ResolvedModel> seats(List<ModelId> models, ModelAsked asked, AgentRole role) {
    List<ResolvedModel> seats = new ArrayList<>();
    for (ModelId model : models) {
      ResolvedModel seat = ResolvedModel.of(role, model, provider(model));
      seat.facts().options().require(seat.requested(), asked.options());
      price(seat, time.now());
      seats.add(seat);
    }
    return seats;
  }

  private ModelProvider provider(ModelId id) {
    ModelProvider ofName = providers.get(id.provider());
    ModelProvider provider = ofName == null ? providers.get(ModelSpelling.of(id).server()) : ofName;
    if (provider == null) {
      throw new IllegalArgumentException(
          "no provider is registered for model '"
              + VisibleText.name(id.toString())
              + "'; registered are "
              + new TreeSet<>(providers.keySet())
              + ", add one with Nightshift.builder(..).provider(..)");
    }
    return provider;
  }

  Price price(ResolvedModel seat, Instant at) {
    return price(seat, seat.requested(), at)
        .orElseThrow(() -> new UnknownPriceException(seat.requested()));
  }

  /** The price of a model that is asked for by a role. */
  Price price(ModelId model, AgentRole role) {
    return price(ResolvedModel.of(role, model, provider(model)), time.now());
  }

  /**
   * Returns the price of a model of the provider of a seat, under the name given or its canonical
   * one. The engine's own price comes first, because its user may pay less or more than the list.
   */
  Optional<Price> price(ResolvedModel seat, ModelId model, Instant at) {
    ModelFacts facts = seat.factsOf(model);
    return price(prices, model, facts, at).or(() -> price(facts.prices(), model, facts, at));
  }

  private static Optional<Price> price(
      PriceBook book, ModelId model, ModelFacts facts, Instant at) {
    return book.price(model, at).or(() -> book.price(facts.canonical(), at));
  }

  /**
   * Lets calls to a provider pass again whose account had no money.
   *
   * @param provider the name under which it was registered
   * @return whether they were held back
   * @throws IllegalArgumentException if no provider has that name
   */
  public boolean unblock(String provider) {
    if (providers.keySet().stream().noneMatch(key -> ModelSpelling.isOf(key, provider))) {
      throw new IllegalArgumentException(
          "no provider is registered as '"
              + VisibleText.name(provider)
              + "'; registered are "
              + new TreeSet<>(providers.keySet()));
    }
    return breakers.unblock(provider);
  }

  /** Tells whether something was not yet said to the log of this engine, and notes that it is. */
  boolean isNewWarning(String told) {
    return warnings.size() < MOST_WARNINGS && warnings.add(told);
  }

  Breakers breakers() {
    return breakers;
  }

  CapQueue capQueue() {
    return capQueue;
  }

  BudgetLedger ledger() {
    return ledger;
  }

  RetryPolicy retry() {
    return retry;
  }

  AdmissionControl admission() {
    return admission;
  }

  TimeSource time() {
    return time;
  }

  CacheLifetimes cacheLifetimes() {
    return cacheLifetimes;
  }

  /** Collects the settings. Not safe for concurrent use. */
  public static final class Builder {
    private final Map<String, ModelProvider> providers;
    private PriceBook prices = PriceBook.empty();
    private @Nullable BudgetLedger ledger;
    private RetryPolicy retry = RetryPolicy.standard();
    private AdmissionControl admission = AdmissionControl.unlimited();
    private ModelRouter router = ModelRouter.direct();
    private TimeSource time = TimeSource.system();

    private Builder(Map<String, ModelProvider> providers) {
      this.providers = new LinkedHashMap<>(providers);
    }

    /**
     * Sets the engine's own prices, asked before those of a provider.
     *
     * @param prices default empty
     * @return this builder
     */
    public Builder prices(PriceBook prices) {
      this.prices = prices;
      return this;
    }

    /**
     * Sets the ledger.
     *
     * @param ledger default one in memory
     * @return this builder
     */
    public Builder ledger(BudgetLedger ledger) {
      this.ledger = ledger;
      return this;
    }

    /**
     * Sets the retry rules.
     *
     * @param retry default {@link RetryPolicy#standard}
     * @return this builder
     */
    public Builder retry(RetryPolicy retry) {
      this.retry = retry;
      return this;
    }

    /**
     * Sets the rate limits.
     *
     * @param admission default none
     * @return this builder
     */
    public Builder admission(AdmissionControl admission) {
      this.admission = admission;
      return this;
    }

    /**
     * Sets who chooses the model of a conversation.
     *
     * @param router default the model asked for
     * @return this builder
     */
    public Builder router(ModelRouter router) {
      this.router = router;
      return this;
    }

    /**
     * Sets the clock.
     *
     * @param time default the clock of this computer
     * @return this builder
     */
    public Builder time(TimeSource time) {
      this.time = time;
      return this;
    }

    /**
     * Makes the access.
     *
     * @return an immutable access
     */
    public ModelAccess build() {
      return new ModelAccess(this);
    }
  }
}
