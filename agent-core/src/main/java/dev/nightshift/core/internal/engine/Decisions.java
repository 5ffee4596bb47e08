package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.internal.journal.RunRecord;
import dev.nightshift.core.internal.journal.UnrecordedStepException;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.ledger.Account;
import dev.nightshift.core.ledger.WorkedTime;
import dev.nightshift.core.report.ForkReport;
import dev.nightshift.core.report.ForkReport.Fate;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.report.HumanDecision.Kind;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.ContinuingPipeline;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunRefusedException;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.workspace.UnfinishedRun;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a human decides about a run that has ended: tells the run again to see whether it can
 * be decided, records the decision, and lets the run go on. Whatever is refused is refused before
 * anything is written. Used once, by any thread.
 */
final class Decisions {
  private static final Set<Kind> GOES_ON = EnumSet.of(Kind.REVISED, Kind.ANSWERED);

  /** What an agent could not do alone, and may with a word of a human. */
  private static final Set<EndReason> REVISABLE =
      Set.of(
          EndReason.GATE_FAILED,
          EndReason.REVIEW_REJECTED,
          EndReason.ESCALATED,
          EndReason.CONFLICTED,
          EndReason.ENVIRONMENT,
          EndReason.BUDGET_EXHAUSTED,
          EndReason.STEP_LIMIT,
          EndReason.TIME_LIMIT,
          EndReason.STUCK);

  /** What cut a run short that a human had sent back, whose proposal it is. */
  private static final Set<EndReason> CUT_SHORT =
      Set.of(
          EndReason.INTERRUPTED, EndReason.CANCELLED, EndReason.MODEL_UNAVAILABLE, EndReason.ERROR);

  private final EngineSettings settings;
  private final Map<String, Pipeline> pipelines;
  private final RunId run;
  private final Kind kind;

  /** Lets a run go on whose end was recorded. */
  @FunctionalInterface
  interface Starter {
    /** Closes the writer at the end of the run, also if it does not begin. */
    Run start(RunRecord record, Pipeline pipeline);
  }

  Decisions(EngineSettings settings, Map<String, Pipeline> pipelines, RunId run, Kind kind) {
    this.settings = settings;
    this.pipelines = pipelines;
    this.run = run;
    this.kind = kind;
  }

  /**
   * Takes one.
   *
   * @param decision what was decided; the commit is added here, unless it is to be just that one
   * @throws RunRefusedException if the run is in no state for it
   */
  Run take(HumanDecision decision, Starter starter) {
    Journal journal = settings.journal();
    if (journal == Journal.none()) {
      throw new IllegalStateException(
          "run "
              + run
              + " cannot be "
              + word()
              + ": this engine records no runs; give it the directory with their records,"
              + " NightshiftBuilder.state");
    }
    List<String> lines = journal.read(run);
    if (lines.isEmpty()) {
      throw refused(
          "is not known: the journal holds no record of it", "use the id that its report has");
    }
    // Who is refused leaves no trace; a run without an end may be at work elsewhere.
    Checked seen = Recovery.isUnfinished(lines) ? null : checked(decision, lines);
    JournalWriter writer = journal.acquire(run);
    boolean isTaken = false;
    try {
      List<String> now = journal.read(run);
      if (now.isEmpty()) {
        throw refused("was forgotten meanwhile", "dispatch its task again");
      }
      Checked checked = seen != null && now.equals(lines) ? seen : checked(decision, now);
      RunRecord record = RunRecord.resume(journal, run, writer, now, settings.redaction());
      // Who asked for the end of the run came too late for that; it must not end what is decided.
      settings.forgetAskedToStop(run);
      write(checked, record);
      isTaken = true;
      return starter.start(
          RunRecord.resume(journal, run, writer, journal.read(run), settings.redaction()),
          checked.pipeline());
    } finally {
      if (!isTaken) {
        writer.close();
      }
    }
  }

  private static void write(Checked checked, RunRecord record) {
    if (checked.account() != null) {
      int number = record.humanDecisions().size() + 1;
      record.note(RecordedAccount.AMENDED, new RecordedAccount.Grant(number, checked.account()));
    }
    record.note(RunRecord.DECIDED, checked.decision());
    record.force();
    record.requireKept();
  }

  /** A decision that can be taken. */
  private record Checked(HumanDecision decision, Pipeline pipeline, @Nullable Account account) {}

