package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.answer;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.RecoveredRun.Fate;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is made of the runs that a process left. */
class RecoveryTest {
  private static final int STEPS_BEFORE_THE_END = 6;
  private final Task task = Task.builder("Change A").build();
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private final List<String> done = new ArrayList<>();
  @TempDir private Path state;

  private final Pipeline stepping =
      scope -> {
        scope.step("first", () -> "1");
        scope.stepOnce("deploy", () -> add("deployed"));
        scope.step("last", () -> "3");
        return scope.stop(EndReason.ESCALATED, "nothing to see");
      };

  private String add(String what) {
    done.add(what);
    return what;
  }

  @Test
  void runsThatEndedAreLeftAlone() throws Exception {
    Journal journal = Journal.inMemory();
    try (Nightshift first = engine(journal, stepping)) {
      first.dispatch(task, "it").await();
    }

    try (Nightshift second = engine(journal, stepping)) {
      assertThat(second.recover()).isEmpty();
    }
    assertThat(done).hasSize(1);
  }

  @Test
  void aRunOfThisEngineIsNotRecovered() throws Exception {
    Journal journal = Journal.inMemory();
    Pipeline recovering =
        scope -> scope.stop(EndReason.ESCALATED, scope.step("own", () -> "goes on"));
    try (Nightshift first = engine(journal, recovering)) {
      Run run = first.dispatch(task, "it");
      assertThat(first.recover()).isEmpty();
      run.await();
    }
  }

