package dev.nightshift.core.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.report.ReviewTime;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.TaskKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class TrustLedgerTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final TrustKey KEY =
      new TrustKey("shop", TaskKind.DOCUMENTATION, Risk.LOW, "a:x", "b:y");
  @TempDir private Path state;

  @Test
  void anotherProcessSeesTheSame() {
    ledger().note(entry("r1", TrustOutcome.CLEAN, ""));
    ledger().note(entry("r2", TrustOutcome.REJECTED, "not needed"));

    assertThat(ledger().entries())
        .containsExactly(
            entry("r1", TrustOutcome.CLEAN, ""), entry("r2", TrustOutcome.REJECTED, "not needed"));
    assertThat(ledger().standing(KEY).setBack()).isEqualTo("run r2 rejected (not needed)");
  }

  @Test
  void aRunHasEachOutcomeOnce() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int run = 0; run < 5; run++) {
                  ledger().note(entry("r" + run, TrustOutcome.CLEAN, ""));
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(ledger().entries()).hasSize(5);
    assertThat(ledger().standing(KEY).streak()).isEqualTo(5);
  }

  @Test
  void nothingIsMadeByLooking() {
    assertThat(ledger().standings()).isEmpty();
    assertThat(ledger().knows(RunId.of("r1"))).isFalse();
    assertThat(ledger().reset(TaskKind.TESTS, "no")).isZero();
    assertThat(state).isEmptyDirectory();
  }

  @Test
  void whatIsKeptIsReadByItsOwnerAlone() throws Exception {
    ledger().note(entry("r1", TrustOutcome.CLEAN, ""));

    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(state.resolve("trust/trust.log"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aDamagedLogEarnsNothing() throws Exception {
    ledger().note(entry("r1", TrustOutcome.REJECTED, ""));
    ledger().note(entry("r2", TrustOutcome.CLEAN, ""));
    Path log = state.resolve("trust/trust.log");
    Files.writeString(log, Files.readString(log).replace("rejected", "clean___"));

    assertThatThrownBy(() -> ledger().standings())
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("trust.log");
  }

  @Test
  void aRevertIsFoundOnceAndCountsInPlaceOfTheCleanRun() {
    ledger().note(entry("r1", TrustOutcome.CLEAN, ""));
    ledger().note(entry("r2", TrustOutcome.CLEAN, ""));
    TrustLedger looking = ledger().withReverts(runs -> Set.of(RunId.of("r1"), RunId.of("other")));

    assertThat(looking.standing(KEY)).isEqualTo(looking.standing(KEY));
    assertThat(looking.entries()).hasSize(3);
    Standing standing = ledger().standing(KEY);
    assertThat(standing.clean()).isOne();
    assertThat(standing.bad()).isOne();
    assertThat(standing.streak()).isZero();
  }

  /** Symptom: four proposals, of which the oldest was rejected last, let the fifth land alone. */
  @Test
  void theOrderOfDecisionsCountsNotThatOfProposals() {
    ledger()
        .note(new TrustEntry(KEY, RunId.of("r1"), TrustOutcome.REJECTED, AT.plusSeconds(9), ""));
    for (int i = 2; i <= 4; i++) {
      ledger().note(entry("r" + i, TrustOutcome.CLEAN, ""));
    }

    assertThat(ledger().standing(KEY).streak()).isZero();
  }

  @Test
  void whatIsDecidedOrUnknownIsNotMergedElsewhere() {
    ledger().note(entry("r1", TrustOutcome.REJECTED, ""));

    assertThat(ledger().merged(RunId.of("r1"), true, "by ada")).isFalse();
    assertThat(ledger().merged(RunId.of("r2"), true, "by ada")).isFalse();
    assertThat(ledger().entries()).hasSize(1);
  }

  /** Symptom: a rejected run whose journal was damaged counted as if nobody had decided. */
  @Test
  void aRunWhoseRecordsAreGoneEarnsNothing() {
    ledger().note(entry("r1", TrustOutcome.CLEAN, ""));
    ledger().note(entry("r2", TrustOutcome.PROPOSED, ""));

    Standing standing = ledger().standing(KEY);

    assertThat(standing.streak()).isZero();
    assertThat(standing.setBack()).isEqualTo("run r2 lost (its records cannot be read)");
  }

  @Test
  void whyIsBroughtToOneLine() {
    ledger().note(entry("r1", TrustOutcome.REJECTED, "no\nway " + "x".repeat(400)));

    assertThat(ledger().entries().get(0).why()).hasSizeLessThanOrEqualTo(300).doesNotContain("\n");
  }

  @Test
  void refusesAResetWithoutAReason() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ledger().reset(TaskKind.TESTS, " "))
        .withMessageContaining("why must not be blank");
  }

  /** Of 3 of 3, 7 of 10 and so on by the formula of Wilson (1927), worked out by hand. */
  @ParameterizedTest
  @CsvSource({"0, 0, 0, 1", "3, 0, 0.4385, 1", "7, 3, 0.3968, 0.8922", "0, 5, 0, 0.4345"})
  void tellsTheIntervalOfTheShare(int clean, int bad, double lowest, double highest) {
    Standing standing = new Standing(KEY, clean, bad, 0, 0, clean, "", ReviewTime.unknown());

    assertThat(standing.lowest()).isEqualTo(lowest, within(0.0001));
    assertThat(standing.highest()).isEqualTo(highest, within(0.0001));
  }

  private TrustLedger ledger() {
    return TrustLedger.in(state, run -> Optional.empty());
  }

  private static TrustEntry entry(String run, TrustOutcome outcome, String why) {
    return new TrustEntry(KEY, RunId.of(run), outcome, AT, why);
  }
}
