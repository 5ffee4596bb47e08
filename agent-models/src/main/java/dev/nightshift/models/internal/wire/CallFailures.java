package dev.nightshift.models.internal.wire;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.models.internal.SilenceException;
import dev.nightshift.models.internal.StreamedPost.Head;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Turns every way in which a call can fail into one exception with its facts. */
final class CallFailures {
  private static final int LONGEST_WORDS = 300;
  private static final int LONGEST_TYPE = 100;
  private static final int LONGEST_MESSAGE = 300;

  /** Anything shorter is no key, and may be part of every other word. */
  private static final int SHORTEST_KEY = 6;

  private final ModelId model;
  private final URI endpoint;
  private final WireFormat format;

  CallFailures(ModelId model, URI endpoint, WireFormat format) {
    this.model = model;
    this.endpoint = endpoint;
    this.format = format;
  }

  /** An answer with a status other than 200. */
  ModelException refused(Head head, byte[] body, Instant now) {
    ApiError error = format.error(head.status(), body);
    return told("HTTP " + head.status(), head, error, now)
        .billing(billing(head.status(), error))
        .build();
  }

  /**
   * An error event after status 200.
   *
   * @param begun whether anything of an answer came before it
   */
  ModelException brokeOff(
      Head head, ApiError error, boolean begun, Optional<TokenUsage> usage, Instant now) {
    ModelException.Builder failure = told("an error in the stream", head, error, now);
    if (!begun && usage.isEmpty() && isRefusal(error)) {
      failure.billing(Billing.NOT_BILLED);
    }
    usage.ifPresent(failure::usage);
    return failure.build();
  }

  /** An answer of status 200 that is no event stream. */
  ModelException notAStream(Head head, byte[] body, Optional<TokenUsage> usage, Instant now) {
    ApiError error = format.error(head.status(), body);
    ModelException.Builder failure =
        error.isFromTheApi()
            ? told("status 200 and a plain error", head, error, now)
            : ModelException.builder(ModelErrorKind.CALLER, notTheApi(head))
                .httpStatus(head.status())
                .requestId(requestId(head));
    if (error.isFromTheApi() && isRefusal(error)) {
      failure.billing(Billing.NOT_BILLED);
    }
    usage.ifPresent(known -> failure.usage(known).billing(Billing.BILLED));
    return failure.build();
  }

  private String notTheApi(Head head) {
    return said("status 200 and content type '" + brief(head.header("content-type", "")) + "'")
        + " instead of an event stream; check that the base URL is "
        + format.api()
        + " that streams";
  }

  /** What a server said, in its body or in its headers; the body may come long after those. */
  private ModelException.Builder told(String what, Head head, ApiError error, Instant now) {
    ModelErrorKind kind = error.kind();
    ModelException.Builder failure =
        ModelException.builder(kind, sentence(what, error, remedy(kind, head.status())))
            .httpStatus(head.status())
            .requestId(requestId(head, error))
            .retryAdvice(RetryHint.advice(head));
    RetryHint.wait(head, now)
        .or(() -> Optional.ofNullable(error.retryAfter()))
        .or(() -> kind == ModelErrorKind.THROTTLED ? untilReset(head, now) : Optional.empty())
        .ifPresent(failure::retryAfter);
    return failure;
  }

  /** Returns when all limits that nothing is left of are renewed, if the headers name any. */
  private Optional<Duration> untilReset(Head head, Instant now) {
    List<Duration> waits = new ArrayList<>();
    format.rateLimits(
        head,
        now,
        limit -> {
          if (limit.remaining() == 0) {
            waits.add(limit.untilReset());
          }
        });
    return waits.stream().max(Comparator.naturalOrder()).or(() -> RetryHint.untilReset(head, now));
  }

  /** An answer that something on the way compressed; it would compress the next one too. */
  ModelException encoded(Head head, String encoding) {
    return ModelException.builder(
            ModelErrorKind.CALLER,
            said("content encoding '" + brief(encoding) + "'")
                + " though none was asked for; check the gateway of the base URL")
        .httpStatus(head.status())
        .requestId(requestId(head))
        .billing(Billing.UNKNOWN)
        .build();
  }

  /** A connection that failed: before anything was sent, or with an answer under way. */
  ModelException connection(
      Throwable cause, boolean begun, @Nullable Head head, Optional<TokenUsage> usage) {
    // The JDK asks for the body even when the server closed the connection within the handshake.
    boolean sent = begun && !(head == null && isHandshake(cause));
    if (!sent && isRefusedHandshake(cause)) {
      return untrusted(cause);
    }
    String what =
        sent
            ? "the answer of %s from %s broke off %s"
                .formatted(
                    model, endpoint, head == null ? "before its headers" : "within its stream")
            : "could not connect to %s for %s; check the base URL and the network"
                .formatted(endpoint, model);
    ModelException.Builder failure =
        ModelException.builder(
                sent ? ModelErrorKind.SERVER : ModelErrorKind.NOT_SENT, what + ": " + brief(cause))
            .cause(cause)
            .billing(billing(sent));
    return withHead(failure, head, usage);
  }

  private ModelException untrusted(Throwable cause) {
    return ModelException.builder(
            ModelErrorKind.CALLER,
            ("no secure connection to %s for %s could be agreed on; check the base URL, and"
                    + " that this Java trusts the certificate: %s")
                .formatted(endpoint, model, brief(cause)))
        .cause(cause)
        .billing(Billing.NOT_SENT)
        .build();
  }

