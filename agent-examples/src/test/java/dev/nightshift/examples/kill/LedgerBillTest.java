package dev.nightshift.examples.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.models.testing.Charge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That calls which were counted wrong are found. */
class LedgerBillTest {
  private static final String SETTLED =
      "each settled call costs what the server billed by its name";
  private static final String BOUND =
      "each bound of a named call covers what the server billed by its name";
  private static final String NAMELESS = "each billed call without a name has a bound of its own";
  private static final String ONCE = "no two calls have one name";
  @TempDir private Path state;

  @Test
  void callsThatAreCountedRightHaveNoFault() throws IOException {
    ledger(
        reserved(1),
        named(1, 0),
        charged("settled", 1, 70),
        reserved(2),
        named(2, 1),
        charged("estimated", 2, 900),
        reserved(3),
        charged("estimated", 3, 900),
        reserved(4),
        charged("estimated", 4, 900));

    LedgerBill.Findings found = against(line(0, 70), line(1, 80), line(2, 90));

    assertThat(found.faults().values()).hasSize(4).allMatch(List::isEmpty);
    assertThat(found.sums())
        .isEqualTo(
            "settled 70 = billed 70 of 1 named calls; bounds 900 >= billed 80 of 1 named calls;"
                + " bounds 1800 of 2 calls without a name >= billed 90 of 1 lines without a call");
  }

  @Test
  void aSettledCallOfAnotherPriceIsFound() throws IOException {
    ledger(reserved(1), named(1, 0), charged("settled", 1, 71));

    assertThat(against(line(0, 70)).faults().get(SETTLED)).hasSize(1);
  }

  @Test
  void aSettledCallThatNobodyBilledIsFound() throws IOException {
    ledger(reserved(1), charged("settled", 1, 70));

    assertThat(against().faults().get(SETTLED)).hasSize(1);
  }

  @Test
  void aBoundBelowTheBillIsFound() throws IOException {
    ledger(reserved(1), named(1, 0), charged("estimated", 1, 69));

    assertThat(against(line(0, 70)).faults().get(BOUND)).hasSize(1);
  }

  @Test
  void ofTwoBilledCallsOneBoundCoversOneOnly() throws IOException {
    ledger(reserved(1), charged("estimated", 1, 900));

    assertThat(against(line(0, 70), line(1, 70)).faults().get(NAMELESS)).hasSize(1);
  }

  @Test
  void aBoundOfAnotherRunCoversNothing() throws IOException {
    ledger(reserved(1), charged("estimated", 1, 900));

    LedgerBill.Findings found =
        LedgerBill.read(state).against(List.of(line(0, 70)), line -> "another");

    assertThat(found.faults().get(NAMELESS)).hasSize(1);
  }

  @Test
  void oneAnswerThatIsCountedTwiceIsFound() throws IOException {
    ledger(
        reserved(1),
        named(1, 0),
        charged("settled", 1, 70),
        reserved(2),
        named(2, 0),
        charged("settled", 2, 70));

    assertThat(against(line(0, 70)).faults().get(ONCE)).hasSize(1);
  }

  private LedgerBill.Findings against(Charge... lines) throws IOException {
    return LedgerBill.read(state).against(List.of(lines), line -> "r");
  }

  private void ledger(String... payloads) throws IOException {
    StringBuilder log = new StringBuilder("00000000 0 0 {\"format\":\"nightshift-log\"}\n");
    for (String payload : payloads) {
      log.append("00000000 1 1 {\"v\":1,").append(payload).append("}\n");
    }
    Files.createDirectory(state.resolve("ledger"));
    Files.writeString(state.resolve("ledger").resolve("ledger.log"), log);
  }

  private static Charge line(int request, long nanos) {
    return new Charge(request, Instant.EPOCH, "m", TokenUsage.zero(), Money.ofNanos(nanos));
  }

  private static String reserved(int turn) {
    return key("reserved", turn) + ",\"model\":\"fake:m\"";
  }

  private static String named(int turn, int request) {
    return key("named", turn) + ",\"request\":\"req_scripted_" + request + "\"";
  }

  private static String charged(String how, int turn, long nanos) {
    return key(how, turn) + ",\"cost\":" + nanos + ",\"request\":\"\"";
  }

  private static String key(String is, int turn) {
    return "\"is\":\"%s\",\"run\":\"r\",\"role\":\"implementer\",\"conversation\":\"main\","
            .formatted(is)
        + "\"turn\":%s,\"attempt\":1".formatted(turn);
  }
}
