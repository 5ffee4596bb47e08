package dev.nightshift.core.agent;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.tool.BuiltInTools;
import dev.nightshift.core.model.CompactionPolicy;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.tool.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An implementer that lets a model work with tools: {@code read_file}, {@code list_files}, {@code
 * search}, {@code edit_file}, {@code write_file}, {@code delete_file}, {@code run_command}, those
 * added by the caller, and {@code record_decision}, {@code finish} and {@code blocked}.
 *
 * <p>The model ends each round itself, by {@code finish} or {@code blocked}. It is stopped, with
 * its partial work kept, at the step limit; after three turns in a row without a call that can be
 * understood; at the second turn in a row without a tool call; at the second repetition of the same
 * calls with the same results; and when its context window is full although its history was
 * compacted. Instructions of the repository ({@code AGENTS.md}) are read from the base commit only.
 *
 * <p>Its conversation is kept over the rounds on one branch, also if a pipeline makes it anew for
 * each with equal settings.
 *
 * <p><b>Threads:</b> immutable; one object serves many runs at once.
 */
public final class ModelImplementer implements Implementer {
  private final ModelId model;
  private final List<ModelId> fallbacks;
  private final int maxSteps;
  private final int maxOutputTokens;
  private final ModelOptions options;
  private final CompactionPolicy compaction;
  private final String system;
  private final RoleTools tools;

  private ModelImplementer(Builder builder) {
    this.model = builder.model;
    this.fallbacks = builder.fallbacks;
    this.maxSteps = builder.maxSteps;
    this.maxOutputTokens = builder.maxOutputTokens;
    this.options = builder.options;
    this.compaction = builder.compaction;
    this.system = ImplementerPrompt.system(builder.instructions);
    this.tools =
        RoleTools.of(
            BuiltInTools.forImplementer(builder.commandTimeout),
            builder.added,
            ControlTools.forImplementer());
  }

  private ModelImplementer(ModelImplementer other, List<ModelId> fallbacks) {
    this.model = other.model;
    this.fallbacks = fallbacks;
    this.maxSteps = other.maxSteps;
    this.maxOutputTokens = other.maxOutputTokens;
    this.options = other.options;
    this.compaction = other.compaction;
    this.system = other.system;
    this.tools = other.tools;
  }

  /**
   * Returns an implementer with the defaults of {@link Builder}.
   *
   * @param model {@code provider:model}, for example {@code anthropic:claude-opus-5-5}
   * @return the implementer
   * @throws IllegalArgumentException if the text is not of that form
   */
  public static ModelImplementer using(String model) {
    Require.nonNull(model, "model");
    return builder(ModelId.parse(model)).build();
  }

  /**
   * Starts an implementer.
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
  public ModelImplementer orElse(String fallback) {
    Require.nonNull(fallback, "fallback");
    return new ModelImplementer(this, Fallbacks.plus(model, fallbacks, ModelId.parse(fallback)));
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

  @Override
  public Outcome implement(Assignment assignment) throws InterruptedException {
    return new ImplementerRound(this, assignment).run();
  }

  @Override
  public String toString() {
    return "ModelImplementer[" + model + "]";
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
        .compaction(compaction)
        .build();
  }

  /** Collects the settings of an implementer. Not safe for concurrent use. */
  public static final class Builder {
    /** The model calls of a run unless {@link #maxSteps} says otherwise. */
    public static final int DEFAULT_MAX_STEPS = 75;

    /** The output tokens of a call unless {@link #maxOutputTokens} says otherwise. */
    public static final int DEFAULT_MAX_OUTPUT_TOKENS = 16_000;

    private final ModelId model;
    private List<ModelId> fallbacks = List.of();
    private int maxSteps = DEFAULT_MAX_STEPS;
    private int maxOutputTokens = DEFAULT_MAX_OUTPUT_TOKENS;
    private ModelOptions options = ModelOptions.standard();
    private CompactionPolicy compaction = CompactionPolicy.standard();
    private Duration commandTimeout = Duration.ofMinutes(10);
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
     * <p>{@code StandardPipeline} refuses a fallback that is the reviewer's first model. A pipeline
     * of one's own that makes its reviewer later cannot: once this role fell back on the reviewer's
     * model, that review is refused before its call is paid, but not before the work was. Give such
     * a reviewer a fallback too.
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
     * Sets how many model calls a run may make, all its rounds together.
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
     * Sets when the history of the conversation is compacted, so that a long task does not end
     * where the context window is full. The calls that write summaries are no steps.
     *
     * @param compaction default {@link CompactionPolicy#standard}; {@link CompactionPolicy#off}
     *     ends the run there
     * @return this builder
     */
    public Builder compaction(CompactionPolicy compaction) {
      this.compaction = Require.nonNull(compaction, "compaction");
      return this;
    }

    /**
     * Sets how long one {@code run_command} may take.
     *
     * @param commandTimeout more than zero; default 10 minutes
     * @return this builder
     */
    public Builder commandTimeout(Duration commandTimeout) {
      this.commandTimeout = Require.positive(commandTimeout, "commandTimeout");
      return this;
    }

    /**
     * Sets what the model is told on top of its standing instructions, such as house rules.
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
     * Adds a tool; the model is shown all its tools sorted by name.
     *
     * @param tool a tool with a name of its own
     * @return this builder
     */
    public Builder addTool(Tool tool) {
      RoleTools.requireDefinition(tool);
      added.add(tool);
      return this;
    }

    /**
     * Makes the implementer.
     *
     * @return an immutable implementer
     * @throws IllegalArgumentException if two tools have the same name
     */
    public ModelImplementer build() {
      return new ModelImplementer(this);
    }
  }
}
