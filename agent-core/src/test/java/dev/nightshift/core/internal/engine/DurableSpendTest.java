package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.LedgerException;
import dev.nightshift.core.ledger.SpendMonitor;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ManualTime;
import dev.nightshift.core.testing.ScriptedStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a state directory says was spent, after a process that used it ended. */
class DurableSpendTest {
  private static final List<ScriptedStep> CODER =
      List.of(read("A.java"), edit("A.java", "v0", "v1"), finish("done"));
  private final Task task = Task.builder("Change A").build();
  @TempDir private Path directory;

  /** The ledger outlived the process, so what the journal tells it again counts once. */
  @Test
  void countsEachCallOnceWhereverTheRunIsCut() throws Exception {
    int records = recordsOfAWholeRun();

    for (int kept = 1; kept < records; kept += 2) {
      World world = new World(directory.resolve("cut-" + kept));
      RunId run = world.cut(kept, task);
      RunResult resumed = world.recover(world.pipeline());

      Booked booked = world.booked();
      assertThat(resumed.reason()).as("cut after record %s", kept).isEqualTo(EndReason.MERGED);
      assertThat(booked.keys()).as("cut after record %s", kept).doesNotHaveDuplicates();
      assertThat(booked.exact())
          .as("nano-dollars, cut after record %s", kept)
          .isEqualTo(world.billed(booked));
      assertThat(resumed.report().spend().view().spent().cost().nanos())
          .as("report of %s, cut after record %s", run, kept)
          .isEqualTo(booked.exact() + booked.bounds());
      assertThat(world.unresolved()).isEqualTo(booked.bounds());
      // Each answer takes a minute, and at most one is not booked when the process ends.
      assertThat(world.active())
          .as("active time, cut after record %s", kept)
          .isBetween(world.answered().minusMinutes(1), world.answered());
      assertThat(resumed.report().course().active())
          .as("active time of the report, cut after record %s", kept)
          .isEqualTo(world.active());
      world.end();
    }
  }

  /** Symptom: a recovery with the wrong pipeline closed the account, and the next paid again. */
  @Test
  void countsEachCallOnceThoughAProcessWithAnotherPipelineTriedFirst() throws Exception {
    World world = new World(directory);
    world.cut(recordsOfAWholeRun() - 6, task);
    RunResult refused =
        world.recover(scope -> scope.stop(EndReason.ESCALATED, scope.step("other", () -> "step")));
    RunResult resumed = world.recover(world.pipeline());

    Booked booked = world.booked();
    assertThat(refused.reason()).isEqualTo(EndReason.INTERRUPTED);
    assertThat(resumed.reason()).isEqualTo(EndReason.MERGED);
    assertThat(booked.keys()).doesNotHaveDuplicates();
    assertThat(booked.exact()).isEqualTo(world.billed(booked));
    world.end();
  }

  @Test
  void theZoneOfAnEngineIsThatOfTheLedgerInItsStateDirectory() throws Exception {
    World world = new World(directory);
    ZoneId tokyo = ZoneId.of("Asia/Tokyo");
    world.builder().state(directory).zone(tokyo).build().close();

    BudgetLedger.directory(directory, tokyo, world.time).close();
    world.builder().state(directory).build().close();
    assertThatThrownBy(() -> world.builder().state(directory).zone(ZoneOffset.UTC).build())
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("in the zone Asia/Tokyo and cannot count them in Z");
    try (BudgetLedger given = BudgetLedger.inMemory(world.time)) {
      assertThatThrownBy(() -> world.builder().ledger(given).zone(tokyo).build())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("zone Asia/Tokyo is given beside a ledger");
    }
  }

  @Test
  void aGivenLedgerWinsOverTheOneOfTheStateDirectory() throws Exception {
    World world = new World(directory);
    try (BudgetLedger given = BudgetLedger.inMemory(world.time);
        Nightshift nightshift = world.builder().state(directory).ledger(given).build()) {
      nightshift.dispatch(task, world.pipeline()).await();
    }

    assertThat(directory.resolve("ledger")).doesNotExist();
    assertThat(directory.resolve("runs")).isDirectoryContaining("glob:**");
  }

  private int recordsOfAWholeRun() throws Exception {
    CutJournal journal = new CutJournal(Integer.MAX_VALUE);
    World whole = new World(directory.resolve("whole"));
    try (Nightshift nightshift =
        whole.builder().journal(journal).pipeline("it", whole.pipeline()).build()) {
      RunId run = nightshift.dispatch(task, "it").await().report().runId();
      return journal.read(run).size() - 1;
    }
  }

