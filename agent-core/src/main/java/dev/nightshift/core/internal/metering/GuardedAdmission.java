package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.AdmissionControl;
import dev.nightshift.core.provider.AdmissionControl.Admission;
import dev.nightshift.core.provider.RateLimitStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admission of a host's own limiter, whose faults must not lose an answer that is paid for. */
final class GuardedAdmission implements Admission {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedAdmission.class);

  private final Admission admission;
  private final AdmissionControl control;

  private GuardedAdmission(Admission admission, AdmissionControl control) {
    this.admission = admission;
    this.control = control;
  }

  /** Refuses a null before anything is sent. */
  static Admission of(@Nullable Admission admission, AdmissionControl control) {
    return admission == null
        ? Require.returned(null, "admit() of the AdmissionControl " + control)
        : new GuardedAdmission(admission, control);
  }

  @Override
  public void settle(TokenUsage usage) {
    tell("settle", () -> admission.settle(usage));
  }

  @Override
  public void observed(RateLimitStatus status) {
    tell("observed", () -> admission.observed(status));
  }

  @Override
  public void throttled(Duration retryAfter) {
    tell("throttled", () -> admission.throttled(retryAfter));
  }

  private void tell(String what, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException fault) {
      LOG.warn("{} of an admission by {} failed; the call goes on", what, control, fault);
    }
  }
}
