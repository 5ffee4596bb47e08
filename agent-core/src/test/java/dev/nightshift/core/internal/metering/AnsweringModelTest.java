package dev.nightshift.core.internal.metering;

import static dev.nightshift.core.internal.metering.MeterFixture.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.UserTurn;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calls that another model answers than the one asked for. */
class AnsweringModelTest {
  private static final UserTurn GO = UserTurn.text("go");
  private final MeterFixture at = new MeterFixture();

  /**
   * Symptom: a dearer model answered, and the price of the model asked for was charged.
   *
   * <p>Case 6 of the list of tricky cases.
   */
  @Test
  void chargesTheDearerPriceWhenAnotherModelAnswered() throws InterruptedException {
    ModelId dearer = ModelId.parse("fake:dearer");
    ModelId cheaper = ModelId.parse("fake:cheaper");
    at.access.prices(
        PriceBook.of(
            Map.of(
                dearer, Price.of(Rates.perMillionTokens("15", "15")),
                cheaper, Price.of(Rates.perMillionTokens("0.1", "0.1")))));
    Conversation conversation = at.conversation();
    at.provider.answersAs(dearer).answersAs(cheaper);

    conversation.send(GO);

    assertThat(at.spend().spent().cost()).isEqualTo(tokens(1650));
    assertThat(at.spend().unresolved()).isEqualTo(Money.zero());
    assertThat(at.last("model.call").attributes())
        .containsEntry("model", "fake:strong")
        .containsEntry("answeredBy", "fake:dearer");

    conversation.send(GO);

    assertThat(at.spend().spent().cost()).isEqualTo(tokens(1760));
  }

  /** Case 6 of the list of tricky cases. */
  @Test
  void chargesTheBoundWhenAModelOfUnknownPriceAnswered() throws InterruptedException {
    Conversation conversation = at.conversation();
    at.provider.answersAs(ModelId.parse("fake:other"));

    conversation.send(GO);

    Money hold = Money.ofNanos((long) at.last("model.reserved").attributes().get("holdNanos"));
    assertThat(at.spend().unresolved()).isEqualTo(hold);
    assertThat(at.last("model.call").attributes()).containsEntry("estimated", true);
    // Symptom: the tokens were told, and those of the bound were counted in caps and in the report.
    assertThat(at.spend().spent().usage().total()).isEqualTo(110);
  }

  /** Case 6 of the list of tricky cases. */
  @Test
  void chargesTheUsualPriceWhenADatedVersionOfTheModelAnswered() throws InterruptedException {
    Conversation conversation = at.conversation();
    at.provider
        .answersAs(ModelId.parse("fake:strong-20261001"))
        .answersAs(ModelId.parse("fake:strong-2026-10-01"))
        .answersAs(ModelId.parse("fake:strong-latest"));

    conversation.send(GO);
    conversation.send(GO);
    conversation.send(GO);

    assertThat(at.spend().spent().cost()).isEqualTo(tokens(330));
    assertThat(at.spend().unresolved()).isEqualTo(Money.zero());
  }
}
