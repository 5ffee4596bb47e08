package dev.nightshift.models.testing;

import dev.nightshift.core.base.Registration;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.provider.CallContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The surroundings of one call, which a scenario can cancel. */
final class ContractCall implements CallContext {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private final Instant deadline;
  private final Set<Runnable> callbacks = ConcurrentHashMap.newKeySet();
  private final CountDownLatch progressed = new CountDownLatch(1);
  private volatile boolean cancelled;

  private ContractCall(Instant deadline) {
    this.deadline = deadline;
  }

  static ContractCall open() {
    return new ContractCall(TimeSource.system().now().plus(TIMEOUT));
  }

  static ContractCall afterItsDeadline() {
    return new ContractCall(TimeSource.system().now().minusSeconds(1));
  }

  void cancel() {
    cancelled = true;
    callbacks.forEach(Runnable::run);
  }

  /** Waits until a part of the answer arrived, or the call is over without one. */
  boolean awaitProgressOrEnd() throws InterruptedException {
    return progressed.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }

  void ended() {
    progressed.countDown();
  }

  int openRegistrations() {
    return callbacks.size();
  }

  @Override
  public RunId run() {
    return RunId.of("contract");
  }

  @Override
  public AgentRole role() {
    return AgentRole.IMPLEMENTER;
  }

  @Override
  public Instant deadline() {
    return deadline;
  }

  @Override
  public Registration onCancel(Runnable closeTheConnection) {
    if (cancelled) {
      closeTheConnection.run();
      return () -> {};
    }
    callbacks.add(closeTheConnection);
    return () -> callbacks.remove(closeTheConnection);
  }

  @Override
  public void progress(long receivedBytes) {
    progressed.countDown();
  }
}
