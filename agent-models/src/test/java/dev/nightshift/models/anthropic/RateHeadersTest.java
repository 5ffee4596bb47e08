package dev.nightshift.models.anthropic;

import static dev.nightshift.models.anthropic.AnthropicFixture.ask;
import static dev.nightshift.models.anthropic.AnthropicFixture.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.provider.RateLimitStatus;
import dev.nightshift.core.provider.RateLimitStatus.Dimension;
import dev.nightshift.models.internal.wire.FakeCall;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateHeadersTest {
  private static final String FAR = "9999-12-31T23:59:59Z";
  private final FakeCall call = FakeCall.open();

  @Test
  void reportsEachLimitOfAnAnswer() throws InterruptedException {
    List<RateLimitStatus> seen =
        answer(
            limit(
                limit(
                    limit(Reply.text("ok"), "requests", "50", "49"), "input-tokens", "30000", "0"),
                "output-tokens",
                "8000",
                "7000"));

    assertThat(seen)
        .extracting(status -> status.dimension() + " " + status.limit() + " " + status.remaining())
        .containsExactlyInAnyOrder(
            "REQUESTS 50 49", "INPUT_TOKENS 30000 0", "OUTPUT_TOKENS 8000 7000");
    assertThat(seen).allMatch(status -> status.untilReset().compareTo(Duration.ofDays(1)) > 0);
  }

  @Test
  void reportsTheLimitsOfARefusal() throws InterruptedException {
    Reply refusal = limit(Reply.error(429, "rate_limit_error", "slow"), "tokens", "40000", "12");
    try (ScriptedModelServer server = ScriptedModelServer.start(refusal)) {
      assertThatThrownBy(() -> provider(server).complete(ask("go"), call))
          .isInstanceOf(ModelException.class);
    }

    assertThat(call.limits())
        .extracting(RateLimitStatus::dimension)
        .containsExactly(Dimension.TOKENS);
  }

  /** Case 26 of the list of tricky cases. */
  @Test
  void aResetInThePastIsNoTimeToWait() throws InterruptedException {
    Reply reply =
        limit(Reply.text("ok"), "requests", "50", "0")
            .withHeader("anthropic-ratelimit-requests-reset", "2015-10-21T07:28:00Z");

    assertThat(answer(reply))
        .containsExactly(new RateLimitStatus(Dimension.REQUESTS, 50, 0, Duration.ZERO));
  }

  @ParameterizedTest
  @CsvSource({
    "limit, 0",
    "limit, -1",
    "limit, many",
    "limit, 99999999999999999999",
    "remaining, -1",
    "remaining, ''",
    "reset, soon",
    "reset, ''"
  })
  void believesNoHeaderThatMakesNoSense(String part, String value) throws InterruptedException {
    Reply reply =
        limit(Reply.text("ok"), "requests", "50", "49")
            .withHeader("anthropic-ratelimit-requests-" + part, value);

    assertThat(answer(reply)).isEmpty();
  }

  private List<RateLimitStatus> answer(Reply reply) throws InterruptedException {
    try (ScriptedModelServer server = ScriptedModelServer.start(reply)) {
      provider(server).complete(ask("go"), call);
    }
    return call.limits();
  }

  private static Reply limit(Reply reply, String name, String limit, String remaining) {
    String prefix = "anthropic-ratelimit-" + name;
    return reply
        .withHeader(prefix + "-limit", limit)
        .withHeader(prefix + "-remaining", remaining)
        .withHeader(prefix + "-reset", FAR);
  }
}
