package dev.nightshift.core.model;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.tool.ToolDefinition;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/**
 * What stays the same in all calls of one conversation.
 *
 * @param model the model asked for, before routing
 * @param fallbacks what is asked in its place, in this order, once it is not available and no rung
 *     of its ladder is
 * @param system the standing instructions
 * @param tools the tools, sorted by name, so that prompts of the same tools begin alike whatever
 *     the order of adding
 * @param maxOutputTokens the largest answer to ask for, in provider tokens, at least 1; the engine
 *     may lower it to what the budget affords
 * @param options how the model is asked to work
 * @param isSameModelAllowed true if this role may use the model another role of the run uses
 * @param compaction when its history is compacted
 */
public record ConversationSpec(
    ModelId model,
    List<ModelId> fallbacks,
    String system,
    List<ToolDefinition> tools,
    int maxOutputTokens,
    ModelOptions options,
    boolean isSameModelAllowed,
    CompactionPolicy compaction) {
  /** Sorts the tools; refuses answers below one token, and a model that is named twice. */
  public ConversationSpec {
    Require.nonNull(model, "model");
    fallbacks = distinctFrom(model, fallbacks);
    Require.nonNull(system, "system");
    tools =
        Require.elements(tools, "tools").stream()
            .sorted(Comparator.comparing(ToolDefinition::name))
            .toList();
    requireAToken(maxOutputTokens);
    Require.nonNull(options, "options");
    Require.nonNull(compaction, "compaction");
  }

  /**
   * Starts a specification.
   *
   * @param model the model asked for, before routing
   * @return a builder, not safe for concurrent use
   */
  public static Builder builder(ModelId model) {
    return new Builder(Require.nonNull(model, "model"));
  }

  @Override
  public String toString() {
    return "ConversationSpec[" + model + ", tools " + tools.size() + "]";
  }

  private static List<ModelId> distinctFrom(ModelId model, List<ModelId> fallbacks) {
    List<ModelId> copy = Require.elements(fallbacks, "fallbacks");
    if (copy.contains(model) || new HashSet<>(copy).size() < copy.size()) {
      throw new IllegalArgumentException(
          "model "
              + model
              + " or one of its fallbacks "
              + copy
              + " is named twice; name each once");
    }
    return copy;
  }

  static int requireAToken(int maxOutputTokens) {
    if (maxOutputTokens < 1) {
      throw new IllegalArgumentException(
          "maxOutputTokens " + maxOutputTokens + " must be at least 1");
    }
    return maxOutputTokens;
  }

  /** Collects the parts of a specification. Not safe for concurrent use. */
  public static final class Builder {
    private final ModelId model;
    private List<ModelId> fallbacks = List.of();
    private String system = "";
    private List<ToolDefinition> tools = List.of();
    private int maxOutputTokens = 8192;
    private ModelOptions options = ModelOptions.standard();
    private boolean allowSameModel;
    private CompactionPolicy compaction = CompactionPolicy.off();

    private Builder(ModelId model) {
      this.model = model;
    }

    /**
     * Sets what is asked in place of the model when it is not available.
     *
     * @param fallbacks in the order in which they are tried; default none
     * @return this builder
     */
    public Builder fallbacks(List<ModelId> fallbacks) {
      this.fallbacks = Require.elements(fallbacks, "fallbacks");
      return this;
    }

    /**
     * Sets the standing instructions.
     *
     * @param system default empty
     * @return this builder
     */
    public Builder system(String system) {
      this.system = Require.nonNull(system, "system");
      return this;
    }

    /**
     * Sets the tools.
     *
     * @param tools default none
     * @return this builder
     */
    public Builder tools(List<ToolDefinition> tools) {
      this.tools = Require.elements(tools, "tools");
      return this;
    }

    /**
     * Sets the largest answer to ask for.
     *
     * @param maxOutputTokens tokens, at least 1; default 8192
     * @return this builder
     */
    public Builder maxOutputTokens(int maxOutputTokens) {
      this.maxOutputTokens = requireAToken(maxOutputTokens);
      return this;
    }

    /**
     * Sets how the model is asked to work.
     *
     * @param options default {@link ModelOptions#standard}
     * @return this builder
     */
    public Builder options(ModelOptions options) {
      this.options = Require.nonNull(options, "options");
      return this;
    }

    /**
     * Allows the model another role of the run uses; a reviewer then shares the implementer's blind
     * spots.
     *
     * @param allowSameModel default false
     * @return this builder
     */
    public Builder allowSameModel(boolean allowSameModel) {
      this.allowSameModel = allowSameModel;
      return this;
    }

    /**
     * Sets when the history is compacted. A role that must hear everything its model writes leaves
     * it off, because the summary is no turn of the conversation.
     *
     * @param compaction default {@link CompactionPolicy#off}
     * @return this builder
     */
    public Builder compaction(CompactionPolicy compaction) {
      this.compaction = Require.nonNull(compaction, "compaction");
      return this;
    }

    /**
     * Makes the specification.
     *
     * @return an immutable specification
     */
    public ConversationSpec build() {
      return new ConversationSpec(
          model, fallbacks, system, tools, maxOutputTokens, options, allowSameModel, compaction);
    }
  }
}
