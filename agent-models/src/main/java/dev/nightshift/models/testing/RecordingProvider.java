package dev.nightshift.models.testing;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.internal.redact.Redaction;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import java.util.HashSet;
import java.util.Set;

/** Calls a provider and writes down what came of it. Safe for concurrent use. */
final class RecordingProvider implements ModelProvider {
  private final ModelProvider provider;
  private final CassetteFile file;
  private final Redaction redaction;

  /** The models whose facts are in the file; guarded by itself. */
  private final Set<ModelId> known = new HashSet<>();

  RecordingProvider(ModelProvider provider, CassetteFile file, Redaction redaction) {
    this.provider = provider;
    this.file = file;
    this.redaction = redaction;
  }

  @Override
  public String name() {
    return provider.name();
  }

  @Override
  public ModelFacts facts(ModelId id) {
    ModelFacts facts = provider.facts(id);
    synchronized (known) {
      if (known.add(id)) {
        file.append(CassetteFacts.of(id, facts, TimeSource.system().now()));
      }
    }
    return facts;
  }

  @Override
  public ModelResponse complete(ModelRequest request, CallContext context)
      throws InterruptedException {
    facts(request.model());
    CassetteRequest asked = CassetteRequest.of(request, redaction);
    try {
      ModelResponse response = provider.complete(request, context);
      file.append(CassetteCall.answered(asked, response, redaction));
      return response;
    } catch (ModelException failure) {
      if (failure.kind() != ModelErrorKind.CANCELLED) {
        file.append(CassetteCall.failed(asked, failure, redaction));
      }
      throw failure;
    }
  }

  @Override
  public String toString() {
    return "Cassette.record(" + provider + ", " + file + ")";
  }
}
