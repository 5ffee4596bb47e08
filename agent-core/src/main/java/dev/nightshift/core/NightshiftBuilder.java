package dev.nightshift.core;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.event.RunListener;
import dev.nightshift.core.internal.durable.StateFolder;
import dev.nightshift.core.internal.engine.EngineThreads;
import dev.nightshift.core.internal.evidence.TargetRuns;
import dev.nightshift.core.internal.journal.RecordRedaction;
import dev.nightshift.core.internal.metering.ModelAccess;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.AdmissionControl;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelProviders;
import dev.nightshift.core.provider.RetryPolicy;
import dev.nightshift.core.routing.ModelRouter;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects the parts of an engine. Not safe for concurrent use. */
public final class NightshiftBuilder {
  private final Workspaces workspaces;
  private final List<RunListener> listeners = new ArrayList<>();
  private final RegisteredProviders providers = new RegisteredProviders();
  private final NamedPipelines pipelines = new NamedPipelines();
  private Journal journal = Journal.none();
  private RecordRedaction redaction = RecordRedaction.standard();
  private PriceBook prices = PriceBook.empty();
  private RetryPolicy retry = RetryPolicy.standard();
  private AdmissionControl admission = AdmissionControl.unlimited();
  private ModelRouter router = ModelRouter.direct();
  private BudgetPolicy budget = BudgetPolicy.defaults();
  private @Nullable BudgetLedger ledger;
  private @Nullable Path state;
  private @Nullable ZoneId zone;
  private TimeSource time = TimeSource.system();
  private Duration idleLimit = Duration.ofMinutes(15);
  private int maxConcurrentRuns = 16;
  private int keptEndedRuns = 1_000;
  private final Set<String> knownFlakyTests = new LinkedHashSet<>();

  NightshiftBuilder(Workspaces workspaces) {
    this.workspaces = workspaces;
  }

  /**
   * Adds a provider of models under its own {@link ModelProvider#name}.
   *
   * @param provider the provider
   * @return this builder
   * @throws IllegalArgumentException if the name is taken
   */
  public NightshiftBuilder provider(ModelProvider provider) {
    Require.nonNull(provider, "provider");
    return provider(Require.nonNull(provider.name(), "name() of the provider"), provider);
  }

  /**
   * Adds a provider of models under a name.
   *
   * @param name the part of its model ids before the colon
   * @param provider the provider
   * @return this builder
   * @throws IllegalArgumentException if the name is taken, or is none by {@link
   *     ModelId#isProviderName}
   */
  public NightshiftBuilder provider(String name, ModelProvider provider) {
    Require.nonNull(name, "name");
    providers.add(name, Require.nonNull(provider, "provider"));
    return this;
  }

  /**
   * Adds the providers of models by their spelling, as {@link ModelProviders#of} finds them: one
   * for each name, and for each URL where a spelling has one. A name that has a provider already
   * keeps it.
   *
   * @param spellings each {@code NAME:MODEL} or {@code NAME:URL#MODEL}; all that roles, their
   *     fallbacks and the router may ask for
   * @return this builder
   * @throws IllegalArgumentException if a spelling is malformed, or its name is nobody's
   * @throws IllegalStateException if a provider lacks something, such as a key ({@code
   *     MissingKeyException})
   */
  public NightshiftBuilder models(String... spellings) {
    return models(System.getenv(), spellings);
  }

  /**
   * Adds the providers of models by their spelling, with keys from a map; else as {@link
   * #models(String...)}.
   *
   * @param environment what to take for the environment variables
   * @param spellings each {@code NAME:MODEL} or {@code NAME:URL#MODEL}
   * @return this builder
   * @throws IllegalArgumentException if a spelling is malformed, its name is nobody's, or a
   *     variable cannot be used
   * @throws IllegalStateException if a provider lacks something, such as a key ({@code
   *     MissingKeyException})
   */
  public NightshiftBuilder models(Map<String, String> environment, String... spellings) {
    Require.entries(environment, "environment");
    for (String spelling : Require.elements(spellings, "spellings")) {
      providers.addSpelled(spelling, environment);
    }
    return this;
  }

  /**
   * Sets list prices that come before the providers' own.
   *
   * @param prices default empty
   * @return this builder
   */
  public NightshiftBuilder prices(PriceBook prices) {
    this.prices = Require.nonNull(prices, "prices");
    return this;
  }

  /**
   * Sets how much a task may cost.
   *
   * @param budget default {@link BudgetPolicy#defaults}
   * @return this builder
   */
  public NightshiftBuilder budget(BudgetPolicy budget) {
    this.budget = Require.nonNull(budget, "budget");
    return this;
  }

