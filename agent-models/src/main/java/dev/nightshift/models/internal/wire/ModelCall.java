package dev.nightshift.models.internal.wire;

import dev.nightshift.core.base.Registration;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.internal.json.JsonReader;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.provider.TokenEstimator;
import dev.nightshift.models.ConnectionSettings;
import dev.nightshift.models.internal.SilenceException;
import dev.nightshift.models.internal.SseParser;
import dev.nightshift.models.internal.StreamedPost;
import dev.nightshift.models.internal.StreamedPost.Head;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** One attempt to get one answer. Used once, by one thread. */
public final class ModelCall {
  private static final Logger LOG = LoggerFactory.getLogger(ModelCall.class);

  /** The largest event that is read. */
  public static final int MAX_EVENT_BYTES = 16 << 20;

  private static final int MAX_ANSWER_BYTES = 64 << 20;
  private static final int MAX_ERROR_BYTES = 1 << 20;
  private static final Duration LINGER = Duration.ofSeconds(1);
  private static final Duration LONGEST_EXPLANATION = Duration.ofSeconds(5);

  private static final int OK = 200;
  private static final String DONE = "[DONE]";

  /** The name of an event that has none. */
  private static final String UNNAMED = "message";

  /** Of the mark of the end with the blanks around it that some servers send. */
  private static final int LONGEST_MARK = 16;

  private final JsonReader json = new JsonReader();
  private final ModelRequest request;
  private final CallContext context;
  private final CallFailures failures;
  private final TimeSource time;
  private final Duration keepAlive;
  private final WireFormat format;
  private final AnswerReader answer;
  private @Nullable ApiError error;
  private @Nullable Head head;
  private long received;

  /** When something of the answer came last; before that, the headers. */
  private long saidAtNanos;

  private boolean begun;
  private boolean unanswered;

  ModelCall(
      ModelRequest request,
      CallContext context,
      CallFailures failures,
      WireFormat format,
      ConnectionSettings settings) {
    this.request = request;
    this.context = context;
    this.failures = failures;
    this.format = format;
    this.time = settings.time();
    this.keepAlive = settings.keepAliveTimeout();
    this.answer = format.reader(request);
  }

  /** Sends what was prepared and reads the answer; the connection is gone when this returns. */
  ModelResponse complete(StreamedPost post, ModelId producer) throws InterruptedException {
    Registration registration = context.onCancel(post::cancel);
    try (post;
        json) {
      if (!post.send()) {
        throw failures.cancelled(false, null, Optional.empty());
      }
      Head first = post.head();
      head = first;
      saidAtNanos = time.nanoTime();
      context.answering(first.header(format.requestIdHeader(), ""));
      format.rateLimits(first, time.now(), context::observed);
      read(post, first);
      return response(first, producer);
    } catch (SilenceException silent) {
      unanswered = head == null && post.isSent();
      throw failures.fellSilent(silent, isSent(post), head, answer.usage().soFar());
    } catch (TimeoutException late) {
      throw failures.timedOut(isSent(post), head, answer.usage().soFar());
    } catch (CancellationException cancelled) {
      throw failures.cancelled(isSent(post), head, answer.usage().soFar());
    } catch (IOException broken) {
      unanswered = head == null && post.isSent();
      throw failures.connection(broken, isSent(post), head, answer.usage().soFar());
    } finally {
      registration.close();
    }
  }

  /** Tells whether a connection took the call and not a word came back. */
  boolean isUnanswered() {
    return unanswered;
  }

  /** A server may answer before it has the whole request. */
  private boolean isSent(StreamedPost post) {
    return head != null || post.isSent();
  }

  private void read(StreamedPost post, Head first)
      throws IOException, TimeoutException, InterruptedException {
    if (first.status() != OK) {
      // A refusal stays one and costs nothing, even if its explanation is cut off or hangs.
      byte[] explanation = post.rest(MAX_ERROR_BYTES, LONGEST_EXPLANATION);
      throw failures.refused(first, explanation, time.now());
    }
    String encoding = first.header("content-encoding", "identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw failures.encoded(first, encoding);
    }
    if (!isEventStream(first)) {
      byte[] body = bytes(post);
      throw failures.notAStream(first, body, usageOfWholeMessage(body), time.now());
    }
    try {
      readEvents(post);
    } catch (IOException | TimeoutException | CancellationException tooLate) {
      if (!answer.isWhole()) {
        throw tooLate;
      }
    }
    requireWhole(first);
  }

  private void readEvents(StreamedPost post)
      throws IOException, TimeoutException, InterruptedException {
    SseParser parser = new SseParser(MAX_EVENT_BYTES, this::event);
    while (!isAtTheEnd()) {
      List<ByteBuffer> pieces = post.next();
      if (pieces == null) {
        parser.finish();
        answer.streamEnded();
        return;
      }
      count(pieces);
      for (ByteBuffer piece : pieces) {
        parser.feed(piece);
      }
      requireWords();
    }
    post.drain(LINGER);
  }

