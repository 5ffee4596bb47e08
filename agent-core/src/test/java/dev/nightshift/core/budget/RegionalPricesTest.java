package dev.nightshift.core.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Symptom: {@code inRegion("EU")} cost what no region costs, and nothing said so. */
class RegionalPricesTest {
  private static final Price PLAIN = Price.of(Rates.perMillionTokens("1", "1"));
  private static final ModelId IN_EU = ModelId.parse("a:eu");
  private static final ModelId IN_US = ModelId.parse("b:us");
  private static final ModelId FREE = ModelId.parse("c:free");
  private static final PriceBook BOOK =
      PriceBook.of(Map.of(IN_EU, listing("eu", "2")))
          .orElse(PriceBook.of(Map.of(IN_US, listing("us", "3"))))
          .orElse(PriceBook.free(FREE));

  @Test
  void regionThatNobodyPricesIsRefusedWithTheKnownOnes() {
    assertThatExceptionOfType(UnknownRegionException.class)
        .isThrownBy(() -> BOOK.inRegion("EU"))
        .withMessage(
            "no price lists region 'EU'; listed are [eu, us], spelled as their providers do")
        .satisfies(refusal -> assertThat(refusal.region()).isEqualTo("EU"));
    assertThatExceptionOfType(UnknownRegionException.class).isThrownBy(() -> BOOK.inRegion(""));
  }

  @Test
  void regionThatAnotherPriceListsLeavesAPriceAsItIs() {
    PriceBook book = BOOK.inRegion("eu");

    assertThat(cost(book, IN_EU)).isEqualTo(Money.ofNanos(2_000));
    assertThat(cost(book, IN_US)).isEqualTo(Money.ofNanos(1_000));
    assertThat(cost(book, FREE)).isEqualTo(Money.zero());
    assertThat(book.regions()).containsExactlyInAnyOrder("eu", "us");
  }

  @Test
  void bookThatCannotTellItsRegionsRefusesWhereAPriceIsAskedFor() {
    PriceBook untold = (model, at) -> Optional.of(listing("eu", "2"));
    PriceBook upper = untold.inRegion("EU");

    assertThat(cost(untold.inRegion("eu"), IN_EU)).isEqualTo(Money.ofNanos(2_000));
    assertThatExceptionOfType(UnknownRegionException.class)
        .isThrownBy(() -> upper.price(IN_EU, Instant.EPOCH))
        .withMessageContaining("listed are [eu]");
    assertThatExceptionOfType(UnknownRegionException.class)
        .isThrownBy(() -> PriceBook.of(PLAIN).inRegion("eu").price(IN_EU, Instant.EPOCH))
        .withMessageContaining("no region is listed at all");
  }

  private static Price listing(String region, String factor) {
    return PLAIN.withMultipliers(Multipliers.none().withRegion(region, factor));
  }

  private static Money cost(PriceBook book, ModelId model) {
    return book.price(model, Instant.EPOCH).orElseThrow().cost(TokenUsage.of(1, 0));
  }
}
