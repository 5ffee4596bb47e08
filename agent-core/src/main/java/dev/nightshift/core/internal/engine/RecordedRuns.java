package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.internal.durable.RunFolder;
import dev.nightshift.core.internal.journal.Dispatched;
import dev.nightshift.core.internal.journal.RecordRedaction;
import dev.nightshift.core.internal.journal.RecordedConversation;
import dev.nightshift.core.internal.journal.RunRecord;
import dev.nightshift.core.internal.metering.RunSignals;
import dev.nightshift.core.internal.text.ProposalLink;
import dev.nightshift.core.journal.CorruptJournalException;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.report.HumanDecision.Kind;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.report.RunSpend;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.RecordedRun.End;
import dev.nightshift.core.run.RecordedRun.Origin;
import dev.nightshift.core.run.RecordedRun.Progress;
import dev.nightshift.core.run.RecordedRun.Status;
import dev.nightshift.core.run.RunConversation;
import dev.nightshift.core.run.RunState;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells what the records of runs say, without an engine; it changes none. */
public final class RecordedRuns {
  private static final String DAMAGED = "restore its journal from a copy, or move it away";
  private static final String PUBLISH = "publish";

  /** What the key of a record begins with, of a run that is there. */
  private static final Map<String, RunState> PLACES =
      Map.ofEntries(
          Map.entry("plan", RunState.PREPARING),
          Map.entry("open", RunState.PREPARING),
          Map.entry("implement", RunState.IMPLEMENTING),
          Map.entry("commit", RunState.IMPLEMENTING),
          Map.entry("snapshot/", RunState.IMPLEMENTING),
          Map.entry("conversation/implementer", RunState.IMPLEMENTING),
          Map.entry("conversation/reviewer", RunState.REVIEWING),
          Map.entry("conversation/", RunState.IMPLEMENTING),
          Map.entry("gate", RunState.GATING),
          Map.entry("review", RunState.REVIEWING),
          Map.entry("candidate", RunState.GATING),
          Map.entry("landing", RunState.LANDING),
          Map.entry("publish", RunState.LANDING));

  private static final Pattern KEY =
      Pattern.compile("\\{\"v\":1,\"(?:step|note)\":\"(?:fork/[^/\"]*/)?([^\"]*)\"");

  private static final Pattern FORK_PUBLISHED =
      Pattern.compile("\\{\"v\":1,\"step\":\"(fork/[^/\"]*/publish#1)\"");

  private static final Set<EndReason> DONE =
      Set.of(EndReason.MERGED, EndReason.NOTHING_TO_DO, EndReason.REJECTED);

  private final Journal journal;
  private final Function<RunId, String> holder;

  /**
   * A reader of a journal.
   *
   * @param holder who writes a run just now; empty if nobody does
   */
  public RecordedRuns(Journal journal, Function<RunId, String> holder) {
    this.journal = journal;
    this.holder = holder;
  }

  /** All runs that were dispatched, in the order of their ids. */
  public List<RecordedRun> all() {
    List<RecordedRun> found = new ArrayList<>();
    journal.runs().forEach(run -> find(run).ifPresent(found::add));
    return found;
  }

  /** A run; empty if nothing was recorded of it. */
  public Optional<RecordedRun> find(RunId run) {
    List<String> lines = List.of();
    try {
      lines = journal.read(run);
      return lines.isEmpty() ? Optional.empty() : Optional.of(read(run, lines));
    } catch (CorruptJournalException corrupt) {
      return Optional.of(damaged(run, String.valueOf(corrupt.getMessage()), corrupt.intact()));
    } catch (RuntimeException unreadable) {
      String why = "its records cannot be read: " + unreadable.getMessage();
      return Optional.of(damaged(run, why, lines));
    }
  }

  /** The branch on which work of a run is; empty if none was published, or none can be read. */
  public String publishedBranch(RunId run) {
    try {
      List<String> lines = journal.read(run);
      return lines.isEmpty()
          ? ""
          : published(RunRecord.of(run, lines, RecordRedaction.standard()), lines);
    } catch (CorruptJournalException corrupt) {
      return intact(run, corrupt.intact(), RecordedRuns::published).orElse("");
    } catch (RuntimeException unreadable) {
      return "";
    }
  }

