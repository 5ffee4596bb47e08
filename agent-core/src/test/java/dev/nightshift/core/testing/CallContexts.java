package dev.nightshift.core.testing;

import dev.nightshift.core.base.Registration;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.provider.CallContext;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A call context under the control of a test. */
final class CallContexts implements CallContext {
  final CountDownLatch registered = new CountDownLatch(1);
  private final List<Runnable> callbacks = new CopyOnWriteArrayList<>();
  private final Instant deadline;

  private CallContexts(Instant deadline) {
    this.deadline = deadline;
  }

  static CallContexts endless() {
    return until(Instant.MAX);
  }

  static CallContexts until(Instant deadline) {
    return new CallContexts(deadline);
  }

  void cancel() {
    callbacks.forEach(Runnable::run);
  }

  int callbacks() {
    return callbacks.size();
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
    callbacks.add(closeTheConnection);
    registered.countDown();
    return () -> callbacks.remove(closeTheConnection);
  }

  @Override
  public void progress(long receivedBytes) {}
}