  private Checked checked(HumanDecision decision, List<String> lines) {
    RunRecord record = RunRecord.inOrder(run, lines, settings.redaction());
    Pipeline pipeline = pipelineOf(record, lines);
    RunBody body = new RunBody(new RunContext(settings, record), pipeline);
    RunReport report = told(record, body).report();
    requireState(report);
    if (GOES_ON.contains(kind)) {
      requireGoesOn(pipeline, record, report);
    }
    String head = requireHead(report, decision.commit());
    if (kind != Kind.REJECTED) {
      requireWork(report);
    }
    HumanDecision bound = decision.about(head);
    return new Checked(
        kind == Kind.ANSWERED ? about(body.openQuestions(), bound) : bound,
        pipeline,
        granted(decision, record));
  }

  /** The account of the run with what is granted by the decision; null if nothing is. */
  private @Nullable Account granted(HumanDecision decision, RunRecord record) {
    if (decision.caps().isEmpty()) {
      return null;
    }
    RecordedAccount known = RecordedAccount.of(record);
    try {
      return new GrantedBudget(used(known), worked(record)).in(known.account(), decision.caps());
    } catch (ArithmeticException tooMuch) {
      throw new IllegalArgumentException(
          "the new budget of run " + run + " is too large to be counted; give less", tooMuch);
    }
  }

  /** What the ledger compares with caps; a ledger that has forgotten the run is told its record. */
  private SpendView used(RecordedAccount account) {
    try {
      return settings.ledger().spend(run);
    } catch (IllegalArgumentException forgotten) {
      return account.spend();
    }
  }

  /** How long it was active by its record and by the ledger, which knows of its roles. */
  private WorkedTime worked(RunRecord record) {
    WorkedTime recorded = WorkedTime.of(record.activeTime());
    try {
      return settings.ledger().bookTime(run, recorded, Duration.ZERO).total();
    } catch (IllegalArgumentException forgotten) {
      return recorded;
    }
  }

  private Pipeline pipelineOf(RunRecord record, List<String> lines) {
    if (Recovery.isUnfinished(lines)) {
      throw refused(
          "has not ended, and no process works on it", "let Nightshift.recover go on with it");
    }
    RunId recorded = record.dispatched().run();
    if (!recorded.equals(run)) {
      throw refused("is a copy of the journal of run " + recorded, "use that run");
    }
    String name = record.dispatched().pipeline();
    if (name.isEmpty()) {
      throw refused(
          "was dispatched to a pipeline without a name, so that it cannot be told again",
          "take its branch by hand, and dispatch by a name from now on");
    }
    Pipeline pipeline = pipelines.get(name);
    if (pipeline == null) {
      throw refused(
          "is of pipeline '"
              + VisibleText.name(name)
              + "', and none is named so here; known are "
              + pipelines.keySet().stream().sorted().toList(),
          "name it by NightshiftBuilder.pipeline");
    }
    return pipeline;
  }

  private RunResult told(RunRecord record, RunBody body) {
    try {
      RunResult result = body.run();
      record.requireWhole();
      return result;
    } catch (UnrecordedStepException altered) {
      throw refused(
          "cannot be told again: " + altered.getMessage(),
          "name the pipeline it was dispatched to");
    }
  }

  private void requireState(RunReport report) {
    EndReason reason = report.reason();
    if (isFor(report)) {
      return;
    }
    if (kind == Kind.ANSWERED) {
      throw refused("asks nothing: it ended as " + reason, "look at its report");
    }
    @Nullable HumanDecision last =
        report.humanDecisions().stream().reduce((one, other) -> other).orElse(null);
    String by = last == null ? "" : ", " + word(last.kind()) + " by a human at " + last.at();
    if (reason.equals(EndReason.MERGED)) {
      throw refused(
          "is merged into '"
              + VisibleText.name(report.target())
              + "' as "
              + report.commits().merge()
              + by,
          "revert that commit if it is not wanted");
    }
    if (reason.equals(EndReason.NEEDS_CLARIFICATION)) {
      throw refused("asks, and nobody answered: " + report.ending().detail(), "answer it");
    }
    throw refused(
        "proposes nothing: it ended as " + reason + by,
        UnfulfilledAnswer.isIn(report)
            ? "answer its question again, or dispatch its task again"
            : "dispatch its task again");
  }

