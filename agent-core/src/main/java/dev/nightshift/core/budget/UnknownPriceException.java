package dev.nightshift.core.budget;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.model.ModelId;

/** A model call refused because nobody knows its price; nothing was sent and nothing is charged. */
public final class UnknownPriceException extends AgentException {
  private static final long serialVersionUID = 1L;
  private final transient ModelId model;

  /**
   * Creates the refusal.
   *
   * @param model the model without a price
   */
  public UnknownPriceException(ModelId model) {
    super(
        "no price is known for model '"
            + model
            + "'; add one with Nightshift.builder(..).prices(..), for example PriceFile of"
            + " agent-models with a row or an alias of exactly this name, or PriceBook.of(..), or"
            + " declare it free with PriceBook.free(..)");
    this.model = model;
  }

  /**
   * Returns the model without a price.
   *
   * @return the model
   */
  public ModelId model() {
    return model;
  }
}
