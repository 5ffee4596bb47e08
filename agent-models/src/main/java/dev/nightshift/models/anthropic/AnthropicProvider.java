package dev.nightshift.models.anthropic;

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
import dev.nightshift.models.internal.ClaudeNames;
import dev.nightshift.models.internal.wire.BaseUrl;
import dev.nightshift.models.internal.wire.HttpCalls;
import dev.nightshift.models.internal.wire.KeyOnTheWay;
import dev.nightshift.models.internal.wire.ProviderVariables;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Anthropic's models over the Messages API, always streamed, with prompt caching.
 *
 * <p>What a model thought is replayed byte for byte to that model and left out for any other. One
 * attempt is one request: retries and waits belong to the engine, which reserves money for each.
 * Forced tool choices, sampling parameters and thinking budgets are never sent, since the newest
 * models refuse them.
 *
 * <p>The options of a request are sent as they are: an effort that the model takes, and a prompt
 * cache of five minutes, of one hour or none. Without them a model has its own effort, and a prompt
 * stays cached for five minutes.
 *
 * <p><b>Threads:</b> safe for concurrent use; one instance serves all runs. <b>Cost:</b> each turn
 * of a conversation is encoded once. Providers share their connections, which are used for 50
 * seconds before new ones are made; there is nothing to close.
 */
public final class AnthropicProvider implements ModelProvider {
  /** The environment variable with the key. */
  static final String KEY_VARIABLE = "ANTHROPIC_API_KEY";

  /** The environment variable with the base URL, for gateways and tests. */
  static final String URL_VARIABLE = "ANTHROPIC_BASE_URL";

  private final HttpCalls calls;
  private final URI endpoint;
  private final PriceBook prices;

  private AnthropicProvider(Builder builder, String apiKey) {
    this.endpoint = builder.endpoint;
    this.prices = underEitherName(builder.prices).orElse(BundledPrices.load());
    this.calls = new HttpCalls(new AnthropicFormat(endpoint, apiKey), builder.connection);
  }

  /**
   * Returns the provider that the environment describes: {@code ANTHROPIC_API_KEY}, and {@code
   * ANTHROPIC_BASE_URL} if it is set.
   *
   * @return a provider with the defaults of {@link #builder}
   * @throws IllegalStateException if no key is set, unless the base URL is on this computer; or if
   *     the key would be sent unencrypted to a server that {@code NIGHTSHIFT_KEYS_OVER_HTTP} does
   *     not name
   * @throws IllegalArgumentException if a variable holds no key or no URL; names it
   */
  public static AnthropicProvider fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  static AnthropicProvider fromEnvironment(Map<String, String> environment) {
    Builder builder = builder();
    new ProviderVariables(environment, List.of(KEY_VARIABLE), List.of(URL_VARIABLE))
        .configure(builder::baseUrl, builder::apiKey, "console.anthropic.com");
    builder.connection(ProviderVariables.connection(environment, builder.endpoint));
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
    return "anthropic";
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the name ends in {@code [1m]}, a mark of other programs
   */
  @Override
  public ModelFacts facts(ModelId id) {
    ModelId canonical = canonical(id);
    return new ModelFacts(
        canonical,
        ClaudeModels.limits(canonical.model()),
        TokenEstimator.byBytes(),
        prices,
        ClaudeModels.options(canonical.model()));
  }

  private static ModelId canonical(ModelId id) {
    if (ClaudeNames.asksForLongContext(id.model())) {
      throw new IllegalArgumentException(
          "model '"
              + id
              + "' asks for a long context by [1m], which is never sent; leave out [1m]");
    }
    String canonical = ClaudeNames.canonical(id.model());
    return canonical.equals(id.model()) ? id : new ModelId(id.provider(), canonical);
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
    return "AnthropicProvider[" + endpoint + "]";
  }

  private static PriceBook underEitherName(PriceBook own) {
    return own.orElse(
        (model, at) ->
            own.price(new ModelId(model.provider(), ClaudeNames.canonical(model.model())), at));
  }

  /** Collects the settings of a provider. Not safe for concurrent use. */
  public static final class Builder {
    private String apiKey = "";
    private URI endpoint = endpointBelow("https://api.anthropic.com");
    private PriceBook prices = PriceBook.empty();
    private ConnectionSettings connection = ConnectionSettings.standard();

    private Builder() {}

    /**
     * Sets the key; required.
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
     * @param baseUrl an http or https URL without {@code /v1/messages}; default {@code
     *     https://api.anthropic.com}
     * @return this builder
     * @throws IllegalArgumentException if it is no such URL
     */
    public Builder baseUrl(String baseUrl) {
      this.endpoint = endpointBelow(baseUrl);
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
    public AnthropicProvider build() {
      if (apiKey.isEmpty()) {
        throw new IllegalStateException(
            "no API key was given; call apiKey(..), or set "
                + KEY_VARIABLE
                + " and use AnthropicProvider.fromEnvironment()");
      }
      KeyOnTheWay.require(endpoint, apiKey, connection);
      return new AnthropicProvider(this, apiKey);
    }

    private static URI endpointBelow(String baseUrl) {
      return BaseUrl.of(baseUrl, "v1").resolve("/messages");
    }
  }
}
