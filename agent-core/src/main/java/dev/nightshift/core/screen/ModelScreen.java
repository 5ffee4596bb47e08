package dev.nightshift.core.screen;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.internal.loop.ToolRequest;
import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tree.ListQuery;
import java.util.List;
import java.util.Set;

/**
 * The screen that asks a cheap model, once: whether a task can be evaluated, and if not, at most
 * three questions. {@link TaskChecks} come first, and what is certain by them is not paid for.
 *
 * <p>There is one question to the model and no second one: an answer that cannot be read, a model
 * that declines or cannot be reached within the retry rules, and a call that does not fit the
 * {@linkplain Builder#budget budget of the screen} or what a cap leaves, are no answer. What then
 * happens is declared by {@link Builder#whenUnanswered}; the report says so either way. The task
 * and the names of files are shown as data.
 *
 * <p>The model may be that of another role: it judges no change. <b>Threads:</b> immutable; one
 * object serves many runs at once.
 */
public final class ModelScreen implements TaskScreen {
  private static final int MOST_QUESTION_CHARS = 500;
  private static final TemplateFile WORDS = TemplateFile.of(ModelScreen.class, "model-screen.md");
  private static final Template ASKED_INSTEAD = WORDS.template("asked-instead", "why");
  private static final Template BY_MODEL = WORDS.template("by-model", "model");

  private final ModelId model;
  private final ModelOptions options;
  private final Money budget;
  private final int maxOutputTokens;
  private final WhenUnanswered whenUnanswered;

  private ModelScreen(Builder builder) {
    this.model = builder.model;
    this.options = builder.options;
    this.budget = builder.budget;
    this.maxOutputTokens = builder.maxOutputTokens;
    this.whenUnanswered = builder.whenUnanswered;
  }

  /** What happens when the model gives no answer. */
  public enum WhenUnanswered {
    /** The work begins; the report lists it among the decisions to look at. */
    GO_ON,
    /** A human is asked whether it is to begin. */
    ASK
  }

  /**
   * Returns a screen with the defaults of {@link Builder}.
   *
   * @param model {@code provider:model}, a cheap one
   * @return the screen
   * @throws IllegalArgumentException if the text is not of that form
   */
  public static ModelScreen using(String model) {
    Require.nonNull(model, "model");
    return builder(ModelId.parse(model)).build();
  }

