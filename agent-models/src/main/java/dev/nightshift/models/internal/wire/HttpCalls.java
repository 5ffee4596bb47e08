package dev.nightshift.models.internal.wire;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.models.ConnectionSettings;
import dev.nightshift.models.internal.Endpoint;
import dev.nightshift.models.internal.RequestBody;
import dev.nightshift.models.internal.SharedClient;
import dev.nightshift.models.internal.StreamedPost;
import dev.nightshift.models.internal.StreamedPost.Timeouts;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of one provider: each is one attempt, always streamed, with a deadline, a watch over
 * silence and a cancel that closes the connection.
 *
 * <p><b>Threads:</b> safe for concurrent use.
 */
public final class HttpCalls {
  private static final Logger LOG = LoggerFactory.getLogger(HttpCalls.class);

  private final WireFormat format;
  private final ConnectionSettings settings;
  private final SharedClient clients;
  private final HttpHeaders headers;
  private final UsageCheck usageCheck = new UsageCheck();

  /** Creates the calls of a provider. */
  public HttpCalls(WireFormat format, ConnectionSettings settings) {
    this.format = format;
    this.settings = settings;
    this.headers = headers(format.headers());
    this.clients = SharedClient.of(settings.connectTimeout(), settings.time());
  }

  /**
   * Sends one request and waits for the whole answer.
   *
   * @param request what to send; its options are taken by the model
   * @param context whose call it is and how long it may take
   * @param canonical the exact model behind the name that is asked for
   */
  public ModelResponse complete(ModelRequest request, CallContext context, ModelId canonical)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before the call of " + request.model());
    }
    TimeSource time = settings.time();
    Endpoint endpoint = new Endpoint(format.endpoint(request), headers);
    CallFailures failures = new CallFailures(request.model(), endpoint.address(), format);
    RequestBody body = format.encode(request);
    LOG.debug("calling {} for the {} with {} bytes", request.model(), context.role(), body.bytes());
    // Last, because a long conversation takes a while to write.
    Duration whole = Duration.between(time.now(), context.deadline());
    if (whole.isZero() || whole.isNegative()) {
      throw failures.timedOut(false, null, Optional.empty());
    }
    Timeouts timeouts = new Timeouts(whole, settings.headersTimeout(), settings.silenceTimeout());
    HttpClient client = clients.current();
    StreamedPost post = StreamedPost.prepare(client, endpoint, body.publisher(), time, timeouts);
    ModelCall call = new ModelCall(request, context, failures, format, settings);
    try {
      ModelResponse response = call.complete(post, canonical);
      usageCheck.check(response);
      return response;
    } finally {
      if (call.isUnanswered()) {
        clients.putAway(client);
      }
    }
  }

  private static HttpHeaders headers(Map<String, String> ofTheVendor) {
    Map<String, List<String>> all = new HashMap<>();
    all.put("content-type", List.of("application/json"));
    all.put("accept", List.of("text/event-stream"));
    all.put("accept-encoding", List.of("identity"));
    all.put("user-agent", List.of("nightshift"));
    ofTheVendor.forEach((name, value) -> all.put(name, List.of(value)));
    return HttpHeaders.of(all, (name, value) -> true);
  }
}