  private boolean isFor(RunReport report) {
    EndReason reason = report.reason();
    return switch (kind) {
      case ACCEPTED -> reason.equals(EndReason.PROPOSED);
      case REVISED ->
          reason.equals(EndReason.PROPOSED)
              || (isRevisable(report)
                  && (!report.branch().isEmpty() || !UnfulfilledAnswer.isIn(report)));
      case ANSWERED ->
          reason.equals(EndReason.NEEDS_CLARIFICATION) || UnfulfilledAnswer.isIn(report);
      case REJECTED ->
          reason.equals(EndReason.PROPOSED)
              || reason.equals(EndReason.NEEDS_CLARIFICATION)
              || isRevisable(report);
    };
  }

  /** Tells whether a human may send a run back that ended so, if there is work of it. */
  static boolean isRevisable(RunReport report) {
    return isRevisable(report.reason(), !report.humanDecisions().isEmpty());
  }

  static boolean isRevisable(EndReason reason, boolean isDecided) {
    return REVISABLE.contains(reason) || (isDecided && isCutShort(reason));
  }

  static boolean isCutShort(EndReason reason) {
    return CUT_SHORT.contains(reason);
  }

  /**
   * What a human may decide about a run.
   *
   * @param decisions what was decided before, oldest first
   * @param hasWork whether there is work of it on its own branch
   */
  static Set<Kind> choices(EndReason reason, List<HumanDecision> decisions, boolean hasWork) {
    if (reason.equals(EndReason.NEEDS_CLARIFICATION)) {
      return EnumSet.of(Kind.ANSWERED, Kind.REJECTED);
    }
    boolean isProposed = reason.equals(EndReason.PROPOSED);
    Set<Kind> choices = EnumSet.noneOf(Kind.class);
    if (isProposed) {
      choices.add(Kind.ACCEPTED);
    }
    if (UnfulfilledAnswer.isIn(reason, decisions, hasWork)) {
      choices.add(Kind.ANSWERED);
    }
    if (isProposed || isRevisable(reason, !decisions.isEmpty())) {
      choices.add(Kind.REJECTED);
      // The work of a fork ends with it.
      if (hasWork) {
        choices.add(Kind.REVISED);
      }
    }
    return choices;
  }

  private void requireGoesOn(Pipeline pipeline, RunRecord record, RunReport report) {
    if (!(pipeline instanceof ContinuingPipeline)) {
      throw refused(
          "is of pipeline '"
              + VisibleText.name(record.dispatched().pipeline())
              + "', which does not go on after its end",
          "let that implement ContinuingPipeline, or dispatch the task again with what you want");
    }
    Optional<ForkReport> fork =
        report.forks().stream().filter(one -> one.fate() == Fate.DELIVERED).findFirst();
    if (fork.isPresent()) {
      throw refused(
          "proposes the work of its fork '"
              + VisibleText.name(fork.get().name())
              + "', which has ended",
          "accept it, or dispatch the task again with what you want");
    }
  }

  /**
   * What is answered: one of the open questions, that with which the run ended unless it is said.
   */
  private HumanDecision about(List<String> open, HumanDecision answer) {
    String asked = answer.question().isEmpty() ? open.get(0) : answer.question();
    if (!open.contains(asked)) {
      throw refused(
          "does not ask '" + VisibleText.name(asked) + "'; it asks " + open, "answer one of these");
    }
    return answer.to(asked);
  }

  private String requireHead(RunReport report, String looked) {
    String proposed = report.commits().head();
    if (!looked.isEmpty() && !looked.equals(proposed)) {
      throw refused(
          "proposes " + proposed + ", not " + looked, "look at that commit, and decide again");
    }
    return proposed;
  }

  private void requireWork(RunReport report) {
    boolean isKept =
        Stream.concat(
                settings.workspaces().parked().stream(),
                settings.workspaces().unfinished().stream())
            .map(UnfinishedRun::branch)
            .anyMatch(branch -> branch.dispatched().equals(run));
    if (!isKept && report.branch().isEmpty()) {
      throw refused("has no work that is kept", "dispatch its task again");
    }
    if (!isKept) {
      throw refused(
          "is not kept any more: its branch was merged or removed, or it was pruned",
          "merge '" + VisibleText.name(report.branch()) + "' by hand, or dispatch its task again");
    }
  }

  private RunRefusedException refused(String state, String nextAction) {
    return new RunRefusedException(run, word(), state, nextAction);
  }

  private String word() {
    return word(kind);
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
