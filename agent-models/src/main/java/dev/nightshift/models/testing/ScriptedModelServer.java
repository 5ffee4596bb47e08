package dev.nightshift.models.testing;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.models.BundledPrices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A server on this computer that speaks an API, Anthropic's Messages API unless told otherwise,
 * answers from a script or a function, records what it was asked, and writes its own bill.
 *
 * <p>Strict: a request beyond the script is answered with status 500, recorded as a failure and
 * reported by {@link #assertExhausted}; so is a request the real API would refuse, with its status
 * 400. Every key is accepted, but a key must be sent.
 *
 * <p><b>Threads:</b> safe for concurrent use; the script or function is asked by one thread at a
 * time.
 */
public final class ScriptedModelServer implements AutoCloseable {
  private final LoopbackServer server;
  private final ModelApi api;
  private final ReplySource source;
  private final ServerBill bill;
  private final SimulatedCache cache;
  private final TimeSource time;
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final Object asking = new Object();

  /** Guarded by {@code asking}. */
  private final ApiRules rules;

  private final ReplyDelivery delivery = new ReplyDelivery();

  private ScriptedModelServer(Builder builder) {
    this.api = builder.api;
    this.rules = ApiRules.of(api);
    this.source = builder.source;
    this.time = builder.time;
    this.bill = new ServerBill(api, builder.prices);
    this.cache = new SimulatedCache(builder.caching, builder.time);
    this.server = LoopbackServer.start(this::handle);
  }

  /**
   * Starts a server that gives these replies in order.
   *
   * @param script one reply per request, faults included
   * @return a running server
   */
  public static ScriptedModelServer start(Reply... script) {
    Require.elements(script, "script");
    return builder().script(script).start();
  }

  /**
   * Starts a server that decides by the request, for example to play implementer and reviewer.
   *
   * @param model asked once per request, by one thread at a time; what it throws is a failure
   * @return a running server
   */
  public static ScriptedModelServer start(Function<RecordedRequest, Reply> model) {
    Require.nonNull(model, "model");
    return builder().model(model).start();
  }

  /**
   * Starts a server with settings.
   *
   * @return a builder, not safe for concurrent use
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns where the server is.
   *
   * @return a base URL for a client, without a path
   */
  public String baseUrl() {
    return "http://" + server.host() + ":" + server.port();
  }

  /**
   * Returns the requests so far in the order in which they arrived.
   *
   * @return a snapshot
   */
  public List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  /**
   * Returns what this server charged: each answer whose usage was sent whole, at its list price.
   * Refused and broken off calls cost nothing here.
   *
   * @return the total
   */
  public Money bill() {
    return bill.total();
  }

  /**
   * Returns the bill call by call.
   *
   * @return a snapshot, in the order of the answers
   */
  public List<Charge> charges() {
    return bill.charges();
  }

  /**
   * Returns the least that the calls on the bill could have cost with the vendor's prompt cache,
   * whatever was marked: for each the price of reading the longest earlier prompt that it could
   * begin with, of writing the rest, and of its output, so that the {@link #bill} of a server with
   * {@link Builder#simulateCaching} divided by it tells how well a program uses the cache.
   *
   * <p>A call of a conversation could begin with the whole call before it, even if it does not
   * because somebody wrote a time into its beginning; other calls with what they have in common,
   * block by block, or in the steps in which the vendor caches. A prompt below the model's minimum
   * is plain input. Of two lifetimes the cheaper is taken with hindsight: the longer one up to some
   * call of each model, then the shorter one.
   *
   * <p><b>Range:</b> conversations with one model follow each other, as those of one run do.
   * <b>Cost:</b> the cube of the number of calls; meant for some hundreds.
   *
   * @return the optimum
   */
  public Money optimum() {
    return new CacheOptimum(api, bill.prices()).cost(requests(), bill.charges());
  }

  /**
   * Returns what went wrong: unexpected requests, requests the real API would refuse, exceptions of
   * the function.
   *
   * @return one sentence each, empty if all went well
   */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /**
   * Fails if anything went wrong or replies of the script were not asked for.
   *
   * @throws AssertionError naming each failure
   */
  public void assertExhausted() {
    List<String> complaints = new ArrayList<>(failures());
    int unused = source.unused();
    if (unused > 0) {
      complaints.add(unused + " replies of the script were not asked for");
    }
    if (!complaints.isEmpty()) {
      throw new AssertionError("scripted model server: " + String.join("; ", complaints));
    }
  }

  /**
   * Waits until a client closed a connection on which it was still owed an answer, for example one
   * kept waiting by {@link Reply#delayed} or {@link Reply#hangingAfter}.
   *
   * @param seconds the longest wait
   * @return true if one did; each closing is reported once
   * @throws InterruptedException if the thread was interrupted
   */
  public boolean awaitClientGone(int seconds) throws InterruptedException {
    return delivery.awaitClientGone(seconds);
  }

  /** Stops listening and closes all connections. */
  @Override
  public void close() {
    server.close();
  }

  private boolean handle(LoopbackRequest request, LoopbackConnection wire) throws IOException {
    Answer answer = answer(request);
    Reply reply = answer.reply;
    if (!reply.headers().containsKey("request-id")) {
      String name = answer.charge == null ? "req_scripted" : answer.charge.requestId();
      reply = reply.withHeader("request-id", name);
    }
    // Before the last byte, so that whoever has the answer finds it on the bill.
    Runnable charge = answer.charge == null ? () -> {} : () -> bill.add(answer.charge);
    return delivery.send(reply, answer.body, charge, wire);
  }

  private Answer answer(LoopbackRequest request) {
    JsonValue json;
    try {
      json = JsonValue.parse(request.body());
    } catch (JacksonException malformed) {
      String what = "the body of a request was not JSON";
      return failed(Reply.error(400, "invalid_request_error", what), what);
    }
    synchronized (asking) {
      WireRequest wire = wire(request);
      RecordedRequest recorded = RecordedRequest.of(wire, json, api);
      requests.add(recorded);
      return rules
          .refusal(wire, recorded)
          .map(refused -> failed(refused.reply(), refused.what()))
          .orElseGet(() -> ask(wire, recorded));
    }
  }

  private WireRequest wire(LoopbackRequest request) {
    String body = new String(request.body(), StandardCharsets.UTF_8);
    return new WireRequest(requests.size(), request.path(), request.headers(), body);
  }

  private Answer ask(WireRequest wire, RecordedRequest request) {
    try {
      return answer(wire, request, source.next(request));
    } catch (RuntimeException | AssertionError thrown) {
      String what = request + ": " + thrown.getMessage();
      return failed(rules.failure(what), what);
    }
  }

  private Answer answer(WireRequest wire, RecordedRequest request, Reply reply) {
    if (reply.rawBody().isPresent()) {
      return new Answer(reply, reply.rawBody().get(), null);
    }
    TokenUsage counted = cache.count(request.prompt(), api.cache(request.model()));
    TokenUsage usage =
        reply.usage().orElseGet(() -> counted.plus(TokenUsage.of(0, reply.countedOutput())));
    byte[] body = api.speaker().stream(reply, usage, wire).getBytes(StandardCharsets.UTF_8);
    rules.answered(request, reply);
    if (reply.isBrokenOff() || reply.isUsageMissing()) {
      return new Answer(reply, body, null);
    }
    return new Answer(
        reply, body, bill.price(request.index(), reply.model(request.model()), usage, time.now()));
  }

  private Answer failed(Reply reply, String failure) {
    failures.add(failure);
    return new Answer(reply, reply.rawBody().orElseThrow(), null);
  }

  private static final class Answer {
    private final Reply reply;
    private final byte[] body;
    private final @Nullable Charge charge;

    Answer(Reply reply, byte[] body, @Nullable Charge charge) {
      this.reply = reply;
      this.body = body;
      this.charge = charge;
    }
  }

  /** Collects the settings of a server. Not safe for concurrent use. */
  public static final class Builder {
    private ModelApi api = ModelApi.ANTHROPIC_MESSAGES;
    private ReplySource source = ReplySource.script();
    private PriceBook prices = BundledPrices.load();
    private TimeSource time = TimeSource.system();
    private boolean caching;

    private Builder() {}

    /**
     * Sets the API to speak.
     *
     * @param api default {@link ModelApi#ANTHROPIC_MESSAGES}
     * @return this builder
     */
    public Builder api(ModelApi api) {
      this.api = Require.nonNull(api, "api");
      return this;
    }

    /**
     * Sets the replies, given in order.
     *
     * @param script one reply per request; default none
     * @return this builder
     */
    public Builder script(Reply... script) {
      Require.elements(script, "script");
      this.source = ReplySource.script(script);
      return this;
    }

    /**
     * Sets a function that decides by the request, in place of a script.
     *
     * @param model asked once per request, by one thread at a time
     * @return this builder
     */
    public Builder model(Function<RecordedRequest, Reply> model) {
      Require.nonNull(model, "model");
      this.source = ReplySource.of(model);
      return this;
    }

    /**
     * Sets the prices of the bill.
     *
     * @param prices default {@link BundledPrices}
     * @return this builder
     */
    public Builder prices(PriceBook prices) {
      this.prices = Require.nonNull(prices, "prices");
      return this;
    }

    /**
     * Sets the clock for the dates of prices and the age of the cache.
     *
     * @param time default the system's
     * @return this builder
     */
    public Builder time(TimeSource time) {
      this.time = Require.nonNull(time, "time");
      return this;
    }

    /**
     * Counts input as the vendor's prompt cache does, for replies without a usage of their own:
     * four bytes a token; what an entry is found for is read, and the rest written, for the
     * lifetime that the request asks. A prompt below the model's minimum is plain input. {@link
     * ScriptedModelServer#optimum} tells what all that could have cost at best.
     *
     * <p>Anthropic's entries end at cache marks and are found within 20 blocks before one; OpenAI's
     * end where the model goes on, before GPT-5.6 and with Gemini anywhere, in steps of 128 tokens.
     * Which machine a request reaches, and so whether it finds an entry at all, is not simulated.
     *
     * <p><b>Source:</b> docs/decisions/031-what-a-loop-costs.
     *
     * @return this builder
     */
    public Builder simulateCaching() {
      this.caching = true;
      return this;
    }

    /**
     * Starts the server.
     *
     * @return a running server on a free port
     */
    public ScriptedModelServer start() {
      return new ScriptedModelServer(this);
    }
  }
}
