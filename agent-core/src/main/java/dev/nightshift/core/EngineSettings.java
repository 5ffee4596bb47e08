package dev.nightshift.core;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.budget.BudgetLedger;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.event.RunListener;
import dev.nightshift.core.internal.run.ModelAccess;
import dev.nightshift.core.workspace.Workspaces;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What all runs of one engine share. */
final class EngineSettings {
  final Workspaces workspaces;
  final BudgetPolicy budget;
  final BudgetLedger ledger;
  final ModelAccess models;
  final TimeSource time;
  final List<RunListener> listeners;
  final Duration idleLimit;
  final int maxConcurrentRuns;
  final int keptEndedRuns;
  final Set<String> knownFlakyTests;

  EngineSettings(NightshiftBuilder builder) {
    this.workspaces = builder.workspaces;
    this.budget = builder.budget;
    this.time = builder.time;
    this.ledger = builder.ledger == null ? BudgetLedger.inMemory(builder.time) : builder.ledger;
    this.models = builder.modelAccess(ledger);
    this.listeners = List.copyOf(builder.listeners);
    this.idleLimit = builder.idleLimit;
    this.maxConcurrentRuns = builder.maxConcurrentRuns;
    this.keptEndedRuns = builder.keptEndedRuns;
    this.knownFlakyTests = Set.copyOf(builder.knownFlakyTests);
  }
}