  /**
   * Sets the ledger, to share one between engines or to keep it elsewhere. It is not closed with
   * the engine.
   *
   * @param ledger default the one in the directory of {@link #state}, else one in memory
   * @return this builder
   */
  public NightshiftBuilder ledger(BudgetLedger ledger) {
    this.ledger = Require.nonNull(ledger, "ledger");
    return this;
  }

  /**
   * Sets when a failed model call is tried again.
   *
   * @param retry default {@link RetryPolicy#standard}
   * @return this builder
   */
  public NightshiftBuilder retry(RetryPolicy retry) {
    this.retry = Require.nonNull(retry, "retry");
    return this;
  }

  /**
   * Sets what holds calls back to keep rate limits.
   *
   * @param admission default {@link AdmissionControl#unlimited}
   * @return this builder
   */
  public NightshiftBuilder admission(AdmissionControl admission) {
    this.admission = Require.nonNull(admission, "admission");
    return this;
  }

  /**
   * Sets what chooses the model that really serves a role.
   *
   * @param router default {@link ModelRouter#direct}
   * @return this builder
   */
  public NightshiftBuilder router(ModelRouter router) {
    this.router = Require.nonNull(router, "router");
    return this;
  }

  /**
   * Sets the clock.
   *
   * @param time default {@link TimeSource#system}
   * @return this builder
   */
  public NightshiftBuilder time(TimeSource time) {
    this.time = Require.nonNull(time, "time");
    return this;
  }

  /**
   * Sets where the steps of runs are recorded, so that {@link Nightshift#replay} can tell them
   * again.
   *
   * @param journal default {@link Journal#none}
   * @return this builder
   */
  public NightshiftBuilder journal(Journal journal) {
    this.journal = Require.nonNull(journal, "journal");
    return this;
  }

  /**
   * Sets what is replaced by {@code [redacted]} in journals and reports besides the keys that
   * providers were given and what looks like a key, a password or a token. What the branch of a run
   * holds is not redacted, nor what models are told.
   *
   * @param secrets default none; those given before are replaced
   * @return this builder
   * @throws IllegalArgumentException if one matches in ids or times, as they are in every record
   */
  public NightshiftBuilder secrets(Pattern... secrets) {
    this.redaction = new RecordRedaction(Require.elements(secrets, "secrets"));
    return this;
  }

  /**
   * Keeps what outlives the process in a directory: the journals of runs, as {@link
   * Journal#directory} writes them, so that {@link Nightshift#recover} lets runs go on; and what
   * was spent, as {@link BudgetLedger#directory(Path)} does, so that caps hold over restarts and
   * over all processes that share it. A {@link #ledger} that is given takes the place of that one,
   * and a {@link #journal} that is given later that of the journals.
   *
   * @param directory a directory of a local disk, made for its owner alone if it is missing; one
   *     that is open to others is closed by {@link #build} if it holds nothing else, and warned of
   *     otherwise; engines of several processes may share it
   * @return this builder
   * @throws IllegalArgumentException if a file is in its way
   */
  public NightshiftBuilder state(Path directory) {
    journal(Journal.directory(Require.nonNull(directory, "directory")));
    this.state = directory;
    return this;
  }

  /**
   * Sets whose calendar says when the days and months of caps begin that runs share.
   *
   * @param zone default the one that the ledger in the directory of {@link #state} began with, UTC
   *     for a new one and in memory
   * @return this builder
   */
  public NightshiftBuilder zone(ZoneId zone) {
    this.zone = Require.nonNull(zone, "zone");
    return this;
  }

  /**
   * Names a pipeline, so that a run of it can be told again by another process.
   *
   * @param name what {@link Nightshift#dispatch(Task, String)} is given; the same in every process
   *     that shares a journal, not blank
   * @param pipeline how to get there
   * @return this builder
   * @throws IllegalArgumentException if the name is blank or taken
   */
  public NightshiftBuilder pipeline(String name, Pipeline pipeline) {
    pipelines.add(Require.nonNull(name, "name"), Require.nonNull(pipeline, "pipeline"));
    return this;
  }

  /**
   * Adds a listener for the events of all runs.
   *
   * @param listener called on run threads
   * @return this builder
   */
  public NightshiftBuilder listener(RunListener listener) {
    Require.nonNull(listener, "listener");
    listeners.add(listener);
    return this;
  }

  /**
   * Sets how long a model call may give no sign of life.
   *
   * @param idleLimit more than zero; default 15 minutes; the run then ends as {@code time_limit}
   * @return this builder
   */
  public NightshiftBuilder idleLimit(Duration idleLimit) {
    this.idleLimit = Require.positive(idleLimit, "idleLimit");
    return this;
  }

