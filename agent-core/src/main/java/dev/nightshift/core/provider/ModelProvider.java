package dev.nightshift.core.provider;

import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;

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
   * Returns what is known of a model. Called when a conversation is opened and when another model
   * than the one asked for answered; must not block. A decorator returns the facts of what it
   * decorates.
   *
   * @param id any id of this provider
   * @return its facts, {@link ModelFacts#cautious} unless overridden; a model without a price here
   *     needs one in the book of the engine
   * @throws IllegalArgumentException if no model can be meant by that id; says what to write
   */
  default ModelFacts facts(ModelId id) {
    return ModelFacts.cautious(id);
  }
}
