package dev.nightshift.models.internal.wire;

import dev.nightshift.core.base.Registration;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.RateLimitStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A call that tests can cancel. */
public final class FakeCall implements CallContext {
  private final Instant deadline;
  private final Set<Runnable> callbacks = ConcurrentHashMap.newKeySet();
  private final CountDownLatch progressed = new CountDownLatch(1);
  private final List<RateLimitStatus> limits = new ArrayList<>();
  private volatile boolean cancelled;
  private volatile long receivedBytes;

  private FakeCall(Instant deadline) {
    this.deadline = deadline;
  }

  public static FakeCall open() {
    return within(Duration.ofSeconds(30));
  }

  public static FakeCall within(Duration timeouts) {
    return new FakeCall(Instant.now().plus(timeouts));
  }

  public void cancel() {
    cancelled = true;
    callbacks.forEach(Runnable::run);
  }

  public int openRegistrations() {
    return callbacks.size();
  }

  public long receivedBytes() {
    return receivedBytes;
  }

  public void awaitProgress() throws InterruptedException {
    progressed.await();
  }

  @Override
  public RunId run() {
    return RunId.of("run-1");
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

  public List<RateLimitStatus> limits() {
    return limits;
  }

  @Override
  public void observed(RateLimitStatus status) {
    limits.add(status);
  }

  @Override
  public void progress(long bytes) {
    receivedBytes = bytes;
    progressed.countDown();
  }
}
