package dev.nightshift.core;

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
import dev.nightshift.core.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings of an engine as they were when it was built. */
record BuiltSettings(
    Workspaces workspaces,
    BudgetPolicy budget,
    BudgetLedger ledger,
    ModelAccess models,
    Journal journal,
    RecordRedaction redaction,
    TimeSource time,
    List<RunListener> listeners,
    EngineThreads threads,
    Duration idleLimit,
    int maxConcurrentRuns,
    int keptEndedRuns,
    Set<String> knownFlakyTests,
    TargetRuns targetRuns,
    @Nullable Path state,
    boolean isLedgerOwned)
    implements EngineSettings {

  @Override
  public String askedToStop(RunId run) {
    RunFolder folder = folder(run);
    return folder == null ? "" : folder.whyStopped();
  }

  @Override
  public void forgetAskedToStop(RunId run) {
    RunFolder folder = folder(run);
    if (folder != null) {
      folder.forgetStop();
    }
  }

  @Override
  public @Nullable RunFolder folder(RunId run) {
    return state == null ? null : RunFolder.of(state, run);
  }
}