  /** What its agents and their models said; of damaged records, what those before it tell. */
  public List<RunConversation> conversations(RunId run) {
    List<String> lines;
    try {
      lines = journal.read(run);
    } catch (CorruptJournalException corrupt) {
      lines = corrupt.intact();
    }
    return lines.isEmpty()
        ? List.of()
        : RecordedConversation.in(RunRecord.of(run, lines, RecordRedaction.standard()))
            .entrySet()
            .stream()
            .map(one -> one.getValue().told(one.getKey()))
            .toList();
  }

  /** Tells whether a run has ended and not all may have heard of that who listened. */
  public boolean isUntold(RunId run, RunFolder folder) {
    try {
      return EndTelling.isUntold(folder, journal.read(run));
    } catch (RuntimeException unreadable) {
      return false;
    }
  }

  /** Each part is what the records before the damage tell of it. */
  private static RecordedRun damaged(RunId run, String why, List<String> intact) {
    return new RecordedRun(
        run,
        Status.DAMAGED,
        intact(run, intact, (record, lines) -> origin(record)).orElse(null),
        intact(run, intact, RecordedRuns::unended).orElse(Progress.unknown()),
        new End(null, why, DAMAGED));
  }

  /** What is damaged as well is left out. */
  private static <T> Optional<T> intact(
      RunId run, List<String> lines, BiFunction<RunRecord, List<String>, T> told) {
    try {
      return Optional.of(told.apply(RunRecord.of(run, lines, RecordRedaction.standard()), lines));
    } catch (RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  private static Origin origin(RunRecord record) {
    Dispatched dispatched = record.dispatched();
    return new Origin(dispatched.task(), dispatched.pipeline(), dispatched.at());
  }

  /** How far a run came whose last records do not say that it ended. */
  private static Progress unended(RunRecord record, List<String> lines) {
    String published = published(record, lines);
    return new Progress(
        placeOf(lines),
        published.isEmpty() ? planned(record) : published,
        record.activeTime(),
        noted(record));
  }

  private RecordedRun read(RunId run, List<String> lines) {
    RunRecord record = RunRecord.of(run, lines, RecordRedaction.standard());
    Origin origin = origin(record);
    List<RunReport.Ending> ended =
        record
            .notes(ReportAssembler.ENDED, RunReport.Ending.class)
            .getOrDefault(ReportAssembler.ENDED, List.of());
    if (!ended.isEmpty() && !Recovery.isUnfinished(lines)) {
      RunReport.Ending ending = ended.get(ended.size() - 1);
      String branch = published(record, lines);
      return new RecordedRun(
          run,
          Status.ENDED,
          origin,
          new Progress(stateOf(ending), branch, record.activeTime(), billed(record)),
          end(record, ending, branch));
    }
    String process = holder.apply(run);
    boolean isAtWork = !process.isEmpty();
    return new RecordedRun(
        run,
        isAtWork ? Status.AT_WORK : Status.UNFINISHED,
        origin,
        unended(record, lines),
        isAtWork
            ? open(record, process + " works on it" + waits(record), "")
            : open(record, "its process ended", unfinished(origin)));
  }

  /** The last of the decisions is what it goes on by. */
  private static End open(RunRecord record, String detail, String nextAction) {
    return new End(null, detail, nextAction, link(record), record.humanDecisions(), Set.of());
  }

  /** What a call of it waits for just now, to follow who works on it. */
  private static String waits(RunRecord record) {
    List<String> told =
        record.notes(RunSignals.WAITS, String.class).getOrDefault(RunSignals.WAITS, List.of());
    String last = told.isEmpty() ? "" : told.get(told.size() - 1);
    return last.isEmpty() ? "" : "; " + last;
  }

  /** Where its work will be published first. */
  private static String planned(RunRecord record) {
    return record.result("plan#1", WorkspacePlan.class).map(WorkspacePlan::branch).orElse("");
  }

  /** Where its work was published last; work that was sent back has another name. */
  private static String published(RunRecord record, List<String> lines) {
    return last(record, PUBLISH, String.class)
        .or(
            () ->
                lines.stream()
                    .map(FORK_PUBLISHED::matcher)
                    .filter(Matcher::lookingAt)
                    .findFirst()
                    .flatMap(step -> record.result(step.group(1), String.class)))
        .orElse("");
  }

  private static End end(RunRecord record, RunReport.Ending ending, String branch) {
    EndReason reason = ending.reason();
    boolean hasOwnWork = last(record, PUBLISH, String.class).isPresent();
    List<HumanDecision> decisions = record.humanDecisions();
    Set<Kind> choices =
        record.dispatched().pipeline().isEmpty()
            ? Set.of()
            : Decisions.choices(reason, decisions, hasOwnWork);
    String next = afterwards(reason, branch, choices);
    return new End(reason, ending.detail(), next, link(record), decisions, choices);
  }

  private static @Nullable URI link(RunRecord record) {
    List<String> links =
        record.notes(EndTelling.LINK, String.class).getOrDefault(EndTelling.LINK, List.of());
    try {
      return links.isEmpty() ? null : ProposalLink.checked(new URI(links.get(links.size() - 1)));
    } catch (URISyntaxException | IllegalArgumentException redacted) {
      return null;
    }
  }

  /** What came of a step of the run the last time that it was done. */
  private static <T> Optional<T> last(RunRecord record, String step, Class<T> type) {
    Optional<T> last = Optional.empty();
    Optional<T> next = record.result(step + "#1", type);
    for (int number = 2; next.isPresent(); number++) {
      last = next;
      next = record.result(step + "#" + number, type);
    }
    return last;
  }

  private static String unfinished(Origin origin) {
    return origin.pipeline().isEmpty()
        ? "recover to end it, and dispatch its task by the name of a pipeline"
        : "recover to let it go on";
  }

  /** What its end leaves for a human. */
  private static String afterwards(EndReason reason, String branch, Set<Kind> choices) {
    if (DONE.contains(reason)) {
      return "";
    }
    if (reason.equals(EndReason.PROPOSED)) {
      return "look at branch "
          + branch
          + " and accept the run"
          + (choices.contains(Kind.REVISED) ? ", revise it" : "")
          + ", or reject it";
    }
    if (reason.equals(EndReason.NEEDS_CLARIFICATION)) {
      return "answer what it asks";
    }
    boolean isRevisable = choices.contains(Kind.REVISED);
    if (choices.contains(Kind.ANSWERED)) {
      return "read its report, and answer its question again"
          + (isRevisable ? ", or revise the run" : "")
          + ", or dispatch the task again";
    }
    if (reason.equals(EndReason.BUDGET_EXHAUSTED) || reason.equals(EndReason.TIME_LIMIT)) {
      return isRevisable
          ? "revise the run, with a new budget if its own was used up, or dispatch the task again"
              + " with a larger cap"
          : "dispatch the task again with a larger cap";
    }
    return isRevisable
        ? "read its report, and revise the run, or dispatch the task again"
        : "read its report, and dispatch the task again";
  }

  private static RunState stateOf(RunReport.Ending ending) {
    return switch (ending.outcome()) {
      case DELIVERED -> RunState.DELIVERED;
      case NO_CHANGE -> RunState.NO_CHANGE;
      case STOPPED -> RunState.STOPPED;
      case FAILED -> RunState.FAILED;
    };
  }

  /** Each end of a run has its bill. */
  private static SpendView billed(RunRecord record) {
    return last(record, "spend", RunSpend.class).map(RunSpend::view).orElseGet(() -> noted(record));
  }

  /** What it spent and set aside so far; the bill of an end before is of less. */
  private static SpendView noted(RunRecord record) {
    return RecordedAccount.isIn(record)
        ? RecordedAccount.of(record).spend()
        : Progress.unknown().spend();
  }

  private static RunState placeOf(List<String> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      String key = keyOf(lines.get(i));
      String best = "";
      RunState place = RunState.QUEUED;
      for (Map.Entry<String, RunState> known : PLACES.entrySet()) {
        if (key.startsWith(known.getKey()) && known.getKey().length() > best.length()) {
          best = known.getKey();
          place = known.getValue();
        }
      }
      if (!best.isEmpty()) {
        return place;
      }
    }
    return RunState.QUEUED;
  }

  /** The key of a record without its fork. */
  private static String keyOf(String line) {
    Matcher key = KEY.matcher(line);
    return key.lookingAt() ? key.group(1) : "";
  }
}
