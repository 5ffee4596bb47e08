package dev.nightshift.core.internal.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Registration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancellationTest {
  private final Cancellation cancellation = new Cancellation();
  private final AtomicInteger calls = new AtomicInteger();
  private final Runnable counting = calls::incrementAndGet;

  @Test
  void aCallbackThatIsRegisteredTwiceIsCalledTwice() {
    cancellation.onCancel(counting);
    cancellation.onCancel(counting);

    cancellation.cancel(EndReason.CANCELLED, "enough");

    assertThat(calls).hasValue(2);
  }

  @Test
  void closingOneRegistrationLeavesAnotherOfTheSameCallback() {
    Registration first = cancellation.onCancel(counting);
    cancellation.onCancel(counting);
    first.close();
    first.close();

    cancellation.cancel(EndReason.CANCELLED, "enough");

    assertThat(calls).hasValue(1);
  }

  @Test
  void aCallbackThatComesAfterTheCancelIsCalledAtOnce() {
    cancellation.cancel(EndReason.CANCELLED, "enough");

    cancellation.onCancel(counting).close();

    assertThat(calls).hasValue(1);
  }
}
