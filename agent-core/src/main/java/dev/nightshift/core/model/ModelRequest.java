package dev.nightshift.core.model;

import dev.nightshift.core.base.Require;
import java.util.List;

/** Everything a provider needs for one model call. Immutable. */
public final class ModelRequest {
  private final ModelId model;
  private final String system;
  private final List<ToolDefinition> tools;
  private final Transcript transcript;
  private final int maxOutputTokens;

  private ModelRequest(Builder builder) {
    this.model = builder.model;
    this.system = builder.system;
    this.tools = builder.tools;
    this.transcript = builder.transcript;
    this.maxOutputTokens = builder.maxOutputTokens;
  }

  /**
   * Starts a request.
   *
   * @param model the model to call
   * @return a builder, not safe for concurrent use
   */
  public static Builder builder(ModelId model) {
    Require.nonNull(model, "model");
    return new Builder(model);
  }

  /**
   * Returns the model to call.
   *
   * @return the model
   */
  public ModelId model() {
    return model;
  }

  /**
   * Returns the standing instructions.
   *
   * @return the system text, may be empty
   */
  public String system() {
    return system;
  }

  /**
   * Returns the tools the model may request, in a stable order.
   *
   * @return the tools, may be empty
   */
  public List<ToolDefinition> tools() {
    return tools;
  }

  /**
   * Returns the conversation so far; its last turn is a user turn.
   *
   * @return the transcript
   */
  public Transcript transcript() {
    return transcript;
  }

  /**
   * Returns the largest answer that was paid for.
   *
   * @return the limit in provider tokens, at least 1
   */
  public int maxOutputTokens() {
    return maxOutputTokens;
  }

  /**
   * Starts a request that begins as a copy of this one.
   *
   * @return a builder, not safe for concurrent use
   */
  public Builder toBuilder() {
    return new Builder(model)
        .system(system)
        .tools(tools)
        .transcript(transcript)
        .maxOutputTokens(maxOutputTokens);
  }

  /** Collects the parts of a request. Not safe for concurrent use. */
  public static final class Builder {
    private ModelId model;
    private String system = "";
    private List<ToolDefinition> tools = List.of();
    private Transcript transcript = Transcript.empty();
    private int maxOutputTokens = 8192;

    private Builder(ModelId model) {
      this.model = model;
    }

    /**
     * Sets the model.
     *
     * @param model the model to call
     * @return this builder
     */
    public Builder model(ModelId model) {
      this.model = Require.nonNull(model, "model");
      return this;
    }

    /**
     * Sets the standing instructions.
     *
     * @param system the text; default empty
     * @return this builder
     */
    public Builder system(String system) {
      this.system = Require.nonNull(system, "system");
      return this;
    }

    /**
     * Sets the tools.
     *
     * @param tools in a stable order; default none
     * @return this builder
     */
    public Builder tools(List<ToolDefinition> tools) {
      this.tools = Require.elements(tools, "tools");
      return this;
    }

    /**
     * Sets the conversation so far.
     *
     * @param transcript default empty
     * @return this builder
     */
    public Builder transcript(Transcript transcript) {
      this.transcript = Require.nonNull(transcript, "transcript");
      return this;
    }

    /**
     * Sets the largest answer.
     *
     * @param maxOutputTokens in provider tokens, at least 1; default 8192
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
     * Makes the request.
     *
     * @return an immutable request
     */
    public ModelRequest build() {
      return new ModelRequest(this);
    }
  }
}
