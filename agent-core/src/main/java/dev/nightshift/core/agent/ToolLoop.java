package dev.nightshift.core.agent;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.loop.ModelLoop;
import dev.nightshift.core.internal.tool.BuiltInTools;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.tool.Tool;
import dev.nightshift.core.tool.ToolContext;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.core.tool.ToolOutcome;
import java.util.ArrayList;
import java.util.List;

/**
 * The loop behind a role of your own, such as a screen or a planner: it asks a model, does the tool
 * calls it asks for, and feeds the answers back, until the model calls the tool that ends the loop.
 *
 * <p>The loop also ends at its step limit; after three answers in a row without a call that can be
 * understood; at the second answer in a row without a call; at the second repetition of the same
 * calls with the same results; when the model declines, and when its context window is full. It is
 * the loop of {@link ModelImplementer} and {@link ModelReviewer}. What tools return is shown to the
 * model as {@linkplain UntrustedText data}, at most 32,000 bytes of one answer.
 *
 * <p><b>Units:</b> a step is one model call of the conversation, those before the loop included.
 * <b>Threads:</b> immutable; one object serves many runs at once, each {@link #run} on the thread
 * of its run.
 *
 * @param <A> what the model ends the loop with
 */
public final class ToolLoop<A extends Record> {
  private final Ending<A> ending;
  private final RoleTools tools;
  private final int maxSteps;

  private ToolLoop(Builder<A> builder) {
    this.ending = builder.ending;
    this.tools = RoleTools.of(builder.builtIn, builder.added, List.of(builder.ending.definition()));
    this.maxSteps = builder.maxSteps;
  }

  /**
   * Starts a loop that the model ends by a tool of its own.
   *
   * @param <A> what it ends with
   * @param tool the tool's name, as {@link ToolDefinition#name}
   * @param description what the tool is for, for the model to read
   * @param answer its arguments, as for {@link Tool#of(String, String, Class, Tool.TypedBody)};
   *     what the record's constructor refuses is fed back to the model
   * @return a builder, not safe for concurrent use
   * @throws IllegalArgumentException if the record cannot be the arguments of a tool
   */
  public static <A extends Record> Builder<A> endingWith(
      String tool, String description, Class<A> answer) {
    Require.nonNull(tool, "tool");
    Require.nonNull(description, "description");
    Require.nonNull(answer, "answer");
    return new Builder<>(new Ending<>(tool, description, answer));
  }

  /**
   * Returns what the model has to be shown, for its {@link
   * dev.nightshift.core.model.ConversationSpec}.
   *
   * @return the tools in the order of adding, the one that ends the loop last
   */
  public List<ToolDefinition> tools() {
    return tools.definitions();
  }

  /**
   * Runs the loop.
   *
   * @param conversation a conversation whose specification has {@link #tools}
   * @param context what the tools are called with
   * @param opening what the model is told first; what the host did not write belongs between the
   *     marks of {@link UntrustedText#fenced}
   * @return the answer, or why there is none
   * @throws dev.nightshift.core.base.RunStoppedException if a limit ends the run; let it pass
   * @throws dev.nightshift.core.model.ModelException if the model could not be reached
   * @throws InterruptedException if the run was cancelled
   */
  public End<A> run(Conversation conversation, ToolContext context, String opening)
      throws InterruptedException {
    Require.nonNull(conversation, "conversation");
    Require.nonNull(context, "context");
    Require.nonNull(opening, "opening");
    return new ModelLoop<>(
            conversation, new ToolLoopRules<>(ending, tools, maxSteps, context, conversation))
        .run(UserTurn.text(UntrustedText.RULE + opening));
  }

  /**
   * How a loop ended.
   *
   * @param <A> what a model ends it with
   */
  public sealed interface End<A extends Record> {
    /**
     * The model called the tool that ends the loop.
     *
     * @param <A> the arguments
     * @param answer what it gave
     */
    record Answered<A extends Record>(A answer) implements End<A> {
      /** Refuses nulls. */
      public Answered {
        Require.nonNull(answer, "answer");
      }
    }

    /**
     * The loop ended without an answer.
     *
     * @param <A> what there would have been
     * @param reason stuck, step limit, model unavailable or context exhausted
     * @param detail one line for a human
     */
    record Stopped<A extends Record>(EndReason reason, String detail) implements End<A> {
      /** Refuses nulls. */
      public Stopped {
        Require.nonNull(reason, "reason");
        Require.nonNull(detail, "detail");
      }
    }
  }

  /** The tool that ends a loop. */
  record Ending<A extends Record>(String name, Class<A> answer, ToolDefinition definition) {
    Ending(String name, String description, Class<A> answer) {
      this(
          name,
          answer,
          Tool.of(name, description, answer, (any, context) -> ToolOutcome.ok("")).definition());
    }
  }

  /**
   * Collects the settings of a loop. Not safe for concurrent use.
   *
   * @param <A> what the model ends the loop with
   */
  public static final class Builder<A extends Record> {
    /** The model calls of a conversation unless {@link #maxSteps} says otherwise. */
    public static final int DEFAULT_MAX_STEPS = 30;

    private final Ending<A> ending;
    private final List<Tool> builtIn = new ArrayList<>();
    private final List<Tool> added = new ArrayList<>();
    private int maxSteps = DEFAULT_MAX_STEPS;

    private Builder(Ending<A> ending) {
      this.ending = ending;
    }

    /**
     * Sets how many model calls the conversation may have.
     *
     * @param maxSteps at least 1; default {@value #DEFAULT_MAX_STEPS}
     * @return this builder
     */
    public Builder<A> maxSteps(int maxSteps) {
      if (maxSteps < 1) {
        throw new IllegalArgumentException("maxSteps " + maxSteps + " must be at least 1");
      }
      this.maxSteps = maxSteps;
      return this;
    }

    /**
     * Adds {@code read_file}, {@code list_files} and {@code search}, over {@link ToolContext#files}
     * and {@link ToolContext#base}; they are shown before all others.
     *
     * @return this builder
     */
    public Builder<A> addReadingTools() {
      builtIn.clear();
      builtIn.addAll(BuiltInTools.forReviewer());
      return this;
    }

    /**
     * Adds a tool.
     *
     * @param tool a tool with a name of its own
     * @return this builder
     */
    public Builder<A> addTool(Tool tool) {
      RoleTools.requireDefinition(tool);
      added.add(tool);
      return this;
    }

    /**
     * Makes the loop.
     *
     * @return an immutable loop
     * @throws IllegalArgumentException if two tools have the same name
     */
    public ToolLoop<A> build() {
      return new ToolLoop<>(this);
    }
  }
}
