package dev.nightshift.core.internal.metering;

import static dev.nightshift.core.internal.metering.FakeProvider.STRONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.AdmissionControl;
import dev.nightshift.core.provider.AdmissionRequest;
import dev.nightshift.core.provider.RateLimitStatus;
import dev.nightshift.core.provider.RateLimitStatus.Dimension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a rate limit is told of each attempt. */
class AdmissionTest {
  private final MeterFixture at = new MeterFixture();
  private final Recorder limits = new Recorder();
  private final Conversation conversation;

  AdmissionTest() {
    at.access.admission(limits);
    conversation = at.conversation();
  }

  @Test
  void asksForTheRunAndForAllInputThatNoCacheHas() throws InterruptedException {
    at.provider.answers(100, 10);

    conversation.send(UserTurn.text("go"));

    AdmissionRequest first = limits.requests.get(0);
    assertThat(first.run()).isEqualTo(at.run);
    assertThat(first.uncachedInput()).isPositive().isEqualTo(first.call().inputUpperBound());
  }

  @Test
  void doesNotAskForWhatTheProviderHasInItsCache() throws InterruptedException {
    TokenUsage cached =
        TokenUsage.builder()
            .input(10)
            .cacheRead(70_000)
            .cacheWrite(Duration.ofMinutes(5), 5_000)
            .output(20)
            .build();
    at.provider
        .then((request, context) -> FakeProvider.answer(STRONG, cached))
        .answers(100, 10)
        .answers(100, 10);
    conversation.send(UserTurn.text("go"));

    conversation.send(UserTurn.text("on"));
    conversation.send(UserTurn.text("and on"));

    AdmissionRequest second = limits.requests.get(1);
    assertThat(second.call().inputUpperBound()).isGreaterThan(75_030);
    assertThat(second.uncachedInput()).isEqualTo(second.call().inputUpperBound() - 75_000);
    AdmissionRequest third = limits.requests.get(2);
    assertThat(third.uncachedInput()).isEqualTo(third.call().inputUpperBound());
  }

  @Test
  void handsOnWhatTheProviderSaysOfItsLimits() throws InterruptedException {
    RateLimitStatus status = new RateLimitStatus(Dimension.REQUESTS, 50, 49, Duration.ofSeconds(1));
    at.provider.then(
        (request, context) -> {
          context.observed(status);
          return FakeProvider.answer(STRONG, TokenUsage.of(100, 10));
        });

    conversation.send(UserTurn.text("go"));

    assertThat(limits.told).containsExactly("observed " + status, "settled 110");
  }

  @Test
  void tellsOfARefusalBeforeItIsSettled() throws InterruptedException {
    at.provider
        .fails(
            ModelException.builder(ModelErrorKind.THROTTLED, "slow")
                .billing(Billing.NOT_BILLED)
                .retryAfter(Duration.ofSeconds(7))
                .build())
        .fails(
            ModelException.builder(ModelErrorKind.OVERLOADED, "busy")
                .billing(Billing.NOT_BILLED)
                .build())
        .answers(100, 10);

    conversation.send(UserTurn.text("go"));

    assertThat(limits.told)
        .containsExactly("throttled PT7S", "settled 0", "settled 0", "settled 110");
  }

  /** Symptom: the answer was paid and booked, and then a NullPointerException. */
  @Test
  void controlThatReturnsNullIsNamedBeforeAnythingIsSent() {
    at.access.admission(request -> null);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> at.conversation().send(UserTurn.text("go")))
        .withMessageContaining("admit() of the AdmissionControl");
    assertThat(at.provider.requests).isEmpty();
  }

  /** Symptom: an answer that was paid for was lost because the host's own limiter failed. */
  @Test
  void faultOfTheHostsLimiterLosesNoAnswer() throws InterruptedException {
    at.access.admission(
        request ->
            usage -> {
              throw new IllegalStateException("broken limiter");
            });
    at.provider.answers(100, 10);

    assertThat(at.conversation().send(UserTurn.text("go")).producer()).isEqualTo(STRONG);
  }

  @Test
  void refusesMoreUncachedInputThanInput() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new AdmissionRequest(
                    at.run, new CallEstimate(STRONG, AgentRole.REVIEWER, 10, 1), 11))
        .withMessageContaining("11");
  }

  private static final class Recorder implements AdmissionControl {
    final List<AdmissionRequest> requests = new ArrayList<>();
    final List<String> told = new ArrayList<>();

    @Override
    public Admission admit(AdmissionRequest request) {
      requests.add(request);
      return new Admission() {
        @Override
        public void settle(TokenUsage usage) {
          told.add("settled " + usage.total());
        }

        @Override
        public void observed(RateLimitStatus status) {
          told.add("observed " + status);
        }

        @Override
        public void throttled(Duration retryAfter) {
          told.add("throttled " + retryAfter);
        }
      };
    }
  }
}