  /**
   * What the log of a ledger says, read without it.
   *
   * @param keys of what was settled, exactly or by a bound
   * @param exact nano-dollars that were settled
   * @param bounds nano-dollars of what nobody knows
   * @param lost the places, in the order of dispatch, of calls that are charged by a bound
   */
  private record Booked(List<String> keys, long exact, long bounds, List<Integer> lost) {}

  /** A repository, a state directory, and two models that know what they were paid. */
  private static final class World {
    private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
    private final ManualTime time = ManualTime.create();
    private final CourseModel model =
        new CourseModel(
            Map.of(
                "coder",
                (text, turn) -> afterAMinute(CODER.get(turn)),
                "critic",
                (text, turn) -> afterAMinute(approves())));
    private final Path state;
    private int answeredBeforeTheCut;
    private Runnable cut = () -> {};

    World(Path state) {
      this.state = state;
    }

    NightshiftBuilder builder() {
      return Nightshift.builder(workspaces)
          .provider("coder", model.named("coder"))
          .provider("critic", model.named("critic"))
          .time(time);
    }

    Pipeline pipeline() {
      return StandardPipeline.builder()
          .implementer(ModelImplementer.using("coder:scripted"))
          .reviewer(ModelReviewer.using("critic:scripted"))
          .gate(green())
          .delivery(Delivery.merge())
          .build();
    }

    /** Lets a process begin a run and end after so many records. */
    RunId cut(int kept, Task task) throws Exception {
      CutJournal journal = new CutJournal(kept);
      BudgetLedger ledger = BudgetLedger.directory(state, ZoneOffset.UTC, time);
      Nightshift first =
          builder().journal(journal).ledger(ledger).pipeline("it", pipeline()).build();
      journal.dispatchUntilCut(first, task);
      answeredBeforeTheCut = model.bills().size();
      ledger.close();
      workspaces.endTurns();
      Journal left = journal.left();
      RunId run = left.runs().get(0);
      try (JournalWriter writer = Journal.directory(state).acquire(run)) {
        left.read(run).forEach(writer::append);
      }
      cut =
          () -> {
            journal.release();
            first.close();
          };
      return run;
    }

    /** Lets another process go on. */
    RunResult recover(Pipeline pipeline) throws Exception {
      try (Nightshift next = builder().state(state).pipeline("it", pipeline).build()) {
        return next.recover().get(0).run().await(Duration.ofSeconds(20)).orElseThrow();
      }
    }

    /** Lets the thread of the process that ended go, which would tidy up the branch. */
    void end() {
      cut.run();
    }

    /** What the models were paid for the calls that were settled exactly. */
    long billed(Booked booked) {
      List<Long> bills = new ArrayList<>(model.bills());
      booked.lost().stream()
          .filter(place -> place < answeredBeforeTheCut)
          .forEach(place -> bills.set(place, 0L));
      return bills.stream().mapToLong(Long::longValue).sum();
    }

    private ScriptedStep afterAMinute(ScriptedStep step) {
      time.advance(Duration.ofMinutes(1));
      return step;
    }

    Duration answered() {
      return Duration.ofMinutes(model.calls());
    }

    /** What the ledger has of all runs. */
    Duration active() {
      return SpendMonitor.directory(state, time).snapshot().scopes().get(0).active();
    }

    long unresolved() {
      try (BudgetLedger later = BudgetLedger.directory(state, ZoneOffset.UTC, time)) {
        return later.unresolved().stream().mapToLong(call -> call.charged().nanos()).sum();
      }
    }

    Booked booked() throws IOException {
      List<String> dispatched = new ArrayList<>();
      List<String> keys = new ArrayList<>();
      List<Integer> lost = new ArrayList<>();
      long exact = 0;
      long bounds = 0;
      for (String line : Files.readAllLines(state.resolve("ledger/ledger.log"))) {
        JsonValue json = JsonValue.parseStrictly(line.substring(line.indexOf('{')));
        String is = json.has("is") ? json.required("is").text() : "";
        if (is.equals("dispatched")) {
          dispatched.add(key(json));
        } else if (is.equals("settled")) {
          keys.add(key(json));
          exact += json.required("cost").whole();
        } else if (is.equals("estimated")) {
          keys.add(key(json));
          lost.add(dispatched.indexOf(key(json)));
          bounds += json.required("cost").whole();
        }
      }
      return new Booked(keys, exact, bounds, lost);
    }

    private static String key(JsonValue json) {
      return json.required("role").text()
          + json.required("conversation").text()
          + json.required("turn").whole()
          + "/"
          + json.required("attempt").whole();
    }
  }
}
