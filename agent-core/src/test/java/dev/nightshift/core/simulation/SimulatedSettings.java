package dev.nightshift.core.simulation;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.event.RunListener;
import dev.nightshift.core.internal.durable.RunFolder;
import dev.nightshift.core.internal.engine.EngineSettings;
import dev.nightshift.core.internal.engine.EngineThreads;
import dev.nightshift.core.internal.evidence.TargetRuns;
import dev.nightshift.core.internal.journal.RecordRedaction;
import dev.nightshift.core.internal.metering.ModelAccess;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.RetryPolicy;
import dev.nightshift.core.workspace.Workspaces;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An engine of one process of a simulation. */
record SimulatedSettings(
    Workspaces workspaces,
    BudgetPolicy budget,
    BudgetLedger ledger,
    ModelAccess models,
    Journal journal,
    TimeSource time,
    EngineThreads threads,
    TargetRuns targetRuns,
    int maxConcurrentRuns)
    implements EngineSettings {
  private static final int MOST_ATTEMPTS = 4;

  static SimulatedSettings of(
      Workspaces workspaces,
      BudgetPolicy budget,
      BudgetLedger ledger,
      Map<String, ModelProvider> models,
      Disk disk,
      Schedule schedule,
      Life life,
      int slots) {
    RetryPolicy retry =
        (failure, made, left) ->
            failure.isRetryable() && made < MOST_ATTEMPTS
                ? Optional.of(schedule.between(Duration.ofMillis(50), Duration.ofSeconds(3)))
                : Optional.empty();
    ModelAccess access =
        ModelAccess.builder(models).ledger(ledger).retry(retry).time(schedule).build();
    return new SimulatedSettings(
        workspaces,
        budget,
        ledger,
        access,
        disk.journal(life),
        schedule,
        life,
        new TargetRuns(),
        slots);
  }

  @Override
  public RecordRedaction redaction() {
    return RecordRedaction.standard();
  }

  @Override
  public List<RunListener> listeners() {
    return List.of();
  }

  @Override
  public Duration idleLimit() {
    return Duration.ofMinutes(15);
  }

  @Override
  public int keptEndedRuns() {
    return 100;
  }

  @Override
  public Set<String> knownFlakyTests() {
    return Set.of();
  }

  @Override
  public String askedToStop(RunId run) {
    return "";
  }

  @Override
  public void forgetAskedToStop(RunId run) {}

  @Override
  public @Nullable RunFolder folder(RunId run) {
    return null;
  }

  @Override
  public boolean isLedgerOwned() {
    return false;
  }
}
