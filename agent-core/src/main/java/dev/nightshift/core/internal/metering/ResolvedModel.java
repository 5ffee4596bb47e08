package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelProvider;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model that serves a role, after routing.
 *
 * @param role the role
 * @param requested the model as the user named it: what is sent, and priced first
 * @param facts what its provider knows of it, asked once
 * @param provider who runs it
 * @param mind what two roles must not share
 */
record ResolvedModel(
    AgentRole role, ModelId requested, ModelFacts facts, ModelProvider provider, Mind mind) {
  private static final Logger LOG = LoggerFactory.getLogger(ResolvedModel.class);
  private static final Pattern DATE = Pattern.compile("[-@](\\d{8}|\\d{4}-\\d{2}-\\d{2})");

  static ResolvedModel of(AgentRole role, ModelId requested, ModelProvider provider) {
    ModelFacts facts =
        Require.returned(
            provider.facts(requested), "facts(" + requested + ") of provider " + provider.name());
    return new ResolvedModel(
        role, requested, facts, provider, Mind.of(requested, facts.canonical()));
  }

  /** The canonical name. */
  ModelId model() {
    return facts.canonical();
  }

  /** What a model that answered is told apart by. */
  Mind mindOf(ModelId answering) {
    return answering.equals(requested) ? mind : Mind.of(answering, factsOf(answering).canonical());
  }

  /**
   * The facts of a model that answered, which is nearly always the one asked for. An answer that is
   * paid for is not lost because its provider does not know who gave it.
   */
  ModelFacts factsOf(ModelId answering) {
    if (answering.equals(requested)) {
      return facts;
    }
    try {
      return Require.returned(provider.facts(answering), "facts(" + answering + ")");
    } catch (RuntimeException unknown) {
      LOG.warn("{} answered in place of {}; nothing is known of it", answering, requested, unknown);
      return ModelFacts.cautious(answering);
    }
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
