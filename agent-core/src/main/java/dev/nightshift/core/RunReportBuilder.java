package dev.nightshift.core;

import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.Change;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.core.workspace.PatchFile;
import dev.nightshift.core.workspace.ReadableDiff;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the parts of a report; fields start at what is true of a run that did nothing. */
final class RunReportBuilder {
  final RunId runId;
  final Task task;
  final RunReport.Ending ending;
  RunCommits commits = RunCommits.none();
  String branch = "";
  @Nullable URI link;
  String target = "";
  String sandbox = "none";
  int revisions;
  List<CriterionReport> criteria = List.of();
  List<FlakyGate> flakyGates = List.of();
  List<RoundReport> rounds = List.of();
  @Nullable TargetConflict conflict;
  List<OpenRequest> openRequests = List.of();
  List<DecisionNote> decisions = List.of();
  RunSpend spend =
      new RunSpend(
          new SpendView(List.of(), RoleSpend.none(), Money.zero(), Money.zero(), Map.of()),
          Money.zero());
  Change change = new Change("", "", List.of(), ReadableDiff.of("", false), PatchFile.empty());
  LeftOutWork leftOut = LeftOutWork.none();
  String implementerSummary = "";
  Instant startedAt = Instant.EPOCH;
  Duration duration = Duration.ZERO;

  RunReportBuilder(RunId runId, Task task, RunReport.Ending ending) {
    this.runId = runId;
    this.task = task;
    this.ending = ending;
  }

  RunReport build() {
    return new RunReport(this);
  }
}
