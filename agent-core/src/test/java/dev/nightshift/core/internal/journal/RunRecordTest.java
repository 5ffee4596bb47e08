package dev.nightshift.core.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunRecordTest {
  private static final RunId RUN = RunId.of("run-1");
  private static final DecisionNote SHORT = new DecisionNote("t", "c", "w");
  private static final DecisionNote LONG = new DecisionNote("t", "c", "w".repeat(1000));
  private final Journal journal = Journal.inMemory();
  private long active;
  private final RunRecord record =
      RunRecord.begin(journal, RUN, RecordRedaction.standard(), () -> active);

  @Test
  void notesAreReadAgainByKeyInTheirOrder() {
    record.note("a/x", SHORT);
    record.note("a/y", LONG);
    record.note("a/x", LONG);
    record.note("b", SHORT);

    Map<String, List<DecisionNote>> notes = read().notes("a/", DecisionNote.class);

    assertThat(notes).isEqualTo(Map.of("a/x", List.of(SHORT, LONG), "a/y", List.of(LONG)));
    assertThat(journal.read(RUN).get(2))
        .contains("\"note\":\"a/x#2\"")
        .contains("\"as\":\"a/y#1\"");
  }

  @Test
  void theActiveTimeOfAllRecordsIsSummedUp() {
    active = 700;
    record.steps().now("look", String.class, () -> "seen");
    active = 1_000;
    record.note("a", SHORT);
    record.note("a", SHORT);
    active = 1_001;
    record.steps().fork("other").now("look", String.class, () -> "seen");

    assertThat(journal.read(RUN).get(0)).contains("\"ms\":700");
    assertThat(journal.read(RUN).get(2)).doesNotContain("\"ms\"");
    assertThat(read().activeTime()).hasMillis(1_001);
  }

  @Test
  void aReplayNeitherNeedsNorMakesNotes() {
    record.steps().now("look", String.class, () -> "seen");
    record.note("a", SHORT);
    RunRecord replayed = read();

    replayed.note("b", SHORT);
    String seen = replayed.steps().now("look", String.class, () -> "not asked");

    assertThat(seen).isEqualTo("seen");
    assertThatCode(replayed::requireWhole).doesNotThrowAnyException();
    assertThat(replayed.notes("", DecisionNote.class)).containsOnlyKeys("a");
    assertThat(replayed.takesNotes()).isFalse();
  }

  @Test
  void aNoteOfTheSameTextAsAStepIsRecordedByItself() {
    record.steps().now("a", DecisionNote.class, () -> LONG);
    record.note("a", LONG);

    assertThat(read().notes("a", DecisionNote.class)).isEqualTo(Map.of("a", List.of(LONG)));
  }

  @Test
  void somethingElseThanIsDueIsRefused() {
    record.note("a", SHORT);

    assertThatIllegalArgumentException().isThrownBy(() -> read().notes("a", RUN.getClass()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RunRecord.of(
                    RUN, List.of("{\"v\":1,\"note\":\"a#1\"}"), RecordRedaction.standard()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RunRecord.of(
                    RUN,
                    List.of("{\"v\":1,\"note\":\"a#1\",\"as\":\"b#1\"}"),
                    RecordRedaction.standard()));
  }

  @Test
  void aNoteThatCannotBeRecordedBreaksTheRecordOnly() {
    List<String> appended = new ArrayList<>();
    RunRecord failing =
        RunRecord.begin(failingAfter(1, appended), RUN, RecordRedaction.standard(), () -> 0);

    failing.note("a", SHORT);
    failing.note("a", SHORT);
    failing.note("a", SHORT);

    assertThat(appended).hasSize(1);
    assertThatThrownBy(failing::requireKept).hasMessageContaining("full");
    assertThat(failing.takesNotes()).isFalse();
  }

  private static Journal failingAfter(int records, List<String> appended) {
    return new Journal() {
      @Override
      public JournalWriter acquire(RunId run) {
        return new JournalWriter() {
          @Override
          public byte[] key() {
            return new byte[32];
          }

          @Override
          public long epoch() {
            return 1;
          }

          @Override
          public void append(String line) {
            if (appended.size() == records) {
              throw new IllegalStateException("full");
            }
            appended.add(line);
          }

          @Override
          public void force() {}

          @Override
          public void close() {}
        };
      }

      @Override
      public List<String> read(RunId run) {
        return appended;
      }

      @Override
      public List<RunId> runs() {
        return List.of();
      }
    };
  }

  private RunRecord read() {
    return RunRecord.of(RUN, journal.read(RUN), RecordRedaction.standard());
  }
}