  /**
   * Starts a screen.
   *
   * @param model a cheap one
   * @return a builder, not safe for concurrent use
   */
  public static Builder builder(ModelId model) {
    return new Builder(Require.nonNull(model, "model"));
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
   * Returns how the model is asked to work.
   *
   * @return the options
   */
  public ModelOptions options() {
    return options;
  }

  /** Returns {@code model-screen}. */
  @Override
  public String name() {
    return "model-screen";
  }

  @Override
  public Screening screen(ScreenRequest request) throws InterruptedException {
    TaskChecks.Found found = TaskChecks.find(request.task(), request.files());
    if (found.isCertain()) {
      return Screening.unclear(found.questions(), TaskChecks.CERTAIN);
    }
    String opening =
        ScreenPrompt.opening(request.task(), found.doubts(), request.files().list(ListQuery.all()));
    try {
      return read(request.conversation(spec(), budget).send(UserTurn.text(opening)));
    } catch (ModelException notReached) {
      return unanswered(String.valueOf(notReached.getMessage()));
    } catch (RunStoppedException limit) {
      if (limit.reason().equals(EndReason.BUDGET_EXHAUSTED)
          || limit.reason().equals(EndReason.CONTEXT_EXHAUSTED)) {
        return unanswered(String.valueOf(limit.getMessage()));
      }
      throw limit;
    }
  }

  @Override
  public String toString() {
    return "ModelScreen[" + model + "]";
  }

  private ConversationSpec spec() {
    return ConversationSpec.builder(model)
        .system(ScreenPrompt.system())
        .tools(List.of(ScreenPrompt.tool()))
        .maxOutputTokens(maxOutputTokens)
        .options(options)
        .allowSameModel(true)
        .build();
  }

  /** One call with a list of questions is an answer, and nothing else is. */
  private Screening read(AssistantTurn turn) {
    List<ToolRequest> requests = ToolRequest.of(turn, Set.of(ScreenPrompt.SUBMIT));
    if (requests.isEmpty()) {
      return unanswered(
          WORDS
              .template("no-call", "stopped")
              .fill(VisibleText.name(turn.stopReason().toString())));
    }
    if (requests.size() > 1) {
      return unanswered(WORDS.template("several-calls", "count").fill(requests.size()));
    }
    if (!(requests.get(0) instanceof ToolRequest.Valid valid)) {
      return unanswered(
          WORDS
              .template("malformed", "complaint")
              .fill(((ToolRequest.Malformed) requests.get(0)).complaint()));
    }
    try {
      valid.arguments().requireKnown(Set.of(ScreenPrompt.QUESTIONS));
      return questions(valid);
    } catch (ToolArgumentException malformed) {
      return unanswered(
          WORDS
              .template("malformed", "complaint")
              .fill(VisibleText.oneLine(String.valueOf(malformed.getMessage()), 200)));
    }
  }

  private Screening questions(ToolRequest.Valid answer) {
    if (!answer.arguments().json().contains("\"" + ScreenPrompt.QUESTIONS + "\"")) {
      return unanswered(WORDS.text("no-list"));
    }
    List<String> all = answer.arguments().texts(ScreenPrompt.QUESTIONS);
    List<String> asked =
        all.stream()
            .map(question -> VisibleText.oneLine(question.strip(), MOST_QUESTION_CHARS))
            .filter(question -> !question.isBlank())
            .limit(Screening.MOST_QUESTIONS)
            .toList();
    if (asked.isEmpty() && !all.isEmpty()) {
      return unanswered(WORDS.text("blank"));
    }
    String detail = BY_MODEL.fill(VisibleText.name(model.toString()));
    return asked.isEmpty() ? Screening.accepted(detail) : Screening.unclear(asked, detail);
  }

  private Screening unanswered(String why) {
    return whenUnanswered == WhenUnanswered.GO_ON
        ? Screening.unanswered(why)
        : Screening.unclear(List.of(ASKED_INSTEAD.fill(why)), why);
  }

  /** Collects the settings of a screen. Not safe for concurrent use. */
  public static final class Builder {
    /** What the screen of one run may cost unless {@link #budget} says otherwise. */
    public static final Money DEFAULT_BUDGET = Money.usd("0.05");

    /** The output tokens of the call unless {@link #maxOutputTokens} says otherwise. */
    public static final int DEFAULT_MAX_OUTPUT_TOKENS = 2_000;

    private final ModelId model;
    private ModelOptions options = ModelOptions.standard();
    private Money budget = DEFAULT_BUDGET;
    private int maxOutputTokens = DEFAULT_MAX_OUTPUT_TOKENS;
    private WhenUnanswered whenUnanswered = WhenUnanswered.GO_ON;

    private Builder(ModelId model) {
      this.model = model;
    }

    /**
     * Sets what the screen of one run may cost, retries after failures included, within the caps of
     * the run. A call whose worst case is more is not sent, and the screen gives no answer. The
     * worst case is a token for each byte of the prompt, at most some 30,000, so that a model at $1
     * for a million tokens fits the default.
     *
     * @param budget at least zero; default 5 cents
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder budget(Money budget) {
      Require.nonNull(budget, "budget");
      if (budget.nanos() < 0) {
        throw new IllegalArgumentException("budget " + budget + " must not be negative");
      }
      this.budget = budget;
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
     * Sets what happens when the model gives no answer.
     *
     * @param whenUnanswered default {@link WhenUnanswered#GO_ON}, so that an outage of a cheap
     *     model does not hold up a night's work
     * @return this builder
     */
    public Builder whenUnanswered(WhenUnanswered whenUnanswered) {
      this.whenUnanswered = Require.nonNull(whenUnanswered, "whenUnanswered");
      return this;
    }

    /**
     * Makes the screen.
     *
     * @return an immutable screen
     */
    public ModelScreen build() {
      return new ModelScreen(this);
    }
  }
}
