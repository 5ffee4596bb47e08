package dev.nightshift.models.testing;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.TokenUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A server on this computer that answers from a script or a function in the words of any API, and
 * records what it was asked.
 *
 * <p>Strict: a request beyond the script and one that the real API would refuse are answered with
 * status 400 and are among the {@link #failures}. For Anthropic's API {@link ScriptedModelServer}
 * can more: it writes a bill and simulates the prompt cache.
 *
 * <p><b>Threads:</b> safe for concurrent use; the function is asked by one thread at a time.
 */
public final class WireServer implements AutoCloseable {
  private final WireSpeaker speaker;
  private final Function<WireRequest, Reply> model;
  private final ReplyDelivery delivery = new ReplyDelivery();
  private final List<WireRequest> requests = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final LoopbackServer server;

  private WireServer(WireSpeaker speaker, Function<WireRequest, Reply> model) {
    this.speaker = speaker;
    this.model = model;
    this.server = LoopbackServer.start(this::handle);
  }

  /**
   * Starts a server that gives these replies in order.
   *
   * @param speaker the API to speak
   * @param script one reply per request, faults included
   * @return a running server
   */
  public static WireServer start(WireSpeaker speaker, Reply... script) {
    Require.elements(script, "script");
    Queue<Reply> replies = new ArrayDeque<>(List.of(script));
    return start(
        speaker,
        request -> {
          Reply next = replies.poll();
          if (next == null) {
            throw new IllegalStateException("the script has no more replies");
          }
          return next;
        });
  }

  /**
   * Starts a server that decides by the request.
   *
   * @param speaker the API to speak
   * @param model asked once per request; what it throws is a failure
   * @return a running server
   */
  public static WireServer start(WireSpeaker speaker, Function<WireRequest, Reply> model) {
    Require.nonNull(speaker, "speaker");
    Require.nonNull(model, "model");
    return new WireServer(speaker, model);
  }

  /**
   * Returns where the server is.
   *
   * @return a base URL without a path
   */
  public String baseUrl() {
    return "http://" + server.host() + ":" + server.port();
  }

  /**
   * Returns the requests so far in the order in which they arrived.
   *
   * @return a snapshot
   */
  public List<WireRequest> requests() {
    return List.copyOf(requests);
  }

  /**
   * Returns what went wrong: requests beyond the script, requests the real API would refuse, and
   * exceptions of the function.
   *
   * @return one sentence each, empty if all went well
   */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /**
   * Waits until a client closed a connection on which it was still owed an answer.
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

  private boolean handle(LoopbackRequest arrived, LoopbackConnection wire) throws IOException {
    Reply reply = answer(arrived);
    return delivery.send(reply, reply.rawBody().orElseThrow(), () -> {}, wire);
  }

  private synchronized Reply answer(LoopbackRequest arrived) {
    WireRequest request =
        new WireRequest(
            requests.size(),
            arrived.path(),
            arrived.headers(),
            new String(arrived.body(), StandardCharsets.UTF_8));
    requests.add(request);
    try {
      Optional<String> complaint = speaker.complaint(request);
      return complaint.isPresent()
          ? refused(request, complaint.get())
          : spoken(model.apply(request), request);
    } catch (RuntimeException | AssertionError thrown) {
      return refused(request, String.valueOf(thrown));
    }
  }

  private Reply spoken(Reply reply, WireRequest request) {
    if (reply.rawBody().isPresent()) {
      return reply;
    }
    TokenUsage usage =
        reply
            .usage()
            .orElseGet(
                () ->
                    TokenUsage.of(
                        PromptPart.tokens(request.body().length()), reply.countedOutput()));
    return reply.withBody(speaker.stream(reply, usage, request));
  }

  private Reply refused(WireRequest request, String why) {
    failures.add("request " + request.index() + ": " + why);
    return Reply.raw("text/plain", why).withStatus(400);
  }
}
