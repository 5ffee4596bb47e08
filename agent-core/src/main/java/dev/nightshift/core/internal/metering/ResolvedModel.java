package dev.nightshift.core.internal.metering;

import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelProvider;
import java.util.regex.Pattern;

/**
 * The model that serves a role, after routing.
 *
 * @param role the role
 * @param requested the model as the user named it: what is sent, and priced first
 * @param facts what its provider knows of it, asked once
 * @param provider who runs it
 */
record ResolvedModel(AgentRole role, ModelId requested, ModelFacts facts, ModelProvider provider) {
  private static final Pattern DATE = Pattern.compile("[-@](\\d{8}|\\d{4}-\\d{2}-\\d{2})");

  static ResolvedModel of(AgentRole role, ModelId requested, ModelProvider provider) {
    return new ResolvedModel(role, requested, provider.facts(requested), provider);
  }

  /** The canonical name, by which models are told apart. */
  ModelId model() {
    return facts.canonical();
  }

  /** The facts of a model that answered, which is nearly always the one asked for. */
  ModelFacts factsOf(ModelId answering) {
    return answering.equals(requested) ? facts : provider.facts(answering);
  }

  /** Tells whether a model that answered is the one asked for, or a dated version of it. */
  boolean isServedBy(ModelId answering) {
    ModelId other = factsOf(answering).canonical();
    ModelId model = model();
    return other.equals(model)
        || (other.provider().equals(model.provider())
            && other.model().startsWith(model.model())
            && DATE.matcher(other.model().substring(model.model().length())).matches());
  }
}
