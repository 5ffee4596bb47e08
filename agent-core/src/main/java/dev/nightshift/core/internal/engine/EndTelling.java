package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.durable.ProcessLock;
import dev.nightshift.core.internal.durable.RunFolder;
import dev.nightshift.core.internal.journal.RunRecord;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.RecordedRun;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the end of a run gets to those who listen: once by the process that had the run, and again by
 * the next one that recovers if that one died before all had heard of it. That somebody listened is
 * noted with the end; a run whose record does not say so is never told later.
 */
final class EndTelling {
  private static final Logger LOG = LoggerFactory.getLogger(EndTelling.class);

  /** The key of the note, before that of an end, that somebody has to hear of it. */
  static final String LISTENERS = "run/listeners";

  /** The key of the note, before that of an end, of where the change is talked about. */
  static final String LINK = "run/link";

  private static final String LISTENED = "\"note\":\"" + LISTENERS + "#";
  private static final String ENDED = "\"note\":\"" + ReportAssembler.ENDED + "#";
  private static final Pattern NUMBER = Pattern.compile(ENDED + "([0-9]{1,9})\"");
  private final RunFolder folder;
  private final int number;
  private final @Nullable ProcessLock lock;

  private EndTelling(RunFolder folder, int number, @Nullable ProcessLock lock) {
    this.folder = folder;
    this.number = number;
    this.lock = lock;
  }

  /** Notes how a run ended, and before it that this has to be told. */
  static void note(EngineSettings settings, RunId run, RunRecord record, RunReport.Ending ending) {
    if (folder(settings, run) != null) {
      record.noteEach(LISTENERS, settings.listeners().size());
    }
    record.noteEach(ReportAssembler.ENDED, ending);
  }

  /** Where it is kept that an end was told; null if nobody listens, or nothing outlives this. */
  private static @Nullable RunFolder folder(EngineSettings settings, RunId run) {
    RunFolder folder = settings.listeners().isEmpty() ? null : settings.folder(run);
    return folder != null && folder.exists() ? folder : null;
  }

  /**
   * Begins to tell the end of a run, as long as others see that somebody works on it; null if it
   * noted none.
   */
  static @Nullable EndTelling begin(RunContext context) {
    RunFolder folder = folder(context.settings, context.id);
    int number = context.record.times(ReportAssembler.ENDED);
    return folder == null || number == 0 || context.record.isCutOff()
        ? null
        : new EndTelling(folder, number, folder.tryTelling());
  }

  /** All have heard of it. */
  void done() {
    folder.told(number, lock);
  }

  /** The number of the last end of a run if it was to be told; 0 if not, or if it has none. */
  static int owed(List<String> lines) {
    int number = 0;
    for (int i = lines.size() - 1; i >= 0; i--) {
      String line = lines.get(i);
      boolean isEnd = line.contains(ENDED);
      if ((isEnd && number > 0) || line.contains(Recovery.DECIDED)) {
        return 0;
      }
      if (isEnd) {
        Matcher numbered = NUMBER.matcher(line);
        number = numbered.find() ? Integer.parseInt(numbered.group(1)) : 0;
      } else if (number > 0 && line.contains(LISTENED)) {
        return number;
      }
    }
    return 0;
  }

  /** Tells whether not all may have heard of the end of a run who listened. */
  static boolean isUntold(RunFolder folder, List<String> lines) {
    return owed(lines) > folder.toldEnd();
  }

  /** Tells the end of a run whose process died before all had heard of it; else does nothing. */
  static void again(EngineSettings settings, RunId run) {
    RunFolder folder = folder(settings, run);
    if (folder == null || !isUntold(folder, settings.journal().read(run))) {
      return;
    }
    ProcessLock lock = folder.tryTelling();
    if (lock == null) {
      LOG.debug("another process tells of the end of run {}", run);
      return;
    }
    // Who had the run may have told of it, or gone on with it, since.
    int number = folder.holder().isEmpty() ? owed(settings.journal().read(run)) : 0;
    if (folder.toldEnd() >= number) {
      folder.told(0, lock);
      return;
    }
    RecordedRun ended = new RecordedRuns(settings.journal(), id -> "").find(run).orElseThrow();
    LOG.info("run {} ended, and the process that had it told nobody; that is told now", run);
    RunEvents events = new RunEvents(run, settings, true, () -> false);
    CompletableFuture<Void> unused =
        events.end(told(ended)).thenRun(() -> folder.told(number, lock));
  }

  private static Supplier<Map<String, Object>> told(RecordedRun run) {
    return RunEvents.attributes(
        "outcome",
        run.progress().state().name(),
        "reason",
        Objects.requireNonNull(run.end().reason()).name(),
        "detail",
        run.end().detail(),
        "totalNanos",
        run.progress().spend().spent().cost().nanos(),
        "goesOn",
        false,
        "toldLate",
        true);
  }
}