  ModelException timedOut(boolean sent, @Nullable Head head, Optional<TokenUsage> usage) {
    ModelException.Builder failure =
        ModelException.builder(
                ModelErrorKind.TIMEOUT,
                "the deadline of the call of "
                    + model
                    + " passed "
                    + (sent ? "before its answer was whole" : "before it was sent"))
            .billing(billing(sent));
    return withHead(failure, head, usage);
  }

  /** A connection that was lost without a word, or a server that hangs; another may answer. */
  ModelException fellSilent(
      SilenceException silence, boolean sent, @Nullable Head head, Optional<TokenUsage> usage) {
    ModelException.Builder failure =
        ModelException.builder(
                ModelErrorKind.TIMEOUT,
                "%s sent nothing%s for %s%s%s; if it is only slow, raise %s"
                    .formatted(
                        endpoint,
                        silence.isAlive() ? " but keep-alives" : "",
                        silence.quiet(),
                        head == null ? " after the call of " : " within the answer of ",
                        model,
                        setting(silence, head)))
            .cause(silence)
            .billing(billing(sent));
    return withHead(failure, head, usage);
  }

  private static String setting(SilenceException silence, @Nullable Head head) {
    if (head == null) {
      return "headersTimeout";
    }
    return silence.isAlive() ? "silenceTimeout, which is a fifth of that" : "silenceTimeout";
  }

  ModelException cancelled(boolean sent, @Nullable Head head, Optional<TokenUsage> usage) {
    ModelException.Builder failure =
        ModelException.builder(ModelErrorKind.CANCELLED, "the call of " + model + " was cancelled")
            .billing(billing(sent));
    return withHead(failure, head, usage);
  }

  private ModelException withHead(
      ModelException.Builder failure, @Nullable Head head, Optional<TokenUsage> usage) {
    if (head != null) {
      failure.httpStatus(head.status()).requestId(requestId(head));
    }
    usage.ifPresent(failure::usage);
    return failure.build();
  }

  /** Returns words that may be the server's, on one line and as long as a message can show. */
  private String brief(Object words) {
    return shown(words.toString(), LONGEST_WORDS);
  }

  private String shown(String words, int most) {
    return VisibleText.oneLine(withoutKey(words).replaceAll("\\s+", " "), most);
  }

  /** A server may repeat the key that it refuses; replaced before a part of it could be cut off. */
  private String withoutKey(String words) {
    String shown = words;
    for (Map.Entry<String, String> header : format.headers().entrySet()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      String secret = header.getValue().replaceFirst("^Bearer ", "");
      boolean isSecret = name.equals("authorization") || name.endsWith("-key");
      if (isSecret && secret.length() >= SHORTEST_KEY) {
        shown = shown.replace(secret, "[key]");
      }
    }
    return shown;
  }

  private String said(String what) {
    return endpoint + " answered the call of " + model + " with " + what;
  }

  private String sentence(String what, ApiError error, String remedy) {
    String type = error.type().isEmpty() ? "" : " " + shown(error.type(), LONGEST_TYPE);
    String words = shown(error.message(), LONGEST_MESSAGE);
    boolean isFollowed = !remedy.isEmpty() && words.endsWith(".");
    String told = isFollowed ? words.substring(0, words.length() - 1) : words;
    return said(what + type) + ": " + told + remedy;
  }

  private String remedy(ModelErrorKind kind, int status) {
    return switch (kind) {
      case CALLER -> isElsewhere(status) ? "; check the base URL" : "";
      case MODEL_NOT_FOUND ->
          "; check the name of the model, and that the account or the server has it";
      case AUTHENTICATION -> "; check " + format.keySource();
      case MONEY -> "; add credit or raise the spend limit of the account";
      case CONTEXT_LENGTH -> "; send less";
      default -> "";
    };
  }

  /** Tells whether the status is about the place that was asked and not about the request. */
  private static boolean isElsewhere(int status) {
    return (status >= 300 && status < 400) || status == 404 || status == 405 || status == 410;
  }

  private String requestId(Head head) {
    return head.header(format.requestIdHeader(), "");
  }

  private String requestId(Head head, ApiError error) {
    return head.header(format.requestIdHeader(), error.requestId());
  }

  /** Only a refusal before any output is known to be free. */
  private static Billing billing(int status, ApiError error) {
    boolean refusedAtTheDoor = status < 500 || status == 503 || status == 529;
    boolean failedAtTheDoor = status == 500 && error.isFromTheApi();
    return refusedAtTheDoor || failedAtTheDoor ? Billing.NOT_BILLED : Billing.UNKNOWN;
  }

  /** Tells whether an error says that the call was not taken up, which a status 200 hides. */
  private static boolean isRefusal(ApiError error) {
    return switch (error.kind()) {
      case THROTTLED, OVERLOADED, MONEY, AUTHENTICATION, MODEL_NOT_FOUND, CONTEXT_LENGTH, CALLER ->
          true;
      default -> false;
    };
  }

  private static Billing billing(boolean sent) {
    return sent ? Billing.UNKNOWN : Billing.NOT_SENT;
  }

  private static boolean isHandshake(Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof SSLHandshakeException) {
        return true;
      }
    }
    return false;
  }

  /** Tells a refusal, which stays one, from a handshake whose connection was lost. */
  private static boolean isRefusedHandshake(Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof GeneralSecurityException
          || at instanceof SSLPeerUnverifiedException
          || (at instanceof SSLException && isRefusal(String.valueOf(at.getMessage())))) {
        return true;
      }
    }
    return false;
  }

  /** All fatal alerts but one speak of what the two sides can or want to do. */
  private static boolean isRefusal(String tlsMessage) {
    return tlsMessage.contains("fatal alert") && !tlsMessage.contains("internal_error");
  }
}
