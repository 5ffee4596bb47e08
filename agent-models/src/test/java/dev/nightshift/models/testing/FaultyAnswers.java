package dev.nightshift.models.testing;

import dev.nightshift.core.base.Registration;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelResponse;
import java.time.Instant;

/** The faults that providers have had, one at a time. */
final class FaultyAnswers {
  private FaultyAnswers() {}

  /** Forgets how the model wrote its answer. */
  static ModelResponse withoutWireForm(ModelResponse response) {
    AssistantTurn turn = response.turn();
    return new ModelResponse(
        AssistantTurn.of(turn.producer(), turn.stopReason(), turn.blocks()),
        response.usage(),
        response.model(),
        response.requestId());
  }

  /** Counts what was read from a cache twice. */
  static ModelResponse withOverlappingUsage(ModelResponse response) {
    TokenUsage usage = response.usage();
    return with(response, usage.plus(TokenUsage.of(usage.cacheRead(), 0)));
  }

  /** Believes whatever was counted. */
  static ModelResponse withExactUsage(ModelResponse response) {
    return with(response, TokenUsage.of(response.usage().input(), response.usage().output()));
  }

  private static ModelResponse with(ModelResponse response, TokenUsage usage) {
    return new ModelResponse(response.turn(), usage, response.model(), response.requestId());
  }

  /** Forgets how long a server asked to wait. */
  static ModelException withoutWait(ModelException failure) {
    return failure(failure, failure.kind()).build();
  }

  /** Takes a model that is not there for a wrong request. */
  static ModelException withoutMissingModel(ModelException failure) {
    boolean isMissing = failure.kind() == ModelErrorKind.MODEL_NOT_FOUND;
    ModelException.Builder read =
        failure(failure, isMissing ? ModelErrorKind.CALLER : failure.kind());
    failure.retryAfter().ifPresent(read::retryAfter);
    return read.build();
  }

  private static ModelException.Builder failure(ModelException failure, ModelErrorKind kind) {
    ModelException.Builder same =
        ModelException.builder(kind, failure.getMessage())
            .billing(failure.billing())
            .requestId(failure.requestId());
    failure.httpStatus().ifPresent(same::httpStatus);
    failure.usage().ifPresent(same::usage);
    return same;
  }

  /** Tries again by itself. */
  static ModelProvider retrying(ModelProvider provider) {
    return (request, context) -> {
      try {
        return provider.complete(request, context);
      } catch (ModelException once) {
        if (once.kind().isRetryable()) {
          return provider.complete(request, context);
        }
        throw once;
      }
    };
  }

  /** Hears of no cancel, and gives up after a second. */
  static ModelProvider neverCancelled(ModelProvider provider) {
    return (request, context) -> provider.complete(request, new Deaf(context));
  }

  private record Deaf(CallContext context) implements CallContext {
    @Override
    public RunId run() {
      return context.run();
    }

    @Override
    public AgentRole role() {
      return context.role();
    }

    @Override
    public Instant deadline() {
      Instant soon = Instant.now().plusSeconds(1);
      return context.deadline().isBefore(soon) ? context.deadline() : soon;
    }

    @Override
    public Registration onCancel(Runnable closeTheConnection) {
      return () -> {};
    }

    @Override
    public void progress(long receivedBytes) {
      context.progress(receivedBytes);
    }
  }
}
