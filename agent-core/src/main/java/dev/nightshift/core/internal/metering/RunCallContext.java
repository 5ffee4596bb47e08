package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.Registration;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.RateLimitStatus;
import java.time.Instant;

/** What a provider is told about the run that calls it. */
record RunCallContext(
    RunId run, AgentRole role, Instant deadline, RunSignals signals, Attempt attempt)
    implements CallContext {
  @Override
  public Registration onCancel(Runnable closeTheConnection) {
    return signals.cancellation().onCancel(closeTheConnection);
  }

  @Override
  public void progress(long receivedBytes) {
    signals.touch();
  }

  @Override
  public void observed(RateLimitStatus status) {
    attempt.admission().observed(status);
  }

  @Override
  public void answering(String requestId) {
    attempt.answering(requestId);
  }
}