  /**
   * Sets how many runs work at once; others wait without a thread. The one of the highest {@link
   * Task#priority} begins next, one level gained for each minute of waiting, of equals the first.
   *
   * @param maxConcurrentRuns at least 1; default 16
   * @return this builder
   */
  public NightshiftBuilder maxConcurrentRuns(int maxConcurrentRuns) {
    if (maxConcurrentRuns < 1) {
      throw new IllegalArgumentException(
          "maxConcurrentRuns " + maxConcurrentRuns + " must be at least 1");
    }
    this.maxConcurrentRuns = maxConcurrentRuns;
    return this;
  }

  /**
   * Sets how many ended runs the engine still knows; of the others it forgets all, the oldest
   * first. A run is held with its report, whose patch may have 400,000 characters.
   *
   * <p>A forgotten run is no longer found by {@link Nightshift#find}, and its dispatch key starts a
   * new run. Who holds the {@link Run} still has its result.
   *
   * @param keptEndedRuns at least 0; default 1,000
   * @return this builder
   */
  public NightshiftBuilder keptEndedRuns(int keptEndedRuns) {
    if (keptEndedRuns < 0) {
      throw new IllegalArgumentException(
          "keptEndedRuns " + keptEndedRuns + " must not be negative");
    }
    this.keptEndedRuns = keptEndedRuns;
    return this;
  }

  /**
   * Adds tests that the host knows to fail now and then for no reason of the change. A gate that
   * was red and then green on one tree counts as green, and is not flaky, if each red verdict is
   * fully explained by tests named here: all failed tests are known by name, the command came to
   * its end, and all reports could be read. A gate that is only red stays red. The report says
   * which tests were excused.
   *
   * <p>The list is the host's alone: nothing in the repository can add to it.
   *
   * @param names exact names as the test reports give them, {@code class.method}, none blank
   * @return this builder
   */
  public NightshiftBuilder knownFlakyTests(String... names) {
    Require.elements(names, "names");
    for (String name : names) {
      if (name.isBlank()) {
        throw new IllegalArgumentException(
            "knownFlakyTests must not hold a blank name; give class.method as the report does");
      }
      knownFlakyTests.add(name);
    }
    return this;
  }

  /**
   * Makes the engine.
   *
   * @return an engine to be closed by the caller
   * @throws IllegalStateException if there is no provider, or a {@link #zone} beside a {@link
   *     #ledger}, which has its own
   * @throws dev.nightshift.core.ledger.LedgerException if the ledger in the directory of {@link
   *     #state} cannot be used, or counts days in another {@link #zone}; nothing is spent then
   */
  public Nightshift build() {
    if (providers.isEmpty()) {
      throw new IllegalStateException(
          "an engine needs a model provider; call provider(..) before build()");
    }
    if (state != null) {
      StateFolder.close(state);
      workspaces.recordedIn(state.toAbsolutePath());
    }
    if (ledger != null) {
      if (zone != null) {
        throw new IllegalStateException(
            "zone " + zone + " is given beside a ledger, which has its own; give it to the ledger");
      }
      return build(ledger, false);
    }
    if (state == null) {
      ZoneId inMemory = zone == null ? ZoneOffset.UTC : zone;
      return build(BudgetLedger.inMemory(inMemory, time), false);
    }
    BudgetLedger durable =
        zone == null
            ? BudgetLedger.directory(state, time)
            : BudgetLedger.directory(state, zone, time);
    boolean isBuilt = false;
    try {
      Nightshift nightshift = build(durable, true);
      isBuilt = true;
      return nightshift;
    } finally {
      if (!isBuilt) {
        durable.close();
      }
    }
  }

  private Nightshift build(BudgetLedger shared, boolean isOwned) {
    return new Nightshift(
        new BuiltSettings(
            workspaces,
            budget,
            shared,
            modelAccess(shared),
            journal,
            redaction,
            time,
            List.copyOf(listeners),
            EngineThreads.of(maxConcurrentRuns),
            idleLimit,
            maxConcurrentRuns,
            keptEndedRuns,
            Set.copyOf(knownFlakyTests),
            new TargetRuns(),
            state,
            isOwned),
        pipelines);
  }

  private ModelAccess modelAccess(BudgetLedger sharedLedger) {
    return ModelAccess.builder(providers.byName())
        .prices(prices)
        .ledger(sharedLedger)
        .retry(retry)
        .admission(admission)
        .router(router)
        .time(time)
        .build();
  }
}
