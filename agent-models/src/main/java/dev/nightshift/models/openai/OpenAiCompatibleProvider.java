package dev.nightshift.models.openai;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.MissingKeyException;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.provider.SupportedOptions;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The models of any server that speaks OpenAI's Chat Completions API, always streamed: Ollama,
 * vLLM, llama.cpp, LM Studio, OpenRouter, gateways, and OpenAI itself, for which {@link
 * OpenAiProvider} is the better one, since only the Responses API takes back what a model thought.
 *
 * <p><b>Prices:</b> only those of OpenAI are bundled. Every other model is refused until it has a
 * price, one on this computer too: {@code OpenAiCompatibleProvider.ollama().prices(
 * PriceBook.free(ModelId.parse("ollama:qwen3")))} declares it free. Caps on tokens and time bind it
 * all the same.
 *
 * <p>A server differs from others by its {@link Quirks}. Whatever they say, an answer is read as it
 * comes: the calls of tools count, not the reason a server gives for the end; ids that are missing
 * or there twice are made unique; a stream without a usage is charged by its bounds, estimated, and
 * told to the log once.
 *
 * <p>A model is written {@code NAME:MODEL}, or with the URL of its server, {@code
 * openai-compatible:http://localhost:8000/v1#MODEL}.
 *
 * <p><b>Threads:</b> safe for concurrent use; one instance serves all runs. <b>Cost:</b> each turn
 * of a conversation is encoded once. Providers share their connections; there is nothing to close.
 */
public final class OpenAiCompatibleProvider implements ModelProvider {
  /** The name of a server that has none of its own. */
  static final String NAME = "openai-compatible";

  private static final String OPEN_ROUTER_KEY = "OPENROUTER_API_KEY";
  private static final String OLLAMA_HOST = "OLLAMA_HOST";

  private final HttpCalls calls;
  private final String name;
  private final BaseUrl baseUrl;
  private final ChatNames names;
  private final ModelLimits limits;
  private final PriceBook prices;
  private final SupportedOptions options;

  private OpenAiCompatibleProvider(Builder builder) {
    this.name = builder.name;
    this.baseUrl = builder.baseUrl;
    this.limits = builder.limits;
    this.options = new SupportedOptions(builder.quirks.efforts(), Set.of());
    this.names = new ChatNames(builder.isOpenAi, baseUrl.toString());
    this.prices =
        builder.isOpenAi
            ? OpenAiProvider.underEitherName(builder.prices).orElse(BundledPrices.load())
            : builder.prices;
    ChatServer server = new ChatServer(builder.apiKey, builder.keySource, builder.quirks);
    this.calls =
        new HttpCalls(
            new ChatFormat(baseUrl.resolve("/chat/completions"), server, names),
            builder.connection);
  }

  /**
   * Starts a provider for any server, named {@code openai-compatible}, with {@link
   * Quirks#standard}.
   *
   * @param baseUrl an http or https URL without {@code /chat/completions}; one without a path gets
   *     {@code /v1}
   * @return a builder, not safe for concurrent use
   * @throws IllegalArgumentException if it is no such URL
   */
  public static Builder builder(String baseUrl) {
    return new Builder(NAME, baseUrl, Quirks.standard());
  }

  /** A key of any other server is never sent to a URL that somebody wrote. */
  static Builder builder(String baseUrl, Map<String, String> environment) {
    Builder builder = builder(baseUrl);
    ServerKey.requireNamed(builder.baseUrl, environment);
    builder.keyFrom(ServerKey.variable(builder.baseUrl), environment);
    builder.needsKey = false;
    return builder;
  }

  /**
   * Starts a provider for OpenAI by its Chat Completions API, named {@code openai}: {@code
   * OPENAI_API_KEY}, and {@code OPENAI_BASE_URL} if it is set. Newer models may take tools by the
   * Responses API only.
   *
   * @return a builder, not safe for concurrent use
   */
  public static Builder openAi() {
    return openAi(System.getenv());
  }

  static Builder openAi(Map<String, String> environment) {
    String url = environment.getOrDefault(OpenAiProvider.URL_VARIABLE, "");
    Builder builder =
        new Builder(OpenAiProvider.NAME, url.isBlank() ? OpenAiProvider.URL : url, Quirks.openAi());
    builder.isOpenAi = true;
    return builder.keyFrom(OpenAiProvider.KEY_VARIABLE, environment);
  }

  /**
   * Starts a provider for Ollama, named {@code ollama}: at {@code OLLAMA_HOST} if it is set, else
   * at {@code http://localhost:11434/v1}.
   *
   * @return a builder, not safe for concurrent use
   */
  public static Builder ollama() {
    return ollama(System.getenv());
  }

  static Builder ollama(Map<String, String> environment) {
    Builder builder = new Builder("ollama", "http://localhost:11434/v1", Quirks.ollama());
    String host = ProviderVariables.value(environment, OLLAMA_HOST);
    if (!host.isEmpty()) {
      ProviderVariables.named(OLLAMA_HOST, () -> builder.baseUrl(OllamaHost.url(host)));
    }
    return builder;
  }

  /**
   * Starts a provider for vLLM at {@code http://localhost:8000/v1}, named {@code vllm}. The server
   * has to be started with {@code --enable-auto-tool-choice} and a parser for tool calls.
   *
   * @return a builder, not safe for concurrent use
   */
  public static Builder vllm() {
    return new Builder("vllm", "http://localhost:8000/v1", Quirks.vllm());
  }

  /**
   * Starts a provider for the server of llama.cpp at {@code http://localhost:8080/v1}, named {@code
   * llama-cpp}.
   *
   * @return a builder, not safe for concurrent use
   */
  public static Builder llamaCpp() {
    return new Builder("llama-cpp", "http://localhost:8080/v1", Quirks.llamaCpp());
  }

  /**
   * Starts a provider for LM Studio at {@code http://localhost:1234/v1}, named {@code lm-studio}.
   *
   * @return a builder, not safe for concurrent use
   */
  public static Builder lmStudio() {
    return new Builder("lm-studio", "http://localhost:1234/v1", Quirks.lmStudio());
  }

  /**
   * Starts a provider for OpenRouter, named {@code openrouter}: {@code OPENROUTER_API_KEY}.
   *
   * @return a builder, not safe for concurrent use
   */
  public static Builder openRouter() {
    return openRouter(System.getenv());
  }

  static Builder openRouter(Map<String, String> environment) {
    return new Builder("openrouter", "https://openrouter.ai/api/v1", Quirks.openRouter())
        .keyFrom(OPEN_ROUTER_KEY, environment);
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the id names the URL of another server
   */
  @Override
  public ModelFacts facts(ModelId id) {
    ModelId canonical = names.canonical(id);
    if (names.isOpenAi()) {
      return OpenAiProvider.facts(canonical, prices);
    }
    return new ModelFacts(canonical, limits, TokenEstimator.byBytes(), prices, options);
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
    return "OpenAiCompatibleProvider[" + name + ", " + baseUrl + "]";
  }

  /** Collects the settings of a provider. Not safe for concurrent use. */
  public static final class Builder {
    private String name;
    private BaseUrl baseUrl;
    private Quirks quirks;
    private String apiKey = "";
    private String keySource = "the key given by apiKey(..)";
    private @Nullable BaseUrl keyServer;
    private boolean needsKey;
    private boolean isOpenAi;
    private ModelLimits limits = ModelLimits.cautious();
    private PriceBook prices = PriceBook.empty();
    private ConnectionSettings connection = ConnectionSettings.standard();

    private Builder(String name, String baseUrl, Quirks quirks) {
      this.name = name;
      this.baseUrl = BaseUrl.withPath(baseUrl, "v1");
      this.quirks = quirks;
    }

    private Builder keyFrom(String variable, Map<String, String> environment) {
      needsKey = true;
      keySource = variable;
      ProviderVariables.named(
          variable, () -> apiKey(ProviderVariables.value(environment, variable)));
      keyServer = baseUrl;
      connection = ProviderVariables.connection(environment, baseUrl.resolve(""));
      return this;
    }

    /**
     * Sets the name, so that one engine can have several such servers.
     *
     * @param name what stands before the colon of its models
     * @return this builder
     * @throws IllegalArgumentException if no model could be found by that name
     */
    public Builder name(String name) {
      if (!ModelId.isProviderName(name)) {
        throw new IllegalArgumentException(
            "name '" + VisibleText.name(name) + "' must be a visible word without a colon");
      }
      this.name = name;
      return this;
    }

    /**
     * Sets where the server is. A key from the environment stays with the server it was given for:
     * another one needs its own, by {@link #apiKey}.
     *
     * @param baseUrl an http or https URL without {@code /chat/completions}; one without a path
     *     gets {@code /v1}
     * @return this builder
     * @throws IllegalArgumentException if it is no such URL
     */
    public Builder baseUrl(String baseUrl) {
      this.baseUrl = BaseUrl.withPath(baseUrl, "v1");
      return this;
    }

    /**
     * Sets the key, sent as a bearer token to the server of the base URL.
     *
     * @param apiKey the key, surrounding blanks are ignored; empty for a server that wants none
     * @return this builder
     * @throws IllegalArgumentException if it holds characters no header can carry
     */
    public Builder apiKey(String apiKey) {
      this.apiKey = ApiKey.of(apiKey);
      this.keyServer = null;
      return this;
    }

    /**
     * Sets in what the server differs from others.
     *
     * @param quirks default those of the preset
     * @return this builder
     */
    public Builder quirks(Quirks quirks) {
      this.quirks = Require.nonNull(quirks, "quirks");
      return this;
    }

    /**
     * Sets what each model of the server can take and give; those of OpenAI are known.
     *
     * @param limits default {@link ModelLimits#cautious}
     * @return this builder
     */
    public Builder limits(ModelLimits limits) {
      this.limits = Require.nonNull(limits, "limits");
      return this;
    }

    /**
     * Sets the prices; a model without one is refused.
     *
     * @param prices default none, or the bundled ones for OpenAI
     * @return this builder
     */
    public Builder prices(PriceBook prices) {
      this.prices = Require.nonNull(prices, "prices");
      return this;
    }

    /**
     * Sets how long to wait at each point of a call. A model on this computer may need a while to
     * load before the first byte of an answer.
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
     * @throws IllegalStateException if the service needs a key and has none, or its key is for
     *     another server or would be sent unencrypted to another computer
     */
    public OpenAiCompatibleProvider build() {
      if (needsKey && apiKey.isEmpty()) {
        throw new MissingKeyException(
            "no API key was given; call apiKey(..), or set the environment variable " + keySource,
            List.of(keySource));
      }
      BaseUrl itsServer = keyServer;
      if (itsServer != null && !apiKey.isEmpty() && !itsServer.server().equals(baseUrl.server())) {
        throw new IllegalStateException(
            "the key of "
                + keySource
                + " is for "
                + itsServer.server()
                + " and is not sent to "
                + baseUrl.server()
                + "; call apiKey(..) with the key of that server");
      }
      KeyOnTheWay.require(baseUrl.resolve(""), apiKey, connection);
      return new OpenAiCompatibleProvider(this);
    }
  }
}
