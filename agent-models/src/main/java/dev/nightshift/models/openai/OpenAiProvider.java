package dev.nightshift.models.openai;

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
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * OpenAI's models over the Responses API, always streamed.
 *
 * <p>OpenAI stores nothing of a conversation ({@code store:false}): each call sends all of it, and
 * what a model thought travels encrypted, back to that model only. One attempt is one request:
 * retries and waits belong to the engine, which reserves money for each. The standard service is
 * asked for by name, so that no setting of a project makes a call dearer than what was reserved.
 *
 * <p>A tool is called strict, which makes the model keep to its schema, if the schema allows it:
 * every object names all its properties as required and forbids others. Calls of several tools at
 * once are allowed. The API gives no answer of fewer than 16 tokens.
 *
 * <p>The options of a request are sent as they are: an effort that the model takes, and since
 * GPT-5.6 a prompt cache of 30 minutes or none. Without them a model has its own effort, and OpenAI
 * caches prompts by itself.
 *
 * <p><b>Threads:</b> safe for concurrent use; one instance serves all runs. <b>Cost:</b> each turn
 * of a conversation is encoded once. Providers share their connections; there is nothing to close.
 */
public final class OpenAiProvider implements ModelProvider {
  /** The name of the provider, and of OpenAI's rows in the bundled prices. */
  static final String NAME = "openai";

  /** The environment variable with the key. */
  static final String KEY_VARIABLE = "OPENAI_API_KEY";

  /** The environment variable with the base URL, for gateways and tests. */
  static final String URL_VARIABLE = "OPENAI_BASE_URL";

  /** Where OpenAI is. */
  static final String URL = "https://api.openai.com/v1";

  private final HttpCalls calls;
  private final URI endpoint;
  private final PriceBook prices;

  private OpenAiProvider(Builder builder, String apiKey) {
    this.endpoint = builder.endpoint;
    this.prices = underEitherName(builder.prices).orElse(BundledPrices.load());
    this.calls = new HttpCalls(new ResponsesFormat(endpoint, apiKey), builder.connection);
  }

  /**
   * Returns the provider that the environment describes: {@code OPENAI_API_KEY}, and {@code
   * OPENAI_BASE_URL} if it is set.
   *
   * @return a provider with the defaults of {@link #builder}
   * @throws IllegalStateException if no key is set, unless the base URL is on this computer; or if
   *     the key would be sent unencrypted to a server that {@code NIGHTSHIFT_KEYS_OVER_HTTP} does
   *     not name
   * @throws IllegalArgumentException if a variable holds no key or no URL; names it
   */
  public static OpenAiProvider fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  static OpenAiProvider fromEnvironment(Map<String, String> environment) {
    Builder builder = builder();
    new ProviderVariables(environment, List.of(KEY_VARIABLE), List.of(URL_VARIABLE))
        .configure(builder::baseUrl, builder::apiKey, "platform.openai.com");
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
    return NAME;
  }

  @Override
  public ModelFacts facts(ModelId id) {
    return facts(id, prices);
  }

  /** What is known of one of OpenAI's models, whichever API it is called by. */
  static ModelFacts facts(ModelId id, PriceBook prices) {
    ModelId canonical = OpenAiModels.canonical(id);
    return new ModelFacts(
        canonical,
        OpenAiModels.limits(canonical),
        TokenEstimator.byBytes(),
        prices,
        OpenAiModels.options(canonical));
  }

  /** Prices given for a model hold for its other names too, and for no dated name but an alias. */
  static PriceBook underEitherName(PriceBook own) {
    return own.orElse((model, at) -> own.price(OpenAiModels.canonical(model), at));
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
    return "OpenAiProvider[" + endpoint + "]";
  }

  /** Collects the settings of a provider. Not safe for concurrent use. */
  public static final class Builder {
    private String apiKey = "";
    private URI endpoint = endpointBelow(URL);
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
     * @param baseUrl an http or https URL without {@code /responses}; one without a path gets
     *     {@code /v1}; default {@code https://api.openai.com/v1}
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
    public OpenAiProvider build() {
      if (apiKey.isEmpty()) {
        throw new IllegalStateException(
            "no API key was given; call apiKey(..), or set "
                + KEY_VARIABLE
                + " and use OpenAiProvider.fromEnvironment()");
      }
      KeyOnTheWay.require(endpoint, apiKey, connection);
      return new OpenAiProvider(this, apiKey);
    }

    private static URI endpointBelow(String baseUrl) {
      return BaseUrl.withPath(baseUrl, "v1").resolve("/responses");
    }
  }
}
