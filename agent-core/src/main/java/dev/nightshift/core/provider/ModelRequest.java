package dev.nightshift.core.provider;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.tool.ToolDefinition;
import java.util.List;

/**
 * Everything a provider needs for one model call.
 *
 * @param model the model to call
 * @param system the standing instructions, may be empty
 * @param tools the tools the model may request, in a stable order, may be empty
 * @param transcript the conversation so far; its last turn is a user turn
 * @param maxOutputTokens the largest answer that was paid for, in provider tokens, at least 1
 * @param options how the model is asked to work
 */
public record ModelRequest(
    ModelId model,
    String system,
    List<ToolDefinition> tools,
    Transcript transcript,
    int maxOutputTokens,
    ModelOptions options) {
  /** Refuses answers below one token. */
  public ModelRequest {
    Require.nonNull(model, "model");
    Require.nonNull(system, "system");
    tools = Require.elements(tools, "tools");
    Require.nonNull(transcript, "transcript");
    requireAToken(maxOutputTokens);
    Require.nonNull(options, "options");
  }

  /**
   * Starts a request.
   *
   * @param model the model to call
   * @return a builder, not safe for concurrent use
   */
  public static Builder builder(ModelId model) {
    return new Builder(Require.nonNull(model, "model"));
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
        .maxOutputTokens(maxOutputTokens)
        .options(options);
  }

  /**
   * Returns this request with another largest answer.
   *
   * @param maxOutputTokens in provider tokens, at least 1
   * @return a copy
   */
  public ModelRequest withMaxOutputTokens(int maxOutputTokens) {
    return maxOutputTokens == this.maxOutputTokens
        ? this
        : new ModelRequest(model, system, tools, transcript, maxOutputTokens, options);
  }

  @Override
  public String toString() {
    return "ModelRequest[" + model + ", turns " + transcript.turns().size() + "]";
  }

  private static int requireAToken(int maxOutputTokens) {
    if (maxOutputTokens < 1) {
      throw new IllegalArgumentException(
          "maxOutputTokens " + maxOutputTokens + " must be at least 1");
    }
    return maxOutputTokens;
  }

  /** Collects the parts of a request. Not safe for concurrent use. */
  public static final class Builder {
    private ModelId model;
    private String system = "";
    private List<ToolDefinition> tools = List.of();
    private Transcript transcript = Transcript.empty();
    private int maxOutputTokens = 8192;
    private ModelOptions options = ModelOptions.standard();

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
     * Makes the request.
     *
     * @return an immutable request
     */
    public ModelRequest build() {
      return new ModelRequest(model, system, tools, transcript, maxOutputTokens, options);
    }
  }
}
