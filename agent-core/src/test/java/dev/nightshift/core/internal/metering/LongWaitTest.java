package dev.nightshift.core.internal.metering;

import static dev.nightshift.core.internal.metering.FakeProvider.SMALL;
import static dev.nightshift.core.internal.metering.FakeProvider.STRONG;
import static dev.nightshift.core.internal.metering.MeterFixture.spec;
import static dev.nightshift.core.model.AgentRole.IMPLEMENTER;
import static dev.nightshift.core.model.AgentRole.REVIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a call waits for its own model where it has a fallback. */
class LongWaitTest {
  private static final UserTurn GO = UserTurn.text("go");
  private final MeterFixture at = new MeterFixture();

  /** Symptom: a throttled model kept an idle spare waiting for more than four minutes. */
  @Test
  void asksTheFallbackInsteadOfALongWait() throws InterruptedException {
    Conversation writer = open(at.meter(), STRONG, SMALL);
    at.provider.fails(throttled(31)).answers(100, 10);
    long before = at.time.nanoTime();

    writer.send(GO);

    assertThat(asked()).containsExactly(STRONG, SMALL);
    assertThat(at.time.nanoTime()).isEqualTo(before);
  }

  @Test
  void waitsForAShortWhileAlthoughThereIsAFallback() throws InterruptedException {
    Conversation writer = open(at.meter(), STRONG, SMALL);
    at.provider.fails(throttled(20)).fails(throttled(10)).fails(throttled(1)).answers(100, 10);
    long before = at.time.nanoTime();

    writer.send(GO);

    assertThat(asked()).containsExactly(STRONG, STRONG, STRONG, SMALL);
    assertThat(at.time.nanoTime() - before).isEqualTo(Duration.ofSeconds(30).toNanos());
  }

  @Test
  void waitsLongWhereNoOtherModelCouldBeAsked() throws InterruptedException {
    RunMeter meter = at.meter();
    Conversation writer = open(meter, STRONG, SMALL);
    meter.open(spec(SMALL).build(), REVIEWER, "main");
    at.provider.fails(throttled(240)).answers(100, 10);

    writer.send(GO);

    assertThat(asked()).containsExactly(STRONG, STRONG);
  }

  private static Conversation open(RunMeter meter, ModelId model, ModelId... fallbacks) {
    return meter.open(spec(model).fallbacks(Arrays.asList(fallbacks)).build(), IMPLEMENTER, "main");
  }

  private List<ModelId> asked() {
    return at.provider.requests.stream().map(ModelRequest::model).toList();
  }

  private static ModelException throttled(long seconds) {
    return ModelException.builder(ModelErrorKind.THROTTLED, "wait")
        .billing(Billing.NOT_BILLED)
        .retryAfter(Duration.ofSeconds(seconds))
        .build();
  }
}
