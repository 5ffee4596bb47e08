package dev.nightshift.core.agent;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.internal.tool.BuiltInTools;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.tool.Tool;
import java.util.ArrayList;
import java.util.List;

/**
 * A reviewer that lets a model judge a candidate by reading: it sees the task, the criteria, the
 * whole diff, the gate's evidence and what it requested before in the run, and may use {@code
 * read_file}, {@code list_files} and {@code search} on the candidate and its base, and the
 * read-only tools added by the caller. A result that would take the prompt into a dearer tier of
 * the model's price is not shown to it; it may ask for less.
 *
 * <p>The model ends with {@code submit_review}. A verdict that is missing, cannot be read,
 * contradicts itself, names a line that does not exist or leaves a request of its own open gets one
 * complaint; after a second one the review is {@linkplain Review.Escalated escalated}, as it is
 * when the diff is too large to be shown whole. Nothing but a well-formed approval approves, and
 * none that follows an objection which could be read but not used: that is escalated, naming both.
 * So is a review that objected and failed, and an objection stands for the run whatever ended its
 * review; see {@link ReviewRequest#objected}.
 *
 * <p>What the model writes beside {@code submit_review}, or into fields that an approval does not
 * have, may object, in whatever words: an approval counts only if nothing is written beside it but
 * a few known sentences ("All criteria are met. Approving."), or if the model, shown its own words
 * by one more call, approves again and adds nothing in such fields. A no in a field that is named
 * after an approval ({@code mergeable}), and anything in one named after an objection ({@code
 * required_fix}), is an objection. {@link Review#alsoWrote} tells the words with every verdict.
 *
 * <p><b>Threads:</b> immutable; one object serves many runs at once.
 */
public final class ModelReviewer implements Reviewer {
  private final ModelId model;
  private final List<ModelId> fallbacks;
  private final int maxSteps;
  private final int maxOutputTokens;
  private final ModelOptions options;
  private final boolean sameModelAllowed;
  private final String system;
  private final RoleTools tools;

  private ModelReviewer(Builder builder) {
    this.model = builder.model;
    this.fallbacks = builder.fallbacks;
    this.maxSteps = builder.maxSteps;
    this.maxOutputTokens = builder.maxOutputTokens;
    this.options = builder.options;
    this.sameModelAllowed = builder.sameModelAllowed;
    this.system = ReviewPrompt.system(builder.instructions);
    this.tools =
        RoleTools.of(
            BuiltInTools.forReviewer(), builder.added, List.of(ControlTools.forReviewer()));
  }

  private ModelReviewer(ModelReviewer other, List<ModelId> fallbacks) {
    this.model = other.model;
    this.fallbacks = fallbacks;
    this.maxSteps = other.maxSteps;
    this.maxOutputTokens = other.maxOutputTokens;
    this.options = other.options;
    this.sameModelAllowed = other.sameModelAllowed;
    this.system = other.system;
    this.tools = other.tools;
  }

  /**
   * Returns a reviewer with the defaults of {@link Builder}.
   *
   * @param model {@code provider:model}, for example {@code anthropic:claude-haiku-5-5}
   * @return the reviewer
   * @throws IllegalArgumentException if the text is not of that form
   */
  public static ModelReviewer using(String model) {
    Require.nonNull(model, "model");
    return builder(ModelId.parse(model)).build();
  }

  /**
   * Starts a reviewer.
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
   * Returns this role with one more model to ask in its place; see {@link Builder#orElse}.
   *
   * @param fallback {@code provider:model}
   * @return a copy
   * @throws IllegalArgumentException if the text is not of that form or the model is asked already
   */
  public ModelReviewer orElse(String fallback) {
    Require.nonNull(fallback, "fallback");
    return new ModelReviewer(this, Fallbacks.plus(model, fallbacks, ModelId.parse(fallback)));
  }

  /**
   * Returns what is asked in place of the model when it is not available.
   *
   * @return in the order in which they are tried
   */
  public List<ModelId> fallbacks() {
    return fallbacks;
  }

  /**
   * Returns how the model is asked to work.
   *
   * @return the options
   */
  public ModelOptions options() {
    return options;
  }

  /**
   * Tells whether the reviewer may be the implementer's model.
   *
   * @return false unless the caller said so
   */
  public boolean isSameModelAllowed() {
    return sameModelAllowed;
  }

  @Override
  public Review review(ReviewRequest request) throws InterruptedException {
    return new ReviewRound(this, request).run();
  }

  /**
   * Returns the name reports show.
   *
   * @return the model before routing
   */
  @Override
  public String name() {
    return model.toString();
  }

  @Override
  public String toString() {
    return "ModelReviewer[" + model + "]";
  }

  int maxSteps() {
    return maxSteps;
  }

