package dev.nightshift.core.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.CallEstimate;
import dev.nightshift.core.task.TaskKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a ledger is told is data whose ranges are checked where it is made. */
class AccountTest {
  private static final RunId RUN = RunId.of("a");

  @ParameterizedTest
  @ValueSource(ints = {-1, 91})
  void refusesAShareOutOfRange(int share) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Account(RUN, TaskKind.BUG_FIX, List.of(), share))
        .withMessageContaining("reviewerSharePercent " + share);
  }

  @Test
  void keepsItsCapsWhenTheListIsChangedLater() {
    List<Cap> caps = new ArrayList<>(List.of(Cap.callsPerRun(1)));
    Account account = new Account(RUN, TaskKind.BUG_FIX, caps, 15);

    caps.clear();

    assertThat(account.caps()).containsExactly(Cap.callsPerRun(1));
  }

  @ParameterizedTest
  @CsvSource({"main, 0, 1", "main, 1, 0", "' ', 1, 1"})
  void refusesAKeyThatStandsForNoAttempt(String conversation, int turn, int attempt) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AttemptKey(RUN, AgentRole.IMPLEMENTER, conversation, turn, attempt));
  }

  @Test
  void refusesToPayForTheCallOfAnotherRole() {
    AttemptKey key = new AttemptKey(RUN, AgentRole.IMPLEMENTER, "main", 1, 1);
    CallEstimate call = LedgerFixture.call(AgentRole.REVIEWER, 1, 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Reservation(key, call, Money.zero()))
        .withMessageContaining("call of the reviewer");
  }

  @Test
  void pricesOfTheSameTiersAreEqual() {
    Rates low = Rates.perMillionTokens("1", "5");
    Rates high = Rates.perMillionTokens("2", "10");
    Price price = Price.of(low).above(200_000, high);

    assertThat(price)
        .isEqualTo(new Price(List.of(new Price.Tier(0, low), new Price.Tier(200_000, high))));
    assertThatIllegalArgumentException().isThrownBy(() -> new Price(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Price(List.of(new Price.Tier(5, low))))
        .withMessageContaining("first tier");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> price.above(200_000, low))
        .withMessageContaining("after the earlier tiers");
  }
}