  /** Symptom: what was begun by a process that was killed was begun again. */
  @Test
  void aStepThatMustNotBeDoneTwiceIsNotBegunAgain() throws Exception {
    RunResult result = resumedAfter(indexOf("\"begun/own/deploy#1\"") + 1, stepping);

    assertThat(done).containsExactly("deployed");
    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail()).contains("is not to be done twice");
  }

  @Test
  void aStepThatWasNotBegunIsDoneThoughItMustNotBeDoneTwice() throws Exception {
    RunResult result = resumedAfter(indexOf("\"begun/own/deploy#1\""), stepping);

    assertThat(done).containsExactly("deployed");
    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
  }

  @Test
  void anotherPipelineIsRefusedAndTheRecordLeftAsItIs() throws Exception {
    CutJournal journal = new CutJournal(indexOf("\"own/last#1\""));
    Nightshift first = engine(journal, stepping);
    journal.dispatchUntilCut(first, task);
    Journal left = journal.left();
    RunId run = left.runs().get(0);
    List<String> before = left.read(run);
    Pipeline other = scope -> scope.stop(EndReason.ESCALATED, scope.step("other", () -> "2"));

    RunResult refused;
    try (Nightshift second = engine(left, other)) {
      refused = second.recover().get(0).run().await();
    }
    RunResult resumed;
    try (Nightshift third = engine(left, stepping)) {
      resumed = third.recover().get(0).run().await();
    }

    journal.release();
    first.close();
    assertThat(refused.reason()).isEqualTo(EndReason.INTERRUPTED);
    assertThat(refused.report().ending().detail())
        .contains("came to 'own/other#1' where 'own/first#1' was recorded");
    assertThat(left.read(run)).startsWith(before.toArray(String[]::new));
    assertThat(resumed.report().ending().detail()).contains("nothing to see");
  }

  @Test
  void whatCannotGoOnSaysWhyAndWhatToDo() throws Exception {
    Journal journal = new CutCopy(indexOf("\"own/last#1\"")).of(stepping, "it");
    RunId run = journal.runs().get(0);
    try (Nightshift nightshift = builder(journal).pipeline("other", stepping).build()) {
      RecoveredRun found = nightshift.recover().get(0);

      assertThat(found.fate()).isEqualTo(Fate.NEEDS_ATTENTION);
      assertThat(found.reason()).isEqualTo("no pipeline is named 'it'");
      assertThat(found.toDisplay()).startsWith("run " + run + ": needs attention, because");
    }
    JournalWriter elsewhere = journal.acquire(run);
    try (Nightshift nightshift = engine(journal, stepping)) {
      assertThat(nightshift.recover().get(0).fate()).isEqualTo(Fate.ELSEWHERE);
    } finally {
      elsewhere.close();
    }
    try (Nightshift nightshift = engine(journal, stepping)) {
      assertThat(nightshift.recover().get(0).fate()).isEqualTo(Fate.RESUMED);
    }
  }

  @Test
  void aRunOfAPipelineWithoutANameIsEndedOnce() throws Exception {
    Journal journal = new CutCopy(indexOf("\"own/last#1\"")).of(stepping, "");

    try (Nightshift nightshift = engine(journal, stepping)) {
      assertThat(nightshift.recover().get(0).fate()).isEqualTo(Fate.INTERRUPTED);
      assertThat(nightshift.recover()).isEmpty();
    }
  }

  @Test
  void aDamagedJournalIsLeftAndTheOthersGoOn() throws Exception {
    Journal copy = new CutCopy(indexOf("\"own/last#1\"")).of(stepping, "it");
    RunId good = copy.runs().get(0);
    copyTo(state, copy.read(good), good, good);
    copyTo(state, copy.read(good), good, RunId.of("damaged"));
    Path log = state.resolve("runs/damaged/journal.log");
    List<String> lines = new ArrayList<>(Files.readAllLines(log));
    lines.set(2, lines.get(2).replace("\"v\":1", "\"v\":7"));
    Files.write(log, lines, StandardOpenOption.TRUNCATE_EXISTING);
    byte[] before = Files.readAllBytes(log);

    try (Nightshift nightshift = builder(null).state(state).pipeline("it", stepping).build()) {
      List<RecoveredRun> found = nightshift.recover();

      assertThat(found)
          .extracting(RecoveredRun::fate)
          .containsExactlyInAnyOrder(Fate.RESUMED, Fate.NEEDS_ATTENTION);
    }
    assertThat(Files.readAllBytes(log)).isEqualTo(before);
  }

  /** Symptom: a run whose directory was copied went on twice. */
  @Test
  void aCopyOfAJournalIsNoRun() throws Exception {
    Journal copy = new CutCopy(indexOf("\"own/last#1\"")).of(stepping, "it");
    RunId of = copy.runs().get(0);
    copyTo(state, copy.read(of), of, of);
    try (JournalWriter writer = Journal.directory(state).acquire(RunId.of("copy"))) {
      copy.read(of).forEach(writer::append);
    }

    try (Nightshift nightshift = builder(null).state(state).pipeline("it", stepping).build()) {
      assertThat(nightshift.recover())
          .filteredOn(found -> found.fate() == Fate.NEEDS_ATTENTION)
          .singleElement()
          .satisfies(
              found ->
                  assertThat(found.reason())
                      .isEqualTo("the journal of run copy holds the records of run " + of));
    }
  }

  /**
   * How long that takes is for {@code scripts/bench recover} to say, on a machine that does nothing
   * else; here it is that each run costs the same, however many there are.
   */
  @Test
  @Timeout(120)
  void eachOfAThousandUnfinishedRunsIsReadAndTakenUpOnce() throws Exception {
    Journal copy =
        new CutCopy(STEPS_BEFORE_THE_END).of(pipeline(writes("A.java", "v1\n")).build(), "it");
    RunId of = copy.runs().get(0);
    List<String> lines = copy.read(of);
    for (int run = 0; run < 1_000; run++) {
      copyTo(state, lines, of, RunId.of("run-" + run));
    }
    CountedJournal counted = new CountedJournal(Journal.directory(state));
    CountDownLatch looked = new CountDownLatch(1);
    Pipeline waiting =
        scope -> {
          looked.await();
          return stepping.run(scope);
        };
    try (BudgetLedger ledger = BudgetLedger.directory(state);
        Nightshift nightshift = builder(counted).ledger(ledger).pipeline("it", waiting).build()) {
      List<RecoveredRun> found = nightshift.recover();
      CountedJournal.Counts once = counted.counts();
      looked.countDown();

      assertThat(found).hasSize(1_000).allMatch(one -> one.fate() == Fate.RESUMED);
      assertThat(once.lists()).isEqualTo(1);
      assertThat(once.mostReads()).isLessThanOrEqualTo(2);
      assertThat(once.mostTaken()).isEqualTo(1);
    }
  }

  /** Copies the records of a run for another one. */
  private static void copyTo(Path state, List<String> lines, RunId of, RunId run) {
    try (JournalWriter writer = Journal.directory(state).acquire(run)) {
      lines.forEach(line -> writer.append(line.replace(of.value(), run.value())));
    }
  }

  /** The number of records before the first one that holds a text, of a run that is not cut. */
  private int indexOf(String text) throws Exception {
    Journal journal = Journal.inMemory();
    InMemoryWorkspaces own = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
    try (Nightshift whole = on(own, journal).pipeline("it", stepping).build()) {
      whole.dispatch(task, "it").await();
    }
    done.clear();
    List<String> lines = journal.read(journal.runs().get(0));
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i;
      }
    }
    throw new AssertionError("no " + text + " in " + lines);
  }

  private RunResult resumedAfter(int records, Pipeline pipeline) throws Exception {
    CutJournal journal = new CutJournal(records);
    Nightshift first = engine(journal, pipeline);
    try {
      journal.dispatchUntilCut(first, task);
      try (Nightshift second = engine(journal.left(), pipeline)) {
        return second.recover().get(0).run().await();
      }
    } finally {
      journal.release();
      first.close();
    }
  }

  /** What a process leaves that has ended since, too. */
  private final class CutCopy {
    private final CutJournal journal;

    CutCopy(int records) {
      this.journal = new CutJournal(records);
    }

    Journal of(Pipeline pipeline, String name) throws Exception {
      Nightshift first = engine(journal, pipeline);
      journal.untilCut(
          () -> {
            if (name.isEmpty()) {
              first.dispatch(task, pipeline);
            } else {
              first.dispatch(task, name);
            }
          });
      Journal left = journal.left();
      journal.release();
      first.close();
      return left;
    }
  }

  private Nightshift engine(Journal journal, Pipeline pipeline) {
    return builder(journal).pipeline("it", pipeline).build();
  }

  private NightshiftBuilder builder(@Nullable Journal journal) {
    return on(workspaces, journal);
  }

  private static NightshiftBuilder on(InMemoryWorkspaces workspaces, @Nullable Journal journal) {
    NightshiftBuilder builder =
        Nightshift.builder(workspaces).provider((request, context) -> answer(request));
    return journal == null ? builder : builder.journal(journal);
  }
}
