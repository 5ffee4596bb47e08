package dev.nightshift.core.report;

import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.PatchFile;
import dev.nightshift.core.workspace.LeftOutWork;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a human reads when they come back: facts from git, the test reports and the ledger; model
 * text only where it is marked as such.
 *
 * <p>A value: two reports are equal if all their parts are.
 *
 * @param runId the run
 * @param task the task as copied at dispatch
 * @param ending outcome, reason, detail and delivery
 * @param place where the change is
 * @param course when, how long, how often and how confined the run worked
 * @param evidence what gates and reviewers said, and what is left to decide
 * @param work the change, and what it left out
 * @param spend the bill
 */
public record RunReport(
    RunId runId,
    Task task,
    Ending ending,
    RunPlace place,
    RunCourse course,
    RunEvidence evidence,
    RunWork work,
    RunSpend spend) {
  /** Refuses nulls. */
  public RunReport {
    Require.nonNull(runId, "runId");
    Require.nonNull(task, "task");
    Require.nonNull(ending, "ending");
    Require.nonNull(place, "place");
    Require.nonNull(course, "course");
    Require.nonNull(evidence, "evidence");
    Require.nonNull(work, "work");
    Require.nonNull(spend, "spend");
  }

  /**
   * Returns why the run ended.
   *
   * @return the typed reason
   */
  public EndReason reason() {
    return ending.reason();
  }

  /**
   * Returns the commits of the run.
   *
   * @return their ids
   */
  public RunCommits commits() {
    return place.commits();
  }

  /**
   * Returns the branch that holds the change in the user's repository.
   *
   * @return a short branch name, empty if none was kept
   */
  public String branch() {
    return place.branch();
  }

  /**
   * Returns where the change is talked about, as its {@link Delivery} said.
   *
   * @return the address of a pull request, for example; empty if there is none
   */
  public Optional<URI> link() {
    return Optional.ofNullable(place.link());
  }

  /**
   * Returns the branch the change was made for.
   *
   * @return a short branch name, empty if the run never got that far
   */
  public String target() {
    return place.target();
  }

  /**
   * Returns how commands were confined.
   *
   * @return for example {@code bubblewrap}, or {@code none (reason)}
   */
  public String sandbox() {
    return course.sandbox();
  }

  /**
   * Returns how often the implementer was sent back by a red gate or a reviewer.
   *
   * @return rounds after the first, conflicts not counted
   */
  public int revisions() {
    return course.revisions();
  }

  /**
   * Returns what is known about the acceptance criteria.
   *
   * @return one entry per criterion of the task, in order
   */
  public List<CriterionReport> criteria() {
    return evidence.criteria();
  }

  /**
   * Returns what the gates said of the last candidate, and of any with the same tree.
   *
   * @return every result, oldest first: a gate that was asked twice has two; empty if no gate was
   *     evaluated or the branch went on since, see {@link #rounds}
   */
  public List<GateResult> gates() {
    return rounds().stream()
        .filter(round -> round.candidate().mergeTree().equals(commits().mergeTree()))
        .flatMap(round -> round.gates().stream())
        .toList();
  }

  /**
   * Returns the gates that gave both verdicts on one tree of this run.
   *
   * @return those the host's list of known flaky tests excuses included
   */
  public List<FlakyGate> flakyGates() {
    return evidence.flakyGates();
  }

  /**
   * Returns every candidate of the run that anything was said of.
   *
   * @return its gates, its reviews and how the implementer answered, oldest first
   */
  public List<RoundReport> rounds() {
    return evidence.rounds();
  }

  /**
   * Returns what became of each fork of the run, and before them of what the run's own branch holds
   * where a fork was delivered.
   *
   * @return in the order in which they were opened; empty if the run has none
   */
  public List<ForkReport> forks() {
    return work.forks();
  }

  /**
   * Returns the requests that no reviewer closed, of the branch the report is about.
   *
   * @return with their ids, oldest first; model text
   */
  public List<OpenRequest> openRequests() {
    return evidence.openRequests();
  }

  /**
   * Returns every review of the run.
   *
   * @return the verdicts, oldest first; their texts are model text
   */
  public List<Review> reviews() {
    return rounds().stream()
        .flatMap(round -> round.reviews().stream())
        .filter(report -> !report.carriedOver())
        .map(ReviewReport::review)
        .toList();
  }

  /**
   * Returns the last conflict with the target.
   *
   * @return what the implementer was told, also if it was resolved; empty if there was none
   */
  public Optional<TargetConflict> conflict() {
    return Optional.ofNullable(work.conflict());
  }

  /**
   * Returns what humans were asked in the course of the run, and answered.
   *
   * @return with the fork that asked, oldest first
   */
  public List<ClarificationReport> clarifications() {
    return evidence.clarifications();
  }

  /**
   * Returns what humans decided about the run after it had ended.
   *
   * @return with what came of it, oldest first
   */
  public List<HumanDecision> humanDecisions() {
    return evidence.humanDecisions();
  }

  /**
   * Returns how long humans looked at the work before they accepted it or sent it back, beside the
   * estimate of the task.
   *
   * @return all looks together; unknown parts are zero
   */
  public ReviewTime reviewTime() {
    return ReviewTime.of(task, humanDecisions());
  }

  /**
   * Returns the decisions agents asked a human to look at.
   *
   * @return model text, with the fork it was taken in, oldest first
   */
  public List<DecisionReport> decisions() {
    return evidence.decisions();
  }

  /**
   * Returns the change the report is about: what was delivered, else what is on the branch.
   *
   * @return its files, both its renderings, and the commit they are the difference from: the one of
   *     the target that it was merged with, or that the work of the branch starts from
   */
  public Change change() {
    return work.change();
  }

  /**
   * Returns the files the change touches.
   *
   * @return from git, in path order
   */
  public List<ChangedFile> changedFiles() {
    return change().files();
  }

  /**
   * Returns what the implementer's workspace held and the change does not.
   *
   * @return paths and reasons as of the last commit of the run
   */
  public LeftOutWork leftOut() {
    return work.leftOut();
  }

  /**
   * Returns the change as a reviewer read it and as {@code changes.diff} holds it: a unified diff
   * of decoded text in visible characters, for people to read and not to apply.
   *
   * @return the text; empty if there is no change; what is longer than {@link
   *     Change#MAX_PATCH_CHARS} lacks files
   */
  public String patch() {
    return change().patch();
  }

  /**
   * Returns the change as the bytes of {@code changes.patch}, which {@code git apply} takes.
   *
   * @return the patch; one that is not {@link PatchFile#isWhole} was too large to hold
   */
  public PatchFile patchFile() {
    return change().patchFile();
  }

  /**
   * Returns what the implementer said it did.
   *
   * @return model text, empty if it said nothing
   */
  public String implementerSummary() {
    return work.implementerSummary();
  }

  /**
   * Returns when the run was dispatched.
   *
   * @return wall-clock time
   */
  public Instant startedAt() {
    return course.startedAt();
  }

  /**
   * Returns how long the run took.
   *
   * @return from dispatch to the end
   */
  public Duration duration() {
    return course.duration();
  }

  /**
   * Returns the report as {@code report.md}.
   *
   * @return Markdown; model text is quoted and marked
   */
  public String toMarkdown() {
    return ReportMarkdown.render(this);
  }

  /**
   * Returns the report as {@code report.json}.
   *
   * @return JSON that conforms to the schema {@code report.schema.json} in this package
   */
  public String toJson() {
    return ReportJson.render(this);
  }

  /**
   * Writes {@code report.md}, {@code report.json}, {@code changes.diff} to read and {@code
   * changes.patch} to apply, replacing older ones; each file is whole at any time. A patch that was
   * too large to hold is not written, and an older one is deleted; the report says so.
   *
   * @param directory made if missing
   * @throws dev.nightshift.core.base.WorkspaceException if it cannot be written
   */
  public void writeTo(Path directory) {
    ReportDirectory.write(this, directory);
  }

  /** Returns outcome, reason, run, place of the change and spend in one line, no model text. */
  @Override
  public String toString() {
    return ReportLine.of(this);
  }

  /**
   * How a run ended.
   *
   * @param outcome the kind of end
   * @param reason the typed reason
   * @param detail one or two sentences, in visible characters
   * @param delivery where the change is
   */
  public record Ending(Outcome outcome, EndReason reason, String detail, DeliveryKind delivery) {
    /** Refuses nulls; shows what is not seen in the detail. */
    public Ending {
      Require.nonNull(outcome, "outcome");
      Require.nonNull(reason, "reason");
      detail = VisibleText.of(Require.nonNull(detail, "detail"));
      Require.nonNull(delivery, "delivery");
    }
  }

  /** Kinds of ends. */
  public enum Outcome {
    /** Merged or proposed. */
    DELIVERED,
    /** Nothing had to change. */
    NO_CHANGE,
    /** Without a change to take. */
    STOPPED,
    /** Something failed. */
    FAILED
  }

  /** Where the change is. */
  public enum DeliveryKind {
    /** On the target. */
    MERGED,
    /** On its branch, for a human. */
    PROPOSED,
    /** Nowhere, or only partly on its branch. */
    NONE
  }
}
