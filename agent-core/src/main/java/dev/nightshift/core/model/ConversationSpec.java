package dev.nightshift.core.model;

import dev.nightshift.core.base.Require;
import java.util.List;

/** What stays the same in all calls of one conversation. A value: immutable, with equality. */
public final class ConversationSpec {
  private final ModelId model;
  private final String system;
  private final List<ToolDefinition> tools;
  private final int maxOutputTokens;
  private final boolean allowSameModel;

  private ConversationSpec(Builder builder) {
    this.model = builder.model;
    this.system = builder.system;
    this.tools = builder.tools;
    this.maxOutputTokens = builder.maxOutputTokens;
    this.allowSameModel = builder.allowSameModel;
  }

  /**
   * Starts a specification.
   *
   * @param model the model asked for, before routing
   * @return a builder, not safe for concurrent use
   */
  public static Builder builder(ModelId model) {
    Require.nonNull(model, "model");
    return new Builder(model);
  }

  /**
   * Returns the model asked for.
   *
   * @return the model before routing
   */
  public ModelId model() {
    return model;
  }

  /**
   * Returns the standing instructions.
   *
   * @return the system text
   */
  public String system() {
    return system;
  }

  /**
   * Returns the tools of the conversation.
   *
   * @return the tools in a stable order
   */
  public List<ToolDefinition> tools() {
    return tools;
  }

  /**
   * Returns the largest answer to ask for.
   *
   * @return tokens; the engine may lower it to what the budget affords
   */
  public int maxOutputTokens() {
    return maxOutputTokens;
  }

  /**
   * Tells whether this role may use the model another role of the run uses.
   *
   * @return false unless the caller said so
   */
  public boolean isSameModelAllowed() {
    return allowSameModel;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConversationSpec that && values().equals(that.values());
  }

  @Override
  public int hashCode() {
    return values().hashCode();
  }

  @Override
  public String toString() {
    return "ConversationSpec[" + model + ", tools " + tools.size() + "]";
  }

  private List<Object> values() {
    return List.of(model, system, tools, maxOutputTokens, allowSameModel);
  }

  /** Collects the parts of a specification. Not safe for concurrent use. */
  public static final class Builder {
    private final ModelId model;
    private String system = "";
    private List<ToolDefinition> tools = List.of();
    private int maxOutputTokens = 8192;
    private boolean allowSameModel;

    private Builder(ModelId model) {
      this.model = model;
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
      if (maxOutputTokens < 1) {
        throw new IllegalArgumentException(
            "maxOutputTokens " + maxOutputTokens + " must be at least 1");
      }
      this.maxOutputTokens = maxOutputTokens;
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
     * Makes the specification.
     *
     * @return an immutable specification
     */
    public ConversationSpec build() {
      return new ConversationSpec(this);
    }
  }
}
