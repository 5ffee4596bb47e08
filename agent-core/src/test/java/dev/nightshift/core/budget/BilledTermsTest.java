package dev.nightshift.core.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.model.BillingTerms;
import dev.nightshift.core.model.CacheWrites;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ServiceTier;
import dev.nightshift.core.model.TokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a call costs on the terms on which it was billed, and the whole of it against an oracle. */
class BilledTermsTest {
  private static final Multipliers FACTORS =
      Multipliers.none()
          .withService(ServiceTier.BATCH, "0.5")
          .withService(ServiceTier.PRIORITY, "2.5")
          .withRegion("eu", "1.10");
  private static final Price PRICE =
      Price.of(Rates.perMillionTokens("5", "30")).withMultipliers(FACTORS);
  private static final List<ServiceTier> SERVICES = List.of(ServiceTier.values());
  private static final List<Duration> LIFETIMES =
      List.of(Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(1));

  @ParameterizedTest(name = "{0} in {1}")
  @CsvSource({
    "STANDARD, '', 35000000",
    "BATCH, '', 17500000",
    "PRIORITY, '', 87500000",
    "STANDARD, eu, 38500000",
    "PRIORITY, eu, 96250000",
    "FLEX, '', 35000000"
  })
  void costsWhatTheAnswerSaysItWasBilledAs(ServiceTier service, String region, long nanos) {
    TokenUsage usage = billed(TokenUsage.of(1000, 1000), new BillingTerms(service, region));

    assertThat(PRICE.cost(usage)).isEqualTo(Money.ofNanos(nanos));
    assertThat(PRICE.isKnownFor(usage.terms())).isEqualTo(service != ServiceTier.FLEX);
  }

  @Test
  void accountOfARegionPaysItsFactorWhereAnswersNameNone() {
    Price regional =
        PriceBook.of(PRICE)
            .inRegion("eu")
            .price(new ModelId("a", "b"), Instant.EPOCH)
            .orElseThrow();

    assertThat(regional.cost(TokenUsage.of(1000, 1000))).isEqualTo(Money.ofNanos(38_500_000));
    assertThat(PRICE.withMultipliers(FACTORS.inRegion("mars"))).isEqualTo(PRICE);
  }

  @Test
  void feesAreNotMultiplied() {
    TokenUsage usage =
        TokenUsage.builder()
            .input(1)
            .feesNanoUsd(7)
            .terms(BillingTerms.of(ServiceTier.BATCH))
            .build();

    assertThat(PRICE.cost(usage)).isEqualTo(Money.ofNanos(2500 + 7));
  }

  @Test
  void sumOfCallsBilledOnDifferentTermsIsOnPlainOnes() {
    TokenUsage batch = billed(TokenUsage.of(1, 1), BillingTerms.of(ServiceTier.BATCH));

    assertThat(batch.plus(batch).terms()).isEqualTo(BillingTerms.of(ServiceTier.BATCH));
    assertThat(batch.plus(TokenUsage.of(1, 1)).terms()).isEqualTo(BillingTerms.plain());
  }

  @Test
  void refusesDoubtfulMultipliers() {
    Multipliers none = Multipliers.none();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> none.withService(ServiceTier.STANDARD, "2"));
    assertThatIllegalArgumentException().isThrownBy(() -> none.withService(ServiceTier.FAST, "0"));
    assertThatIllegalArgumentException().isThrownBy(() -> none.withService(ServiceTier.FAST, "-1"));
    assertThatIllegalArgumentException().isThrownBy(() -> none.withRegion("eu", "1e9"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> none.withRegion("eu", "NaN"))
        .withMessageContaining("'NaN' is not a multiplier");
  }

  @Test
  void readsTheWordsOfProviders() {
    assertThat(ServiceTier.of("Default ")).isEqualTo(ServiceTier.STANDARD);
    assertThat(ServiceTier.of("")).isEqualTo(ServiceTier.STANDARD);
    assertThat(ServiceTier.of("priority")).isEqualTo(ServiceTier.PRIORITY);
    assertThat(ServiceTier.of("scale")).isEqualTo(ServiceTier.OTHER);
  }

  /**
   * Case 24 of the list of tricky cases: every cost equals that of a computation in decimals,
   * rounded up once.
   */
  @Test
  void costEqualsADecimalComputationToTheNanoDollar() {
    Random random = new Random(71);
    for (int i = 0; i < 50_000; i++) {
      Price price = randomPrice(random);
      TokenUsage usage = randomUsage(random);

      assertThat(BigDecimal.valueOf(price.cost(usage).nanos()))
          .describedAs("%s of %s", usage, price)
          .isEqualByComparingTo(oracle(price, usage));
    }
  }

  /** A hold covers the standard service in every region that the price lists. */
  @Test
  void neverCostsMoreThanTheWorstCaseInAnyListedRegion() {
    Random random = new Random(72);
    for (int i = 0; i < 20_000; i++) {
      Price price = randomPrice(random);
      String region = random.nextBoolean() ? "" : "eu";
      TokenUsage usage =
          billed(randomUsage(random), new BillingTerms(ServiceTier.STANDARD, region));
      Money worst = price.worstCase(usage.totalInput(), usage.output());

      assertThat(price.cost(usage).nanos() - usage.feesNanoUsd())
          .isLessThanOrEqualTo(worst.nanos());
    }
  }

