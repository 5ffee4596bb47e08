package dev.nightshift.models.gemini;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.provider.TokenEstimator;
import dev.nightshift.models.BundledPrices;
import dev.nightshift.models.ConnectionSettings;
import dev.nightshift.models.internal.ApiKey;
import dev.nightshift.models.internal.wire.BaseUrl;
import dev.nightshift.models.internal.wire.HttpCalls;
import dev.nightshift.models.internal.wire.KeyOnTheWay;
import dev.nightshift.models.internal.wire.ProviderVariables;
import java.util.List;
import java.util.Map;

/**
 * Google's models over the Gemini API, always streamed.
 *
 * <p>What a model thought, its signatures and parts of kinds this library does not know are sent
 * back as they came to the model that wrote them, and left out for any other. One attempt is one
 * request: retries and waits belong to the engine, which reserves money for each. Sampling
 * parameters and forced tool choices are never sent.
 *
 * <p>An effort is told to the models that take one: as a level to the third generation, and as a
 * budget of 1,024, 8,192 or 24,576 tokens to the 2.5 generation, of half the largest answer at
 * most. The prompt is cached by the server, which takes no lifetime.
 *
 * <p><b>Threads:</b> safe for concurrent use; one instance serves all runs. <b>Cost:</b> each turn
 * of a conversation is encoded once. Providers share their connections, which are used for 50
 * seconds before new ones are made; there is nothing to close.
 */
public final class GeminiProvider implements ModelProvider {
  /** The environment variable with the key. */
  static final String KEY_VARIABLE = "GEMINI_API_KEY";

  private static final String OTHER_KEY_VARIABLE = "GOOGLE_API_KEY";
  private static final String URL_VARIABLE = "GEMINI_BASE_URL";
  private static final String OTHER_URL_VARIABLE = "GOOGLE_GEMINI_BASE_URL";

  private final HttpCalls calls;
  private final BaseUrl base;
  private final PriceBook prices;

  private GeminiProvider(Builder builder, String apiKey) {
    this.base = builder.base;
    this.prices = builder.prices.orElse(BundledPrices.load());
    this.calls = new HttpCalls(new GeminiFormat(base, apiKey), builder.connection);
  }

  /**
   * Returns the provider that the environment describes: {@code GEMINI_API_KEY} or else {@code
   * GOOGLE_API_KEY}, and {@code GEMINI_BASE_URL} or else {@code GOOGLE_GEMINI_BASE_URL} if one is
   * set.
   *
   * @return a provider with the defaults of {@link #builder}
   * @throws IllegalStateException if no key is set, unless the base URL is on this computer; or if
   *     the key would be sent unencrypted to a server that {@code NIGHTSHIFT_KEYS_OVER_HTTP} does
   *     not name
   * @throws IllegalArgumentException if a variable holds no key or no URL; names it
   */
  public static GeminiProvider fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  static GeminiProvider fromEnvironment(Map<String, String> environment) {
    Builder builder = builder();
    new ProviderVariables(
            environment,
            List.of(KEY_VARIABLE, OTHER_KEY_VARIABLE),
            List.of(URL_VARIABLE, OTHER_URL_VARIABLE))
        .configure(builder::baseUrl, builder::apiKey, "aistudio.google.com");
    builder.connection(ProviderVariables.connection(environment, builder.base.resolve("")));
    return builder.build();
  }

  /**
   * Starts a provider without a key.
   *
   * @return a builder, not safe for concurrent use
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String name() {
    return "gemini";
  }

  @Override
  public ModelFacts facts(ModelId id) {
    ModelId canonical = GeminiModels.canonical(id);
    return new ModelFacts(
        canonical,
        GeminiModels.limits(canonical.model()),
        TokenEstimator.byBytes(),
        prices,
        GeminiModels.options(canonical.model()));
  }

  @Override
  public ModelResponse complete(ModelRequest request, CallContext context)
      throws InterruptedException {
    ModelFacts facts = facts(request.model());
    facts.options().require(request.model(), request.options());
    return calls.complete(request, context, facts.canonical());
  }

  @Override
  public String toString() {
    return "GeminiProvider[" + base + "]";
  }

  /** Collects the settings of a provider. Not safe for concurrent use. */
  public static final class Builder {
    private String apiKey = "";
    private BaseUrl base = below("https://generativelanguage.googleapis.com");
    private PriceBook prices = PriceBook.empty();
    private ConnectionSettings connection = ConnectionSettings.standard();

    private Builder() {}

    /**
     * Sets the key; required. It is sent in a header, never in a URL.
     *
     * @param apiKey the key, surrounding blanks are ignored
     * @return this builder
     * @throws IllegalArgumentException if it holds characters no header can carry
     */
    public Builder apiKey(String apiKey) {
      this.apiKey = ApiKey.of(apiKey);
      return this;
    }

    /**
     * Sets where the API is.
     *
     * @param baseUrl an http or https URL without {@code /v1beta/models}; default {@code
     *     https://generativelanguage.googleapis.com}
     * @return this builder
     * @throws IllegalArgumentException if it is no such URL
     */
    public Builder baseUrl(String baseUrl) {
      this.base = below(baseUrl);
      return this;
    }

    /**
     * Sets prices that come before the bundled ones.
     *
     * @param prices default none
     * @return this builder
     */
    public Builder prices(PriceBook prices) {
      this.prices = Require.nonNull(prices, "prices");
      return this;
    }

    /**
     * Sets how long to wait at each point of a call.
     *
     * @param connection default {@link ConnectionSettings#standard}
     * @return this builder
     */
    public Builder connection(ConnectionSettings connection) {
      this.connection = Require.nonNull(connection, "connection");
      return this;
    }

    /**
     * Makes the provider.
     *
     * @return a provider
     * @throws IllegalStateException if no key was given, or it would be sent unencrypted to another
     *     computer
     */
    public GeminiProvider build() {
      if (apiKey.isEmpty()) {
        throw new IllegalStateException(
            "no API key was given; call apiKey(..), or set "
                + KEY_VARIABLE
                + " and use GeminiProvider.fromEnvironment()");
      }
      KeyOnTheWay.require(base.resolve(""), apiKey, connection);
      return new GeminiProvider(this, apiKey);
    }

    private static BaseUrl below(String baseUrl) {
      return BaseUrl.of(baseUrl, "v1beta");
    }
  }
}
