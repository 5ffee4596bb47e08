package dev.nightshift.models.gemini;

import static dev.nightshift.models.gemini.GeminiFixture.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.ServiceTier;
import dev.nightshift.core.model.TokenUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiUsageTest {
  private static final String STOP = "\"finishReason\":\"STOP\",";

  /**
   * Case 9 of the list of tricky cases: cached tokens are inside the prompt, thoughts outside the
   * candidates.
   */
  @Test
  void countsAreMadeDisjoint() throws InterruptedException {
    TokenUsage usage =
        usage(
            "{\"promptTokenCount\":12040,\"toolUsePromptTokenCount\":60,"
                + "\"cachedContentTokenCount\":12000,\"candidatesTokenCount\":12,"
                + "\"thoughtsTokenCount\":200,\"totalTokenCount\":12312}");

    assertThat(usage)
        .usingRecursiveComparison()
        .isEqualTo(
            TokenUsage.builder().input(100).cacheRead(12000).output(212).reasoning(200).build());
  }

  @Test
  void thoughtsAreOutputAlsoWhereNoTotalIsTold() throws InterruptedException {
    TokenUsage usage =
        usage("{\"promptTokenCount\":40,\"candidatesTokenCount\":12,\"thoughtsTokenCount\":200}");

    assertThat(usage)
        .usingRecursiveComparison()
        .isEqualTo(TokenUsage.builder().input(40).output(212).reasoning(200).build());
  }

  /** Case 10 of the list of tricky cases: every piece restates the usage. */
  @Test
  void repeatedUsageIsNotAddedUp() throws InterruptedException {
    TokenUsage usage =
        stream(
                GeminiFixture.piece("{\"text\":\"a\"}", "", GeminiFixture.usage(40, 51)),
                GeminiFixture.piece("{\"text\":\"b\"}", "", GeminiFixture.usage(40, 102)),
                GeminiFixture.piece("{\"text\":\"c\"}", STOP, GeminiFixture.usage(40, 153)))
            .usage();

    assertThat(usage).usingRecursiveComparison().isEqualTo(TokenUsage.of(40, 153));
  }

  /** Symptom: a gateway that ends with a zeroed usage made the whole answer free. */
  @Test
  void laterCountThatIsSmallerDoesNotTakeTheFirstBack() throws InterruptedException {
    TokenUsage usage =
        stream(
                GeminiFixture.piece("{\"text\":\"a\"}", "", GeminiFixture.usage(40, 51)),
                GeminiFixture.piece("{\"text\":\"c\"}", STOP, GeminiFixture.usage(0, 0)))
            .usage();

    assertThat(usage).usingRecursiveComparison().isEqualTo(TokenUsage.of(40, 51));
  }

  @Test
  void countThatIsLeftOutIsToldByTheTotal() throws InterruptedException {
    assertThat(usage("{\"promptTokenCount\":40,\"totalTokenCount\":90}"))
        .usingRecursiveComparison()
        .isEqualTo(TokenUsage.of(40, 50));
  }

  @Test
  void moreCachedThanRead() throws InterruptedException {
    TokenUsage usage =
        usage(
            "{\"promptTokenCount\":40,\"cachedContentTokenCount\":50,\"candidatesTokenCount\":1}");

    assertThat(usage.input()).isZero();
    assertThat(usage.cacheRead()).isEqualTo(40);
  }

  /** Cases 12 and 13 of the list of tricky cases: charged by the bound, and marked. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"promptTokenCount\":7}",
        "{\"candidatesTokenCount\":null,\"thoughtsTokenCount\":\"x\"}",
        "{\"promptTokenCount\":9000000000000000000,\"candidatesTokenCount\":2}",
        "{\"promptTokenCount\":7,\"candidatesTokenCount\":-1}"
      })
  void usageThatIsMissingOrAbsurdIsBoundedAndMarkedAsEstimated(String told)
      throws InterruptedException {
    TokenUsage usage = usage(told);

    assertThat(usage.isEstimated()).isTrue();
    assertThat(usage.output()).isEqualTo(1024);
    assertThat(usage.totalInput()).isBetween(1L, 10_000L);
  }

  @Test
  void usageThatStopsBeforeTheEndBoundsTheOutput() throws InterruptedException {
    TokenUsage usage =
        stream(
                GeminiFixture.piece("{\"text\":\"a\"}", "", GeminiFixture.usage(40, 51)),
                GeminiFixture.piece("{\"text\":\"c\"}", STOP, ""))
            .usage();

    assertThat(usage.isEstimated()).isTrue();
    assertThat(usage.input()).isEqualTo(40);
    assertThat(usage.output()).isEqualTo(1024);
  }

  @Test
  void usageThatComesAfterTheEndCounts() throws InterruptedException {
    TokenUsage usage =
        stream(
                GeminiFixture.piece("{\"text\":\"a\"}", STOP, ""),
                "{\"usageMetadata\":{\"promptTokenCount\":40,\"candidatesTokenCount\":51}}")
            .usage();

    assertThat(usage).usingRecursiveComparison().isEqualTo(TokenUsage.of(40, 51));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ON_DEMAND, STANDARD",
    "ON_DEMAND_PRIORITY, PRIORITY",
    "ON_DEMAND_FLEX, FLEX",
    "PROVISIONED_THROUGHPUT, STANDARD",
    "TRAFFIC_TYPE_UNSPECIFIED, STANDARD",
    "LUNAR, OTHER"
  })
  void usageSaysForWhatServiceItWasBilled(String traffic, ServiceTier service)
      throws InterruptedException {
    TokenUsage usage =
        usage(
            "{\"promptTokenCount\":4,\"candidatesTokenCount\":5,\"trafficType\":\""
                + traffic
                + "\"}");

    assertThat(usage.terms().service()).isEqualTo(service);
  }

  private static TokenUsage usage(String told) throws InterruptedException {
    return stream(GeminiFixture.piece("{\"text\":\"a\"}", STOP, ",\"usageMetadata\":" + told))
        .usage();
  }
}