  @Test
  void affordsTheLargestAnswerThatFitsInTheDearestRegionAndNoLarger() {
    Random random = new Random(73);
    for (int i = 0; i < 20_000; i++) {
      Price price = randomPrice(random);
      Money available = Money.ofNanos(random.nextLong(8_000_000_000L));
      long bound = random.nextLong(400_000);
      int wanted = 1 + random.nextInt(64_000);

      int affordable = price.affordableOutput(available, bound, wanted);

      if (affordable > 0) {
        assertThat(price.worstCase(bound, affordable)).isLessThanOrEqualTo(available);
      }
      if (affordable < wanted) {
        assertThat(price.worstCase(bound, affordable + 1)).isGreaterThan(available);
      }
    }
  }

  /** In US dollars per million tokens and whole decimals, as a price list is read. */
  private static BigDecimal oracle(Price price, TokenUsage usage) {
    Rates rates = price.tiers().get(0).rates();
    for (Price.Tier tier : price.tiers()) {
      if (usage.totalInput() > tier.promptTokensAbove()) {
        rates = tier.rates();
      }
    }
    BigDecimal dollars = times(usage.input(), rates.input());
    dollars = dollars.add(times(usage.cacheRead(), rates.cacheRead()));
    dollars = dollars.add(times(usage.output(), rates.output()));
    for (CacheWrites.Write write : usage.cacheWrites().byLifetime()) {
      dollars = dollars.add(times(write.tokens(), oracle(rates, write.lifetime())));
    }
    BigDecimal service = price.multipliers().services().get(usage.terms().service());
    BigDecimal region = price.multipliers().regions().get(usage.terms().region());
    dollars = dollars.multiply(service == null ? BigDecimal.ONE : service);
    dollars = dollars.multiply(region == null ? BigDecimal.ONE : region);
    return dollars
        .movePointRight(9)
        .setScale(0, RoundingMode.CEILING)
        .add(BigDecimal.valueOf(usage.feesNanoUsd()));
  }

  private static BigDecimal times(long tokens, long picoDollars) {
    return new BigDecimal(tokens).multiply(new BigDecimal(picoDollars).movePointLeft(12));
  }

  /** The listed lifetime that is no shorter, else the dearest input there is. */
  private static long oracle(Rates rates, Duration lifetime) {
    if (rates.cacheWrites().isEmpty()) {
      return rates.input();
    }
    Map.Entry<Duration, Long> next = new TreeMap<>(rates.cacheWrites()).ceilingEntry(lifetime);
    if (next != null) {
      return next.getValue();
    }
    long dearest = Math.max(rates.input(), rates.cacheRead());
    return rates.cacheWrites().values().stream().reduce(dearest, Math::max);
  }

  private static Price randomPrice(Random random) {
    Price price = Price.of(randomRates(random));
    for (long above : List.of(100_000L, 200_000L, 272_000L)) {
      if (random.nextInt(3) == 0) {
        price = price.above(above, randomRates(random));
      }
    }
    Multipliers multipliers = Multipliers.none();
    for (ServiceTier service : ServiceTier.values()) {
      if (service != ServiceTier.STANDARD && random.nextBoolean()) {
        multipliers = multipliers.withService(service, decimal(random, 100, 60_000, 4));
      }
    }
    if (random.nextBoolean()) {
      multipliers = multipliers.withRegion("eu", decimal(random, 9_000, 13_000, 4));
    }
    return price.withMultipliers(multipliers);
  }

  private static Rates randomRates(Random random) {
    Rates plain = Rates.perMillionTokens(rate(random), rate(random));
    if (random.nextInt(4) == 0) {
      return plain;
    }
    Map<Duration, String> writes = new TreeMap<>();
    for (Duration lifetime : LIFETIMES) {
      if (random.nextInt(3) > 0) {
        writes.put(lifetime, rate(random));
      }
    }
    return plain.withCaching(rate(random), writes);
  }

  /** Down to a pico-dollar per token, which is finer than any list price. */
  private static String rate(Random random) {
    return random.nextBoolean() ? decimal(random, 0, 100_000_000, 6) : decimal(random, 1, 9999, 3);
  }

  private static String decimal(Random random, long from, long to, int places) {
    return BigDecimal.valueOf(random.nextLong(from, to), places).toPlainString();
  }

  private static TokenUsage randomUsage(Random random) {
    TokenUsage.Builder usage =
        TokenUsage.builder()
            .input(tokens(random))
            .cacheRead(tokens(random))
            .output(tokens(random))
            .feesNanoUsd(random.nextInt(3) == 0 ? random.nextInt(50_000_000) : 0)
            .terms(
                new BillingTerms(
                    SERVICES.get(random.nextInt(SERVICES.size())),
                    random.nextBoolean() ? "" : "eu"));
    for (Duration lifetime : LIFETIMES) {
      usage.cacheWrite(lifetime, random.nextInt(3) == 0 ? tokens(random) : 0);
    }
    return usage.build();
  }

  /** Often none, one, or near the border of a tier. */
  private static long tokens(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(2);
      case 1 -> 99_998 + random.nextInt(5);
      case 2 -> 199_998 + random.nextInt(5);
      case 3 -> 271_998 + random.nextInt(5);
      default -> random.nextInt(300_000);
    };
  }

  private static TokenUsage billed(TokenUsage usage, BillingTerms terms) {
    return TokenUsage.builder()
        .input(usage.input())
        .cacheRead(usage.cacheRead())
        .output(usage.output())
        .feesNanoUsd(usage.feesNanoUsd())
        .terms(terms)
        .build();
  }
}
