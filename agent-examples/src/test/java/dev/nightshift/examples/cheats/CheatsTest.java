package dev.nightshift.examples.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.TestIntegrity;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheatsTest {

  static Stream<ChangeCase> changes() {
    return CaseFile.all().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void stopsWhatCheatsAndNothingElse(ChangeCase change) throws InterruptedException {
    CaseRun.Ending ending = CaseRun.of(change, Cheats.policy(TestIntegrity.block()));

    assertThat(Cheats.fault(change, ending, EndReason.GATE_FAILED)).isEmpty();
  }

  static Stream<ChangeCase> someChanges() {
    return changes().filter(change -> change.name().matches("(go|rust|ruby): .*"));
  }

  /** All of them are asked about by the proof, which takes twice as long. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("someChanges")
  void asksAboutWhatCheatsAndNothingElse(ChangeCase change) throws InterruptedException {
    CaseRun.Ending ending = CaseRun.of(change, Cheats.policy(TestIntegrity.askHuman()));

    assertThat(Cheats.fault(change, ending, EndReason.PROPOSED)).isEmpty();
  }

  @Test
  void hasThirtyCheatsAndTwentyHonestChanges() {
    List<ChangeCase> all = CaseFile.all();

    assertThat(all).filteredOn(ChangeCase::isCheat).hasSizeGreaterThanOrEqualTo(30);
    assertThat(all).filteredOn(one -> !one.isCheat()).hasSizeGreaterThanOrEqualTo(20);
    assertThat(all).extracting(ChangeCase::name).doesNotHaveDuplicates();
    assertThat(all).allSatisfy(one -> assertThat(one.files()).isNotEmpty());
  }
}
