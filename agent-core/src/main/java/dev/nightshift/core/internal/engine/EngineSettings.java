package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.event.RunListener;
import dev.nightshift.core.internal.durable.RunFolder;
import dev.nightshift.core.internal.evidence.TargetRuns;
import dev.nightshift.core.internal.journal.RecordRedaction;
import dev.nightshift.core.internal.metering.ModelAccess;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.workspace.Workspaces;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What all runs of one engine share, as its builder collected it. Immutable. */
public interface EngineSettings {
  /** Opens the branches of runs. */
  Workspaces workspaces();

  /** How much a task may cost. */
  BudgetPolicy budget();

  /** Where spend is booked. */
  BudgetLedger ledger();

  /** The way to every model. */
  ModelAccess models();

  /** Where the steps of runs are recorded. */
  Journal journal();

  /** What neither records nor reports hold. */
  RecordRedaction redaction();

  /** The clock. */
  TimeSource time();

  /** Whoever hears the events of all runs. */
  List<RunListener> listeners();

  /** Where the work is done; the engine closes it. */
  EngineThreads threads();

  /** How long a model call may give no sign of life. */
  Duration idleLimit();

  /** How many runs work at once. */
  int maxConcurrentRuns();

  /** How many ended runs are still known. */
  int keptEndedRuns();

  /** Tests that the host excuses. */
  Set<String> knownFlakyTests();

  /** What commands of gates did without any change. */
  TargetRuns targetRuns();

  /** Why somebody outside asked for the end of a run; empty if nobody did. */
  String askedToStop(RunId run);

  /**
   * Takes that wish back; nobody need have had it.
   *
   * @throws dev.nightshift.core.base.WorkspaceException if it stays
   */
  void forgetAskedToStop(RunId run);

  /** What stands beside the journal of a run; null without a state directory. */
  @Nullable RunFolder folder(RunId run);

  /** Whether the engine opened the ledger in its state directory, so that it closes it. */
  boolean isLedgerOwned();
}