  RoleTools tools() {
    return tools;
  }

  ConversationSpec conversationSpec() {
    return ConversationSpec.builder(model)
        .fallbacks(fallbacks)
        .system(system)
        .tools(tools.definitions())
        .maxOutputTokens(maxOutputTokens)
        .options(options)
        .allowSameModel(sameModelAllowed)
        .build();
  }

  /** Collects the settings of a reviewer. Not safe for concurrent use. */
  public static final class Builder {
    /** The model calls of a review unless {@link #maxSteps} says otherwise. */
    public static final int DEFAULT_MAX_STEPS = 20;

    /** The output tokens of a call unless {@link #maxOutputTokens} says otherwise. */
    public static final int DEFAULT_MAX_OUTPUT_TOKENS = 8_192;

    private final ModelId model;
    private List<ModelId> fallbacks = List.of();
    private int maxSteps = DEFAULT_MAX_STEPS;
    private int maxOutputTokens = DEFAULT_MAX_OUTPUT_TOKENS;
    private ModelOptions options = ModelOptions.standard();
    private boolean sameModelAllowed;
    private HostInstructions instructions = HostInstructions.none();
    private final List<Tool> added = new ArrayList<>();

    private Builder(ModelId model) {
      this.model = model;
    }

    /**
     * Adds a model that is asked in place of the others once they are not available: overloaded,
     * limited, failing, unknown to the provider, or behind an open circuit breaker. A call waits
     * for its model for 30 s in all; a longer wait, also one that the provider names, is given up
     * as soon as a fallback could be asked. The conversation goes on with it. Nothing else makes
     * the engine ask it: no lack of money, no refusal, no request that is wrong. A model that the
     * other role of the run has is passed over.
     *
     * @param fallback tried after those added before
     * @return this builder
     * @throws IllegalArgumentException if the model is asked already
     */
    public Builder orElse(ModelId fallback) {
      this.fallbacks = Fallbacks.plus(model, fallbacks, Require.nonNull(fallback, "fallback"));
      return this;
    }

    /**
     * Sets how many model calls one review may make; the question which of its words count may take
     * one more.
     *
     * @param maxSteps at least 1; default {@value #DEFAULT_MAX_STEPS}
     * @return this builder
     */
    public Builder maxSteps(int maxSteps) {
      if (maxSteps < 1) {
        throw new IllegalArgumentException("maxSteps " + maxSteps + " must be at least 1");
      }
      this.maxSteps = maxSteps;
      return this;
    }

    /**
     * Sets the largest answer to ask for, reasoning included.
     *
     * @param maxOutputTokens tokens, at least 1; default {@value #DEFAULT_MAX_OUTPUT_TOKENS}
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
     * Sets how the model is asked to work: its effort, and how long its prompt stays cached. Two
     * roles of one provider may differ.
     *
     * @param options default {@link ModelOptions#standard}
     * @return this builder
     */
    public Builder options(ModelOptions options) {
      this.options = Require.nonNull(options, "options");
      return this;
    }

    /**
     * Sets what this reviewer is asked besides, such as "You are a security reviewer; look for
     * ...". It is added to the rules every reviewer has, and takes none of them away.
     *
     * @param instructions text of the host, trusted, not blank, at most 20,000 characters; default
     *     none
     * @return this builder
     * @throws IllegalArgumentException if the text is blank or too long
     */
    public Builder instructions(String instructions) {
      Require.nonNull(instructions, "instructions");
      this.instructions = HostInstructions.of(instructions);
      return this;
    }

    /**
     * Adds a read-only tool; the model is shown all its tools sorted by name. What it answers is
     * shown to the model as data, not as instructions.
     *
     * @param tool a tool with a name of its own that {@linkplain Tool#isReadOnly changes nothing}
     * @return this builder
     * @throws IllegalArgumentException if the tool does not say that it is read-only
     */
    public Builder addTool(Tool tool) {
      RoleTools.requireDefinition(tool);
      if (!tool.isReadOnly()) {
        throw new IllegalArgumentException(
            "the tool '"
                + VisibleText.name(tool.definition().name())
                + "' may write, but a reviewer only reads; make it with Tool.readOnly(..), or let"
                + " its isReadOnly() return true, if it changes nothing");
      }
      added.add(tool);
      return this;
    }

    /**
     * Allows the model the implementer uses. The two then share their blind spots, so a run refuses
     * it unless this is said.
     *
     * @return this builder
     */
    public Builder allowSameModel() {
      this.sameModelAllowed = true;
      return this;
    }

    /**
     * Makes the reviewer.
     *
     * @return an immutable reviewer
     * @throws IllegalArgumentException if two tools have the same name
     */
    public ModelReviewer build() {
      return new ModelReviewer(this);
    }
  }
}
