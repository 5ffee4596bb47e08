package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.journal.RunRecord;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.journal.CorruptJournalException;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalHeldException;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.RecoveredRun.Fate;
import dev.nightshift.core.run.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the runs that processes left unfinished, and lets each go on or says why it cannot. */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /** No text of a record can hold these, as their quotation marks would be escaped. */
  private static final String ENDED = "\"note\":\"" + ReportAssembler.ENDED + "#";

  static final String DECIDED = "\"note\":\"" + RunRecord.DECIDED + "#";

  private static final String NO_NAME =
      "its pipeline has no name, so that no other process knows it";
  private final EngineSettings settings;
  private final Journal journal;
  private final Predicate<String> isPipeline;
  private final Starter starter;
  private final Consumer<RunId> untold;
  private final List<RunId> refused = new ArrayList<>();

  /** Lets a run go on. */
  @FunctionalInterface
  interface Starter {
    /** Closes the writer at the end of the run, also if it does not begin. */
    Run start(RunRecord record);
  }

  /**
   * Looks into the journal of an engine.
   *
   * @param untold gets the runs that ended, and of whose end not all may have heard
   */
  Recovery(
      EngineSettings settings,
      Predicate<String> isPipeline,
      Starter starter,
      Consumer<RunId> untold) {
    this.settings = settings;
    this.journal = settings.journal();
    this.isPipeline = isPipeline;
    this.starter = starter;
    this.untold = untold;
  }

  /** Tells whether a run has records but no end, or none that can be read. */
  static boolean isUnfinished(Journal journal, RunId run) {
    try {
      return isUnfinished(journal.read(run));
    } catch (RuntimeException unreadable) {
      return true;
    }
  }

  /** A decision of a human that comes after an end opens the run again. */
  static boolean isUnfinished(List<String> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).contains(ENDED)) {
        return false;
      }
      if (lines.get(i).contains(DECIDED)) {
        return true;
      }
    }
    return !lines.isEmpty();
  }

  /** Looks at all runs but those that are known to this engine. */
  List<RecoveredRun> run(Predicate<RunId> isKnown) {
    Map<RunId, RecoveredRun> found = new LinkedHashMap<>();
    List<RunId> left = journal.runs().stream().filter(isKnown.negate()).toList();
    boolean isMore = true;
    while (isMore) {
      isMore = false;
      refused.clear();
      for (RunId run : left) {
        RecoveredRun one = recovered(run);
        if (one != null) {
          found.put(run, one);
          isMore |= one.fate() == Fate.RESUMED;
        }
      }
      // Ids of one second have no order: a refused one may wait for one that goes on by now.
      left = List.copyOf(refused);
      isMore &= !left.isEmpty();
    }
    found.values().forEach(one -> LOG.info("{}", one.toDisplay()));
    return List.copyOf(found.values());
  }

  /** Looks at one run; null if it has an end, or no records. */
  @Nullable RecoveredRun one(RunId run) {
    RecoveredRun found = recovered(run);
    if (found != null) {
      LOG.info("{}", found.toDisplay());
    }
    return found;
  }

  private @Nullable RecoveredRun recovered(RunId run) {
    try {
      List<String> lines = journal.read(run);
      if (isUnfinished(lines)) {
        return unfinished(run, lines);
      }
      if (EndTelling.owed(lines) > 0) {
        untold.accept(run);
      }
      return null;
    } catch (JournalHeldException held) {
      return RecoveredRun.not(run, Fate.ELSEWHERE, String.valueOf(held.getMessage()), "");
    } catch (CorruptJournalException corrupt) {
      return attention(run, corrupt, "restore its journal from a copy, or move it away");
    } catch (RuntimeException unusable) {
      LOG.debug("run {} cannot be recovered", run, unusable);
      refused.add(run);
      return attention(run, unusable, "put that right and recover again");
    }
  }

  private static RecoveredRun attention(RunId run, RuntimeException why, String nextAction) {
    String reason = why.getMessage() == null ? why.toString() : why.getMessage();
    return RecoveredRun.not(run, Fate.NEEDS_ATTENTION, reason, nextAction);
  }

  /** What another process has ended or appended since is read after the lock was taken. */
  private @Nullable RecoveredRun unfinished(RunId run, List<String> before) {
    JournalWriter writer = journal.acquire(run);
    boolean isTaken = false;
    try {
      boolean isSame = writer.earlierRecords() == before.size();
      List<String> lines = isSame ? before : journal.read(run);
      if (!isUnfinished(lines)) {
        return null;
      }
      RunRecord record = RunRecord.resume(journal, run, writer, lines, settings.redaction());
      RunId recorded = record.dispatched().run();
      if (!recorded.equals(run)) {
        return RecoveredRun.not(
            run,
            Fate.NEEDS_ATTENTION,
            "the journal of run " + run + " holds the records of run " + recorded,
            "move this copy away");
      }
      String pipeline = record.dispatched().pipeline();
      if (pipeline.isEmpty()) {
        return ended(record, run);
      }
      if (!isPipeline.test(pipeline)) {
        return RecoveredRun.not(
            run,
            Fate.NEEDS_ATTENTION,
            "no pipeline is named '" + VisibleText.name(pipeline) + "'",
            "name it by NightshiftBuilder.pipeline and recover again");
      }
      Run resumed = starter.start(record);
      isTaken = true;
      return new RecoveredRun(run, Fate.RESUMED, resumed, "", "");
    } finally {
      if (!isTaken) {
        writer.close();
      }
    }
  }

  /** Nobody can ever go on with it. */
  private RecoveredRun ended(RunRecord record, RunId run) {
    RunReport.Ending ending =
        new RunReport.Ending(
            RunReport.Outcome.STOPPED,
            EndReason.INTERRUPTED,
            "the process of the run ended, and " + NO_NAME,
            RunReport.DeliveryKind.NONE);
    EndTelling.note(settings, run, record, ending);
    record.force();
    record.requireKept();
    untold.accept(run);
    return RecoveredRun.not(
        run, Fate.INTERRUPTED, NO_NAME, "look at its branch, and dispatch the task by a name");
  }
}
