package dev.nightshift.models.anthropic;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelRequest;
import dev.nightshift.core.model.ModelResponse;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.TokenEstimator;
import dev.nightshift.models.BundledPrices;
import dev.nightshift.models.internal.ClaudeNames;
import dev.nightshift.models.internal.RequestBody;
import dev.nightshift.models.internal.SharedClient;
import dev.nightshift.models.internal.StreamedPost;
import dev.nightshift.models.internal.StreamedPost.Patience;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(AnthropicProvider.class);
  private static final String API_VERSION = "2023-06-01";

  private final RequestEncoder requests = new RequestEncoder();
  private final SharedClient clients;
  private final URI endpoint;
  private final String apiKey;
  private final PriceBook prices;
  private final TimeSource time;
  private final Duration headersTimeout;
  private final Duration silenceTimeout;

  private AnthropicProvider(Builder builder, String apiKey) {
    this.apiKey = apiKey;
    this.endpoint = builder.endpoint;
    this.prices = underEitherName(builder.prices).orElse(BundledPrices.load());
    this.time = builder.time;
    this.headersTimeout = builder.headersTimeout;
    this.silenceTimeout = builder.silenceTimeout;
    this.clients = SharedClient.of(builder.connectTimeout, builder.time);
  }

  /**
   * Returns the provider that the environment describes: {@code ANTHROPIC_API_KEY}, and {@code
   * ANTHROPIC_BASE_URL} if it is set.
   *
   * @return a provider with the defaults of {@link #builder}
   * @throws IllegalStateException if the key is not set
   */
  public static AnthropicProvider fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  static AnthropicProvider fromEnvironment(Map<String, String> environment) {
    String key = environment.getOrDefault(KEY_VARIABLE, "");
    if (key.isBlank()) {
      throw new IllegalStateException(
          "the environment variable "
              + KEY_VARIABLE
              + " is not set; set it to a key of console.anthropic.com, or give one with"
              + " AnthropicProvider.builder().apiKey(..)");
    }
    Builder builder = builder().apiKey(key);
    String url = environment.getOrDefault(URL_VARIABLE, "");
    return (url.isBlank() ? builder : builder.baseUrl(url)).build();
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
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before the call of " + request.model());
    }
    ModelFacts facts = facts(request.model());
    facts.options().require(request.model(), request.options());
    CallFailures failures = new CallFailures(request.model(), endpoint);
    RequestBody body = requests.encode(request);
    LOG.debug("calling {} for the {} with {} bytes", request.model(), context.role(), body.bytes());
    // Last, because a long conversation takes a while to write.
    Duration whole = Duration.between(time.now(), context.deadline());
    if (whole.isZero() || whole.isNegative()) {
      throw failures.timedOut(false, null, Optional.empty());
    }
    Patience patience = new Patience(whole, headersTimeout, silenceTimeout);
    HttpClient client = clients.current();
    StreamedPost post = StreamedPost.prepare(client, httpRequest(body), time, patience);
    UsageCollector usage = new UsageCollector(CacheMark.of(request.options()).lifetime());
    AnthropicCall call = new AnthropicCall(request, context, failures, time, usage);
    try {
      return call.complete(post, facts.canonical());
    } finally {
      if (call.isUnanswered()) {
        clients.putAway(client);
      }
    }
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

  private HttpRequest httpRequest(RequestBody body) {
    return HttpRequest.newBuilder(endpoint)
        .header("x-api-key", apiKey)
        .header("anthropic-version", API_VERSION)
        .header("content-type", "application/json")
        .header("accept", "text/event-stream")
        .header("accept-encoding", "identity")
        .header("user-agent", "nightshift")
        .POST(body.publisher())
        .build();
  }

  /** Collects the settings of a provider. Not safe for concurrent use. */
  public static final class Builder {
    private String apiKey = "";
    private URI endpoint = Endpoint.of("https://api.anthropic.com");
    private PriceBook prices = PriceBook.empty();
    private TimeSource time = TimeSource.system();
    private Duration connectTimeout = Duration.ofSeconds(20);
    private Duration headersTimeout = Duration.ofMinutes(3);
    private Duration silenceTimeout = Duration.ofMinutes(2);

    private Builder() {}

    /**
     * Sets the key; required.
     *
     * @param apiKey the key, surrounding blanks are ignored
     * @return this builder
     * @throws IllegalArgumentException if it holds characters no header can carry
     */
    public Builder apiKey(String apiKey) {
      Require.nonNull(apiKey, "apiKey");
      String key = apiKey.strip();
      if (!key.chars().allMatch(letter -> letter > ' ' && letter < 0x7F)) {
        throw new IllegalArgumentException(
            "the API key holds blanks, line breaks or non-ASCII characters; copy it again");
      }
      this.apiKey = key;
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
      Require.nonNull(baseUrl, "baseUrl");
      this.endpoint = Endpoint.of(baseUrl);
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
     * Sets the clock that deadlines are compared with.
     *
     * @param time default the system's
     * @return this builder
     */
    public Builder time(TimeSource time) {
      this.time = Require.nonNull(time, "time");
      return this;
    }

    /**
     * Sets how long to wait for a connection.
     *
     * @param connectTimeout more than zero; default 20 seconds
     * @return this builder
     */
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = Require.positive(connectTimeout, "connectTimeout");
      return this;
    }

    /**
     * Sets how long one attempt waits for the headers of its answer, connecting included.
     *
     * @param headersTimeout more than zero; default 3 minutes
     * @return this builder
     */
    public Builder headersTimeout(Duration headersTimeout) {
      this.headersTimeout = Require.positive(headersTimeout, "headersTimeout");
      return this;
    }

    /**
     * Sets how long an answer may pause between two pieces; the API's pings end a pause.
     *
     * @param silenceTimeout more than zero; default 2 minutes
     * @return this builder
     */
    public Builder silenceTimeout(Duration silenceTimeout) {
      this.silenceTimeout = Require.positive(silenceTimeout, "silenceTimeout");
      return this;
    }

    /**
     * Makes the provider.
     *
     * @return a provider
     * @throws IllegalStateException if no key was given
     */
    public AnthropicProvider build() {
      if (apiKey.isEmpty()) {
        throw new IllegalStateException(
            "no API key was given; call apiKey(..), or set "
                + KEY_VARIABLE
                + " and use AnthropicProvider.fromEnvironment()");
      }
      return new AnthropicProvider(this, apiKey);
    }
  }
}
