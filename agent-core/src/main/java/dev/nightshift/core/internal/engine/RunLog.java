package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.gate.GateNote;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.evidence.Evidence;
import dev.nightshift.core.internal.evidence.HeardReview;
import dev.nightshift.core.internal.evidence.Noted;
import dev.nightshift.core.internal.evidence.WorkTrees;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.ClarificationReport;
import dev.nightshift.core.report.DecisionReport;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.report.TargetConflict;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the steps on one branch of a run found out, kept for its report. All branches of a run write
 * into its one book of evidence; those that work at once do so when they have ended. Used by one
 * thread at a time.
 */
final class RunLog {
  private static final int MAX_LEFT_OUT = 3;

  /** The name of the fork, empty for the run's own branch. */
  final String fork;

  Evidence evidence;
  List<DecisionReport> decisions;
  List<ClarificationReport> clarifications;
  final List<HumanDecision> humanDecisions;
  @Nullable WorkspacePlan plan;
  @Nullable MergeCandidate candidate;
  @Nullable Change change;
  @Nullable TargetConflict conflict;
  LeftOutWork leftOut = LeftOutWork.none();
  String head = "";
  String implementerSummary = "";

  /** Why the target could take nothing of the branch when it was asked last; empty if it could. */
  String obstacle = "";

  /** What the run asked when it ended without an answer. */
  String openQuestion = "";

  int revisions;
  private final RunLog run;
  private int work;
  private String headOnTarget = "";
  private int knownClarifications;
  private @Nullable DeliveryResult delivered;
  private @Nullable RunLog deliveredBy;
  private @Nullable Withdrawn withdrawn;
  private volatile @Nullable GateResult baseline;

  /** The heads that hold nothing but what was withdrawn, and what is on the target. */
  private final Set<String> headsWithdrawn = new HashSet<>();

  private WorkTrees.Trees trees = WorkTrees.UNREADABLE;

  RunLog(Set<String> knownFlakyTests) {
    this.fork = "";
    this.run = this;
    this.evidence = new Evidence(knownFlakyTests);
    this.decisions = new ArrayList<>();
    this.clarifications = new ArrayList<>();
    this.humanDecisions = new ArrayList<>();
  }

  private RunLog(RunLog run, String fork) {
    this.fork = fork;
    this.run = run;
    this.evidence = run.evidence;
    this.decisions = run.decisions;
    this.clarifications = run.clarifications;
    this.humanDecisions = run.humanDecisions;
  }

  /** What another branch of the same run finds out. */
  RunLog fork(String name, WorkspacePlan itsPlan) {
    RunLog log = new RunLog(this, name);
    log.planned(itsPlan);
    return log;
  }

  /** Says who reads the trees of candidates for this branch. */
  void readBy(WorkTrees.Trees reading) {
    trees = reading;
  }

  /** Writes into a book of its own, because others of its run work at the same time. */
  void leaveBook() {
    evidence = run.evidence.another();
    decisions = new ArrayList<>();
    clarifications = new ArrayList<>(run.clarifications);
    knownClarifications = clarifications.size();
  }

  /** Enters what it wrote meanwhile into the book of the run. */
  void returnToBook() {
    run.evidence.readBy(run.trees);
    run.evidence.takeIn(evidence);
    evidence = run.evidence;
    run.decisions.addAll(decisions);
    decisions = run.decisions;
    run.clarifications.addAll(clarifications.subList(knownClarifications, clarifications.size()));
    clarifications = run.clarifications;
  }

  /** Takes in what was said in reviews that ended with their process. */
  void cut(List<HeardReview> reviews) {
    reviews.forEach(heard -> evidence.cut(heard, fork));
  }

  void decided(List<DecisionNote> notes) {
    notes.forEach(note -> decisions.add(new DecisionReport(note, fork)));
  }

  /** What the gate said of the commit that the run starts from; null if it was not asked. */
  @Nullable GateResult baseline() {
    return run.baseline;
  }

  void baseline(GateResult said) {
    run.baseline = said;
  }

  /** What agents asked a human to look at, and gates of the last candidate. */
  List<DecisionReport> toLookAt() {
    List<DecisionReport> all = new ArrayList<>(decisions);
    GateResult before = run.baseline;
    if (before != null && !before.isPassed()) {
      DecisionNote red =
          new DecisionNote(
              "The gate is red without the change",
              before.detail(),
              "gate '" + VisibleText.name(before.name()) + "' said so before the work began");
      all.add(new DecisionReport(red, ""));
    }
    MergeCandidate last = candidate;
    if (last != null) {
      for (Noted noted : evidence.notes(last)) {
        GateNote note = noted.note();
        String who = "gate '" + VisibleText.name(noted.gate()) + "' found it in the change";
        all.add(new DecisionReport(new DecisionNote(note.title(), note.text(), who), fork));
      }
    }
    return List.copyOf(all);
  }

  /** An implementer asked; until somebody answers, nobody did. */
  void asks(String question) {
    if (!question.isBlank()) {
      clarified(Clarification.unanswered(question));
    }
  }

  /** What became of a question, in place of what was known of it. */
  void clarified(Clarification asked) {
    withdrawn(asked.question());
    clarifications.add(new ClarificationReport(asked, fork));
  }

