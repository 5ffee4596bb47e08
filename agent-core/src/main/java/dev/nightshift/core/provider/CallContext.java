package dev.nightshift.core.provider;

import dev.nightshift.core.base.Registration;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.model.AgentRole;
import java.time.Instant;

/**
 * What surrounds one model call: whose it is, how long it may take, and how it is stopped.
 *
 * <p>Made by the engine and not for implementation: methods may be added to it. Tests of a provider
 * mock it.
 */
public interface CallContext {
  /**
   * Returns the run that pays for the call.
   *
   * @return the run
   */
  RunId run();

  /**
   * Returns the role the call is made for.
   *
   * @return the role
   */
  AgentRole role();

  /**
   * Returns when the call must be over, because the run then used all its active time; a provider
   * gives up before it waits past this instant.
   *
   * @return the deadline
   */
  Instant deadline();

  /**
   * Registers what closes the connection when the run is cancelled. If the run is already
   * cancelled, the callback runs at once on this thread.
   *
   * @param closeTheConnection called at most once, on a thread of the engine; must not block
   * @return withdraws the callback when the call is over
   */
  Registration onCancel(Runnable closeTheConnection);

  /**
   * Reports that the answer grows, so that a slow but living call is not taken for a hanging one.
   *
   * @param receivedBytes the bytes of the answer received so far, growing
   */
  void progress(long receivedBytes);

  /**
   * Reports what the headers of an answer or a refusal say about a rate limit of the account; goes
   * to the {@link dev.nightshift.core.provider.AdmissionControl} that let the call through. By
   * default nobody hears.
   *
   * @param status one limit
   */
  default void observed(RateLimitStatus status) {}

  /**
   * Reports that an answer or a refusal begins, and what the provider calls the request: by that
   * name its bill can be looked up if the call is cut off. By default nobody hears.
   *
   * @param requestId its id; empty if the provider gives none
   */
  default void answering(String requestId) {}
}
