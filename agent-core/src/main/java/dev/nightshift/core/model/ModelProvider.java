package dev.nightshift.core.model;

/**
 * A service that runs language models: the SPI that users implement, decorate or fake. One method
 * is abstract.
 *
 * <p><b>Caller:</b> only the engine, which has reserved the money before; once per attempt. A
 * provider makes no retries of its own. <b>Threads:</b> called from many run threads at once; may
 * block until the deadline of the context. <b>Cancel:</b> on interrupt or on the callback of {@link
 * CallContext#onCancel} the connection is closed and the call ends with {@link
 * InterruptedException} or a {@link ModelException} of kind {@link ModelErrorKind#CANCELLED}.
 */
@FunctionalInterface
public interface ModelProvider {
  /**
   * Sends one request and waits for the whole answer.
   *
   * @param request what to send; within the provider's limits
   * @param context whose call it is and how long it may take
   * @return the answer with its exact usage
   * @throws ModelException if there is no usable answer; says what may have been billed
   * @throws InterruptedException if the thread was interrupted
   */
  ModelResponse complete(ModelRequest request, CallContext context) throws InterruptedException;

  /**
   * Returns the name under which models of this provider are written, the part before the colon.
   * Providers of one name are taken for one service, whatever they are registered as: the same
   * model of two of them is one model. A decorator returns the name of what it decorates.
   *
   * @return a short lower-case word, {@code custom} unless overridden
   */
  default String name() {
    return "custom";
  }

  /**
   * Returns the exact model behind an alias, so that two roles cannot get the same model under two
   * names.
   *
   * @param id any id of this provider
   * @return the canonical id; the same id unless overridden
   */
  default ModelId canonical(ModelId id) {
    return id;
  }

  /**
   * Returns what a model can take and give.
   *
   * @param id any id of this provider
   * @return its limits, {@link ModelLimits#cautious} unless overridden
   */
  default ModelLimits limits(ModelId id) {
    return ModelLimits.cautious();
  }

  /**
   * Returns how to bound the tokens of a request before it is sent.
   *
   * @param id any id of this provider
   * @return the estimator, {@link TokenEstimator#byBytes} unless overridden
   */
  default TokenEstimator estimator(ModelId id) {
    return TokenEstimator.byBytes();
  }
}
