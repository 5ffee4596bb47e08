package dev.nightshift.core.model;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.Require;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A model call that gave no usable answer, with the facts a caller branches on. */
public final class ModelException extends AgentException {
  private static final long serialVersionUID = 1L;
  private final ModelErrorKind kind;
  private final Billing billing;
  private final RetryAdvice retryAdvice;
  private final @Nullable Duration retryAfter;
  private final int httpStatus;
  private final String requestId;
  private final transient @Nullable TokenUsage usage;

  private ModelException(Builder builder) {
    super(builder.message, builder.cause);
    this.kind = builder.kind;
    this.billing = builder.billing;
    this.retryAdvice = builder.retryAdvice;
    this.retryAfter = builder.retryAfter;
    this.httpStatus = builder.httpStatus;
    this.requestId = builder.requestId;
    this.usage = builder.usage;
  }

  /**
   * Starts an exception. Unless {@link Builder#billing} is called, the bill is {@link
   * Billing#UNKNOWN}.
   *
   * @param kind what went wrong
   * @param message what was attempted and what to do; no keys, no prompt text
   * @return a builder, not safe for concurrent use
   */
  public static Builder builder(ModelErrorKind kind, String message) {
    Require.nonNull(kind, "kind");
    Require.nonNull(message, "message");
    return new Builder(kind, message);
  }

  /**
   * Returns what went wrong.
   *
   * @return the kind
   */
  public ModelErrorKind kind() {
    return kind;
  }

  /**
   * Returns what is known about the bill.
   *
   * @return the billing
   */
  public Billing billing() {
    return billing;
  }

  /**
   * Returns what the provider said about sending the same request again.
   *
   * @return {@link RetryAdvice#NONE} if it said nothing
   */
  public RetryAdvice retryAdvice() {
    return retryAdvice;
  }

  /**
   * Tells whether the same request may succeed later at the same model: what the provider said of
   * it, else what the kind says. A lack of money, a conversation that is too long and a cancelled
   * call are never sent again, whatever the provider says.
   *
   * @return true if a retry makes sense
   */
  public boolean isRetryable() {
    return switch (retryAdvice) {
      case NONE -> kind.isRetryable();
      case DO_NOT_RETRY -> false;
      case RETRY ->
          switch (kind) {
            case CALLER, AUTHENTICATION, MODEL_NOT_FOUND -> true;
            default -> kind.isRetryable();
          };
    };
  }

  /**
   * Tells whether another model may answer the same request now: where the kind is {@linkplain
   * ModelErrorKind#isAboutTheModel about the model}, and where the provider refused the request but
   * said that it may succeed, so that the request is not what is wrong.
   *
   * @return false for what is wrong with the request, the key or the money
   */
  public boolean isAboutTheModel() {
    return kind.isAboutTheModel()
        || (kind == ModelErrorKind.CALLER && retryAdvice == RetryAdvice.RETRY);
  }

  /**
   * Returns how long the provider asked to wait.
   *
   * @return the wait, or empty if it named none
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * Returns the HTTP status.
   *
   * @return the status, or empty if there was no response
   */
  public OptionalInt httpStatus() {
    return httpStatus == 0 ? OptionalInt.empty() : OptionalInt.of(httpStatus);
  }

  /**
   * Returns the provider's id of the call.
   *
   * @return the id, empty if unknown
   */
  public String requestId() {
    return requestId;
  }

  /**
   * Returns the usage received before the failure.
   *
   * @return the usage so far, or empty if none was received
   */
  public Optional<TokenUsage> usage() {
    return Optional.ofNullable(usage);
  }

  /** Collects the facts of a failed call. Not safe for concurrent use. */
  public static final class Builder {
    private final ModelErrorKind kind;
    private final String message;
    private @Nullable Throwable cause;
    private Billing billing = Billing.UNKNOWN;
    private RetryAdvice retryAdvice = RetryAdvice.NONE;
    private @Nullable Duration retryAfter;
    private int httpStatus;
    private String requestId = "";
    private @Nullable TokenUsage usage;

    private Builder(ModelErrorKind kind, String message) {
      this.kind = kind;
      this.message = message;
    }

    /**
     * Sets the failure underneath.
     *
     * @param cause the failure
     * @return this builder
     */
    public Builder cause(Throwable cause) {
      this.cause = Require.nonNull(cause, "cause");
      return this;
    }

    /**
     * Sets what is known about the bill.
     *
     * @param billing default {@link Billing#UNKNOWN}
     * @return this builder
     */
    public Builder billing(Billing billing) {
      this.billing = Require.nonNull(billing, "billing");
      return this;
    }

    /**
     * Sets what the provider said about sending the same request again.
     *
     * @param retryAdvice default {@link RetryAdvice#NONE}
     * @return this builder
     */
    public Builder retryAdvice(RetryAdvice retryAdvice) {
      this.retryAdvice = Require.nonNull(retryAdvice, "retryAdvice");
      return this;
    }

    /**
     * Sets how long the provider asked to wait.
     *
     * @param retryAfter not negative
     * @return this builder
     */
    public Builder retryAfter(Duration retryAfter) {
      this.retryAfter = Require.nonNull(retryAfter, "retryAfter");
      return this;
    }

    /**
     * Sets the HTTP status.
     *
     * @param httpStatus 100 to 599
     * @return this builder
     */
    public Builder httpStatus(int httpStatus) {
      this.httpStatus = httpStatus;
      return this;
    }

    /**
     * Sets the provider's id of the call.
     *
     * @param requestId the id
     * @return this builder
     */
    public Builder requestId(String requestId) {
      this.requestId = Require.nonNull(requestId, "requestId");
      return this;
    }

    /**
     * Sets the usage received before the failure.
     *
     * @param usage the usage so far
     * @return this builder
     */
    public Builder usage(TokenUsage usage) {
      this.usage = Require.nonNull(usage, "usage");
      return this;
    }

    /**
     * Makes the exception.
     *
     * @return the exception
     */
    public ModelException build() {
      return new ModelException(this);
    }
  }
}
