package dev.nightshift.examples.cli;

import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.MissingKeyException;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;

/** A provider without its key: all is known of its models, and none is asked. */
final class KeylessProvider implements ModelProvider {
  private final ModelProvider known;
  private final MissingKeyException missing;

  KeylessProvider(ModelProvider known, MissingKeyException missing) {
    this.known = known;
    this.missing = missing;
  }

  @Override
  public ModelResponse complete(ModelRequest request, CallContext context) {
    throw ModelException.builder(
            ModelErrorKind.AUTHENTICATION,
            "model '" + request.model() + "' was not asked: " + missing.getMessage())
        .billing(Billing.NOT_SENT)
        .build();
  }

  @Override
  public String name() {
    return known.name();
  }

  @Override
  public ModelFacts facts(ModelId id) {
    return known.facts(id);
  }
}
