package dev.nightshift.core.provider;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.model.ModelId;

/**
 * What a provider knows of one of its models: its exact name, what it can take and give, how its
 * tokens are bounded, and what it costs.
 *
 * @param canonical the exact model behind an alias; two roles do not share one whose {@link
 *     ModelName} is the same
 * @param limits what the model can take and give
 * @param estimator how to bound the tokens of a request before it is sent
 * @param prices its list prices, asked after the book given to the engine, for the name asked for
 *     and then for the canonical one
 * @param options the options it takes
 */
public record ModelFacts(
    ModelId canonical,
    ModelLimits limits,
    TokenEstimator estimator,
    PriceBook prices,
    SupportedOptions options) {
  /** Refuses nulls. */
  public ModelFacts {
    Require.nonNull(canonical, "canonical");
    Require.nonNull(limits, "limits");
    Require.nonNull(estimator, "estimator");
    Require.nonNull(prices, "prices");
    Require.nonNull(options, "options");
  }

  /**
   * Returns what holds for a model nothing is known about: its name is exact, {@link
   * ModelLimits#cautious}, {@link TokenEstimator#byBytes}, no price, so that the engine needs one,
   * and no options.
   *
   * @param id the model
   * @return cautious facts
   */
  public static ModelFacts cautious(ModelId id) {
    Require.nonNull(id, "id");
    return new ModelFacts(
        id,
        ModelLimits.cautious(),
        TokenEstimator.byBytes(),
        PriceBook.empty(),
        SupportedOptions.none());
  }

  /**
   * Returns these facts with another exact model.
   *
   * @param canonical the model behind the name asked for
   * @return a copy
   */
  public ModelFacts withCanonical(ModelId canonical) {
    return new ModelFacts(canonical, limits, estimator, prices, options);
  }

  /**
   * Returns these facts with other limits.
   *
   * @param limits what the model can take and give
   * @return a copy
   */
  public ModelFacts withLimits(ModelLimits limits) {
    return new ModelFacts(canonical, limits, estimator, prices, options);
  }

  /**
   * Returns these facts with another estimator.
   *
   * @param estimator how to bound the tokens of a request
   * @return a copy
   */
  public ModelFacts withEstimator(TokenEstimator estimator) {
    return new ModelFacts(canonical, limits, estimator, prices, options);
  }

  /**
   * Returns these facts with one price, whenever the model is called.
   *
   * @param price the list price
   * @return a copy
   */
  public ModelFacts withPrice(Price price) {
    return withPrices(PriceBook.of(price));
  }

  /**
   * Returns these facts with prices that change with time.
   *
   * @param prices asked before every call, so it must not block
   * @return a copy
   */
  public ModelFacts withPrices(PriceBook prices) {
    return new ModelFacts(canonical, limits, estimator, prices, options);
  }

  /**
   * Returns these facts with options that the model takes.
   *
   * @param options the values it can be told
   * @return a copy
   */
  public ModelFacts withOptions(SupportedOptions options) {
    return new ModelFacts(canonical, limits, estimator, prices, options);
  }
}
