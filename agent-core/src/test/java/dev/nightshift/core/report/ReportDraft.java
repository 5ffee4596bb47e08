package dev.nightshift.core.report;

import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.PatchFile;
import dev.nightshift.core.tree.ReadableDiff;
import dev.nightshift.core.workspace.LeftOutWork;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report to be: its parts start at what is true of a run that did nothing. */
final class ReportDraft {
  final RunId runId;
  final Task task;
  final RunReport.Ending ending;
  RunCommits commits = RunCommits.none();
  String branch = "";
  @Nullable URI link;
  String target = "";
  String obstacle = "";
  String sandbox = "none";
  int revisions;
  List<CriterionReport> criteria = List.of();
  List<FlakyGate> flakyGates = List.of();
  List<RoundReport> rounds = List.of();
  @Nullable TargetConflict conflict;
  List<OpenRequest> openRequests = List.of();
  List<DecisionReport> decisions = List.of();
  List<ClarificationReport> clarifications = List.of();
  List<HumanDecision> humanDecisions = List.of();
  RunSpend spend = RunSpend.none();
  Change change = new Change("", "", List.of(), ReadableDiff.of("", false), PatchFile.empty());
  LeftOutWork leftOut = LeftOutWork.none();
  String implementerSummary = "";
  List<ForkReport> forks = List.of();
  Instant startedAt = Instant.EPOCH;
  Duration duration = Duration.ZERO;
  @Nullable Duration active;

  ReportDraft(RunId runId, Task task, RunReport.Ending ending) {
    this.runId = runId;
    this.task = task;
    this.ending = ending;
  }

  RunReport build() {
    return new RunReport(
        runId,
        task,
        ending,
        new RunPlace(commits, branch, link, target, obstacle),
        new RunCourse(startedAt, duration, active == null ? duration : active, revisions, sandbox),
        new RunEvidence(
            criteria, flakyGates, rounds, openRequests, decisions, clarifications, humanDecisions),
        new RunWork(change, leftOut, conflict, implementerSummary, forks),
        spend);
  }
}
