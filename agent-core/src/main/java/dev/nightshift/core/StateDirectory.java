package dev.nightshift.core;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.durable.LockHeldException;
import dev.nightshift.core.internal.durable.RunFolder;
import dev.nightshift.core.internal.engine.RecordedRuns;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.journal.CorruptJournalException;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalHeldException;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunConversation;
import dev.nightshift.core.trust.TrustLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What engines keep in a directory ({@link NightshiftBuilder#state}), to be looked at without an
 * engine: by a command line, a dashboard, or the day after.
 *
 * <pre>{@code
 * for (RecordedRun run : StateDirectory.at(path).runs()) {
 *   System.out.println(run.id() + " " + run.status() + " " + run.end().nextAction());
 * }
 * }</pre>
 *
 * <p>It changes no record but what {@link #forget} removes, and no process that is at work is
 * disturbed. <b>Threads:</b> safe for concurrent use. <b>Cost:</b> each look reads the journals of
 * the runs it is about.
 */
public final class StateDirectory {
  private final Path directory;
  private final Journal journal;
  private final RecordedRuns runs;

  private StateDirectory(Path directory) {
    this.directory = directory;
    this.journal = Journal.directory(directory);
    this.runs = new RecordedRuns(journal, run -> folder(run).holder());
  }

  /**
   * Opens a directory to look at it.
   *
   * @param directory what {@link NightshiftBuilder#state} was given
   * @return what is in it
   * @throws IllegalArgumentException if there is no such directory
   */
  public static StateDirectory at(Path directory) {
    Require.nonNull(directory, "directory");
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          "the state directory '"
              + VisibleText.name(directory.toString())
              + "' does not exist; name the one that runs were started with");
    }
    return new StateDirectory(directory);
  }

  /**
   * Opens what the runs of a directory earned, also before the first of them, so that a pipeline
   * can be made with it: {@link dev.nightshift.core.trust.TrustedDelivery}.
   *
   * @param directory what {@link NightshiftBuilder#state} is given; it need not be there yet
   * @return the trust of that directory
   */
  public static TrustLedger trust(Path directory) {
    Require.nonNull(directory, "directory");
    return TrustLedger.in(
        directory, run -> Files.isDirectory(directory) ? at(directory).run(run) : Optional.empty());
  }

  /**
   * Returns the runs that were dispatched there, the damaged ones included.
   *
   * @return in the order of their ids, which begin with the time of dispatch
   * @throws dev.nightshift.core.base.WorkspaceException if they cannot be listed
   */
  public List<RecordedRun> runs() {
    return runs.all();
  }

  /**
   * Returns one run.
   *
   * @param run its id
   * @return the run as it is now, or empty if nothing was recorded of it
   */
  public Optional<RecordedRun> run(RunId run) {
    return runs.find(Require.nonNull(run, "run"));
  }

  /**
   * Returns the runs of whose end not all may have heard who listened, because the process that had
   * them was killed: {@link Nightshift#recover()} tells it. One that is told just now is among
   * them.
   *
   * @return in the order of their ids; all of them have ended
   * @throws dev.nightshift.core.base.WorkspaceException if the runs cannot be listed
   */
  public List<RecordedRun> untold() {
    return runs.all().stream().filter(run -> runs.isUntold(run.id(), folder(run.id()))).toList();
  }

  /**
   * Returns the records of a run, those before the damage if they are damaged; {@code
   * docs/journal-format.md} says what is in them.
   *
   * @param run its id
   * @return one JSON object each, oldest first; empty if nothing was recorded
   * @throws dev.nightshift.core.base.WorkspaceException if they cannot be read
   */
  public List<String> records(RunId run) {
    try {
      return journal.read(Require.nonNull(run, "run"));
    } catch (CorruptJournalException corrupt) {
      return corrupt.intact();
    }
  }

  /**
   * Returns what the agents of a run and their models said to each other, as far as it is recorded:
   * the prompts and the answers, without secrets.
   *
   * @param run its id
   * @return in the order in which they began; empty if nothing was recorded
   * @throws dev.nightshift.core.base.WorkspaceException if the records cannot be read
   * @throws IllegalArgumentException if they are none of a run
   */
  public List<RunConversation> conversations(RunId run) {
    return runs.conversations(Require.nonNull(run, "run"));
  }

  /**
   * Asks for the end of a run, in whichever process it is: the engine that has it {@linkplain
   * Run#cancel cancels} it within two seconds, and one that takes it up later does so at once. The
   * wish is a file {@code stop} beside the journal of the run.
   *
   * @param run a run without an end
   * @param why one sentence for its report, not blank
   * @throws IllegalArgumentException if nothing was recorded of the run, or {@code why} is blank
   * @throws IllegalStateException if the run has ended
   * @throws dev.nightshift.core.base.WorkspaceException if the wish cannot be written
   */
  public void cancel(RunId run, String why) {
    Require.nonNull(run, "run");
    Require.nonNull(why, "why");
    if (why.isBlank()) {
      throw new IllegalArgumentException("why must not be blank; the report of the run has it");
    }
    RecordedRun known =
        run(run)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no run " + run + " is recorded in " + directory + "; list its runs"));
    if (known.status() == RecordedRun.Status.ENDED) {
      throw new IllegalStateException(
          "run " + run + " has ended as " + known.end().reason() + "; it cannot be cancelled");
    }
    folder(run).askToStop(why);
  }

  /**
   * Keeps that a human begins to look at what a run made, so that the time until a decision is
   * known: a file {@code opened} beside its journal. A look that has begun and is not {@linkplain
   * #decided over} goes on.
   *
   * @param run a run; nothing happens where nothing is recorded of it
   * @param at the time
   */
  public void opened(RunId run, Instant at) {
    folder(Require.nonNull(run, "run")).opened(Require.nonNull(at, "at"));
  }

  /**
   * Returns how long a human has looked at a run.
   *
   * @param run the run
   * @param at the time
   * @return since it was {@linkplain #opened opened}, at least a second; zero if that is not known
   */
  public Duration reading(RunId run, Instant at) {
    Require.nonNull(at, "at");
    Instant since = folder(Require.nonNull(run, "run")).openedAt();
    if (since == null || at.isBefore(since)) {
      return Duration.ZERO;
    }
    Duration looked = Duration.between(since, at);
    return looked.toSeconds() == 0 ? Duration.ofSeconds(1) : looked;
  }

  /**
   * Keeps that a look is over, because something was decided about the run.
   *
   * @param run the run
   */
  public void decided(RunId run) {
    folder(Require.nonNull(run, "run")).closed();
  }

  /**
   * Forgets a run that has ended: its records are removed, and its dispatch key is free. What it
   * spent stays counted, and so does what it earned. It is done under the lock of its journal, so
   * that no process loses the records of a run that it takes up in the same moment.
   *
   * @param run a run with an end
   * @throws IllegalArgumentException if nothing was recorded of the run
   * @throws IllegalStateException if the run has no end, or is damaged
   * @throws JournalHeldException if a process has the run
   * @throws WorkspaceException if something of it cannot be removed
   */
  public void forget(RunId run) {
    Require.nonNull(run, "run");
    if (run(run).isEmpty()) {
      throw new IllegalArgumentException(
          "no run " + run + " is recorded in " + directory + "; list its runs");
    }
    trust(directory).entries();
    try {
      if (!folder(run).remove(() -> hasEnded(run))) {
        throw new IllegalStateException(
            "run " + run + " has no end that can be read, and is kept; look what its records tell");
      }
    } catch (LockHeldException held) {
      throw new JournalHeldException(run, held.holder());
    } catch (IOException notRemoved) {
      throw new WorkspaceException(
          WorkspaceException.Kind.IO,
          "the records of run " + run + " could not be removed whole: " + notRemoved,
          notRemoved);
    }
  }

  private boolean hasEnded(RunId run) {
    // Who asks has the lock of the run; nobody else is looked for.
    return new RecordedRuns(journal, other -> "")
        .find(run)
        .filter(known -> known.status() == RecordedRun.Status.ENDED)
        .isPresent();
  }

  private RunFolder folder(RunId run) {
    return RunFolder.of(directory, run);
  }
}