  /** What a human answers after an end counts, and no answer to the same that was given before. */
  void answered(Clarification given) {
    clarifications.removeIf(
        told ->
            told.fork().equals(fork) && told.clarification().question().equals(given.question()));
    clarifications.add(new ClarificationReport(given, fork));
  }

  /** The question is told elsewhere. */
  void withdrawn(String question) {
    clarifications.remove(new ClarificationReport(Clarification.unanswered(question), fork));
  }

  /** What humans were asked so far, on whichever branch, answered or not. */
  List<Clarification> asked() {
    return clarifications.stream().map(ClarificationReport::clarification).toList();
  }

  /** What the run delivered, on whichever branch; null if nothing. */
  @Nullable DeliveryResult delivered() {
    return run.delivered;
  }

  /** From here on the run has delivered, whatever else happens. */
  void deliver(DeliveryResult result) {
    run.delivered = result;
    if (run.deliveredBy == null) {
      run.deliveredBy = this;
    }
  }

  /** Tells whether what this branch holds was delivered. */
  boolean isDelivered() {
    return run.deliveredBy == this;
  }

  /** The branch that the report is about: the one that was delivered, else the run's own. */
  RunLog reported() {
    return run.deliveredBy == null ? run : run.deliveredBy;
  }

  /** What humans requested after they had seen the work, oldest first. */
  List<String> humanRequests() {
    return humanDecisions.stream()
        .filter(decision -> decision.kind() == HumanDecision.Kind.REVISED)
        .map(HumanDecision::text)
        .toList();
  }

  /** The questions that nobody answered, and first the last one with which the run ended. */
  List<String> openQuestions() {
    return Stream.concat(
            Stream.of(openQuestion).filter(question -> !question.isEmpty()),
            asked().stream().filter(asked -> !asked.isAnswered()).map(Clarification::question))
        .distinct()
        .toList();
  }

  /** Takes back what was proposed, because the run goes on. */
  void withdrawDelivery() {
    DeliveryResult known = run.delivered;
    if (known != null) {
      headsWithdrawn.add(head);
      withdrawn = new Withdrawn(known, head, candidate, change);
      run.delivered = null;
      run.deliveredBy = null;
    }
  }

  /** Tells whether something was proposed before the run went on, and nothing since. */
  boolean isWithdrawn() {
    return withdrawn != null && run.delivered == null;
  }

  /** What was proposed before the run went on stands again, if it holds no other work by now. */
  void restoreDelivery() {
    Withdrawn before = withdrawn;
    if (before != null && run.delivered == null && headsWithdrawn.contains(head)) {
      head = before.head();
      candidate = before.candidate();
      change = before.change();
      deliver(before.delivered());
    }
  }

  /** What came of the last decision of a human. */
  void cameOfDecision(String outcome) {
    int last = humanDecisions.size() - 1;
    humanDecisions.set(last, humanDecisions.get(last).withOutcome(outcome));
  }

  void planned(WorkspacePlan planned) {
    plan = planned;
    head = planned.baseCommit();
  }

  /** What the implementer or the pipeline changed is new work; merging the target is none. */
  void committed(String newHead) {
    if (!newHead.equals(head) && !headsWithdrawn.contains(newHead)) {
      work++;
    }
    head = newHead;
  }

  /** The target was merged into the branch, which holds no other work by that. */
  void caughtUp(String newHead) {
    if (headsWithdrawn.contains(head)) {
      headsWithdrawn.add(newHead);
    }
    head = newHead;
  }

  /** While a conflict is open, the work before it stays what it was before the first merge. */
  void conflicted(ConflictReport report) {
    TargetConflict open = conflict != null && conflict.isOpen() ? conflict : null;
    conflict = new TargetConflict(report, open == null ? head : open.workBefore(), true);
  }

  void built(MergeCandidate built, Change itsChange) {
    if (conflict != null) {
      conflict = new TargetConflict(conflict.report(), conflict.workBefore(), false);
    }
    candidate = built;
    change = itsChange;
    evidence.readBy(trees);
    evidence.built(built, itsChange, fork, work);
  }

  /** Returns the first paths that no commit holds, for a sentence; empty if there are none. */
  String someLeftOut() {
    return String.join("; ", leftOut.lines(MAX_LEFT_OUT));
  }

  /** The target holds all that this candidate brings. */
  void foundOnTarget(MergeCandidate held) {
    headOnTarget = held.headCommit();
  }

  /** Tells whether the target holds all that is on the branch. */
  boolean isOnTarget() {
    return head.equals(headOnTarget);
  }

  /** Tells whether the last candidate holds all that is on the branch. */
  boolean isCandidateCurrent() {
    return candidate != null && candidate.headCommit().equals(head);
  }

  /** Refuses to go on after a delivery, so that what is reported stays what was delivered. */
  void requireUndelivered() {
    DeliveryResult known = run.delivered;
    if (known != null) {
      throw new IllegalStateException(
          "this run has delivered already, as "
              + known.getClass().getSimpleName()
              + "; end it with that result");
    }
  }

  /** What was delivered, and what it was made of. */
  private record Withdrawn(
      DeliveryResult delivered,
      String head,
      @Nullable MergeCandidate candidate,
      @Nullable Change change) {}
}