  private void event(String name, byte[] bytes, int from, int to) throws IOException {
    if (isAtTheEnd()) {
      // What follows may have come in the same piece; where the network cuts decides nothing.
      return;
    }
    int length = to - from;
    String mark = length > LONGEST_MARK ? "" : text(bytes, from, length).strip();
    if (mark.equals(DONE)) {
      answer.done();
    } else if (length > LONGEST_MARK || !mark.isEmpty()) {
      piece(name, bytes, from, to);
    }
  }

  private void piece(String name, byte[] bytes, int from, int to) throws IOException {
    JsonValue event;
    try {
      event = json.next(bytes, from, to);
    } catch (JacksonException malformed) {
      if (name.equals(ErrorBody.ERROR)) {
        error = ApiError.unworded(OK, Arrays.copyOfRange(bytes, from, to));
        return;
      }
      if (!name.isEmpty() && !name.equals(UNNAMED) && !isPiece(name, bytes, from, to)) {
        LOG.debug("skipped event {}, which is no JSON", VisibleText.name(name));
        return;
      }
      throw new IOException(
          "event '" + VisibleText.name(name) + "' of " + (to - from) + " bytes is not JSON",
          malformed);
    }
    try {
      // An error may come within a piece that also has a usage.
      if (answer.event(name, event)) {
        begun = true;
        saidAtNanos = time.nanoTime();
      }
    } catch (RuntimeException unreadable) {
      throw new IOException(
          "event '" + VisibleText.name(name) + "' cannot be understood", unreadable);
    }
    if (ErrorBody.isError(name, event)) {
      error = format.error(OK, Arrays.copyOfRange(bytes, from, to));
    }
    // What an error says beside itself is no work of the model.
    begun |= failure() == null && answer.mayHaveWorked();
  }

  /** Signs of life alone show that the connection lives, not that an answer comes. */
  private void requireWords() throws SilenceException {
    if (!isAtTheEnd() && time.nanoTime() - saidAtNanos > keepAlive.toNanos()) {
      throw SilenceException.ofWords(keepAlive);
    }
  }

  private boolean isAtTheEnd() {
    return answer.isStopped() || failure() != null;
  }

  private @Nullable ApiError failure() {
    return error == null ? answer.error() : error;
  }

  private static String text(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  private void requireWhole(Head first) throws IOException {
    ApiError failure = failure();
    if (failure != null) {
      throw failures.brokeOff(first, failure, begun, answer.usage().soFar(), time.now());
    }
    if (!answer.isWhole()) {
      throw new IOException(
          answer.isStarted()
              ? "the stream ended in the middle of the answer"
              : "the stream ended before the answer began");
    }
  }

  private ModelResponse response(Head first, ModelId producer) throws IOException {
    UsageCounts usage = answer.usage();
    TokenUsage billed =
        usage.isExact()
            ? usage.orBounded(0, 0)
            : usage.orBounded(
                TokenEstimator.byBytes().upperBound(request), request.maxOutputTokens());
    String named = answer.model();
    return new ModelResponse(
        turn(producer),
        billed,
        new ModelId(producer.provider(), named.isBlank() ? producer.model() : named),
        first.header(format.requestIdHeader(), answer.requestId()));
  }

  private AssistantTurn turn(ModelId producer) throws IOException {
    try {
      return answer.turn(producer);
    } catch (ModelException refused) {
      throw refused;
    } catch (RuntimeException unreadable) {
      throw new IOException("the answer cannot be understood", unreadable);
    }
  }

  private byte[] bytes(StreamedPost post)
      throws IOException, TimeoutException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    List<ByteBuffer> pieces = post.next();
    while (pieces != null) {
      count(pieces);
      StreamedPost.copy(pieces, body);
      requireWords();
      pieces = post.next();
    }
    return body.toByteArray();
  }

  private void count(List<ByteBuffer> pieces) throws IOException {
    for (ByteBuffer piece : pieces) {
      received += piece.remaining();
    }
    if (received > MAX_ANSWER_BYTES) {
      throw new IOException("an answer of more than " + MAX_ANSWER_BYTES + " bytes arrived");
    }
    context.progress(received);
  }

  private Optional<TokenUsage> usageOfWholeMessage(byte[] body) {
    try {
      answer.wholeMessage(JsonValue.parse(body));
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
    return answer.usage().isExact() ? answer.usage().soFar() : Optional.empty();
  }

  /** What begins as an object may be a piece that was cut, whatever its event is called. */
  private boolean isPiece(String name, byte[] bytes, int from, int to) {
    return text(bytes, from, Math.min(to - from, LONGEST_MARK)).matches("(?s)\\s*\\{\\s*(\".*)?")
        || answer.isPiece(name);
  }

  private static boolean isEventStream(Head head) {
    String type = head.header("content-type", "text/event-stream").toLowerCase(Locale.ROOT);
    return type.strip().startsWith("text/event-stream");
  }
}
