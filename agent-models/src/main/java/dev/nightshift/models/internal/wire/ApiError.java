package dev.nightshift.models.internal.wire;

import dev.nightshift.core.model.ModelErrorKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An error as an API words it. Its body decides what it is, not its status: some answers of status
 * 429 and 400 mean that no money is left.
 *
 * @param kind what it means
 * @param type the API's word for the error, empty if the body is not the API's; as it came
 * @param message the API's sentence; as it came, perhaps with the key in it
 * @param requestId the API's id of the call, may be empty
 * @param retryAfter the wait that the body names, or null
 */
public record ApiError(
    ModelErrorKind kind,
    String type,
    String message,
    String requestId,
    @Nullable Duration retryAfter) {
  /** Returns an error that names no wait. */
  public static ApiError of(ModelErrorKind kind, String type, String message, String requestId) {
    return new ApiError(kind, type, message, requestId, null);
  }

  /** Returns what a body means that is not the API's own: only its status speaks. */
  public static ApiError unworded(int status, byte[] body) {
    return of(byStatus(status), "", new String(body, StandardCharsets.UTF_8), "");
  }

  /** Tells whether the body is the API's own error. */
  public boolean isFromTheApi() {
    return !type.isEmpty();
  }

  /** Returns what a status means whose body says nothing else. */
  public static ModelErrorKind byStatus(int status) {
    return switch (status) {
      case 401, 403 -> ModelErrorKind.AUTHENTICATION;
      case 402 -> ModelErrorKind.MONEY;
      case 408, 504 -> ModelErrorKind.TIMEOUT;
      case 409, 425 -> ModelErrorKind.SERVER;
      case 413 -> ModelErrorKind.CONTEXT_LENGTH;
      case 429 -> ModelErrorKind.THROTTLED;
      case 503, 529 -> ModelErrorKind.OVERLOADED;
      default -> status >= 300 && status < 500 ? ModelErrorKind.CALLER : ModelErrorKind.SERVER;
    };
  }
}
