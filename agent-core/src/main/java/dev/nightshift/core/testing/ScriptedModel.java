package dev.nightshift.core.testing;

import dev.nightshift.core.base.Registration;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.provider.SupportedOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A model that plays a fixed script and refuses everything else: a call beyond the script, a call
 * of another model than {@link #modelId}, and an edit that was answered with an error fail at once
 * with an {@link AssertionError}; a step that was not reached, and an edit whose answer never came,
 * because the model was not called again, fail {@link #assertExhausted}.
 *
 * <p>The ids of its tool calls are {@code call-1}, {@code call-2} and so on, over the whole script.
 * It is free unless {@link #withPrice} says otherwise, and takes every effort, and prompt caches of
 * five minutes, one hour and none. Safe for concurrent use; concurrent calls take their steps in
 * order of arrival.
 */
public final class ScriptedModel implements ModelProvider {
  private static final SupportedOptions OPTIONS =
      new SupportedOptions(
          EnumSet.allOf(ModelOptions.Effort.class),
          Set.of(Duration.ZERO, Duration.ofMinutes(5), Duration.ofHours(1)));
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final int SHOWN_MESSAGE = 200;
  private final String name;
  private final List<ScriptedStep> script;
  private final Price price;
  private final ModelLimits limits;
  private final List<RecordedRequest> requests = new ArrayList<>();
  private final ExpectedAnswers expectedAnswers = new ExpectedAnswers();
  private volatile TimeSource time = TimeSource.system();
  private int toolCalls;
  private @Nullable AssertionError failure;

  private ScriptedModel(String name, List<ScriptedStep> script, Price price, ModelLimits limits) {
    this.name = name;
    this.script = script;
    this.price = price;
    this.limits = limits;
  }

  /**
   * Returns a model with a generated name; name it with {@link #named} where the name shows up in
   * what you compare.
   *
   * @param steps what it does, call by call; may be none
   * @return the model
   */
  public static ScriptedModel of(ScriptedStep... steps) {
    Require.elements(steps, "steps");
    return named("scripted-" + NAMES.incrementAndGet(), steps);
  }

  /**
   * Returns a model with a name. Two roles of a run need two different names.
   *
   * @param name the name of its provider, without a colon
   * @param steps what it does, call by call; may be none
   * @return the model {@code name:scripted}
   * @throws IllegalArgumentException if the name is blank
   */
  public static ScriptedModel named(String name, ScriptedStep... steps) {
    Require.nonNull(name, "name");
    if (name.isBlank()) {
      throw new IllegalArgumentException("name must not be blank; a role asks for its model by it");
    }
    Require.elements(steps, "steps");
    return new ScriptedModel(name, List.of(steps), Price.free(), ModelLimits.cautious());
  }

  /**
   * Returns a fresh model with the same name and script and a price.
   *
   * @param listPrice default {@link Price#free}
   * @return a copy that was not called yet
   */
  public ScriptedModel withPrice(Price listPrice) {
    Require.nonNull(listPrice, "listPrice");
    return new ScriptedModel(name, script, listPrice, limits);
  }

  /**
   * Returns a fresh model with the same name and script and other limits.
   *
   * @param modelLimits default {@link ModelLimits#cautious}
   * @return a copy that was not called yet
   */
  public ScriptedModel withLimits(ModelLimits modelLimits) {
    Require.nonNull(modelLimits, "modelLimits");
    return new ScriptedModel(name, script, price, modelLimits);
  }

  /**
   * Sets the clock that delays wait on; {@link TestNightshift} does it for its models.
   *
   * @param clock default the clock of this computer
   * @return this model
   */
  public ScriptedModel useTime(TimeSource clock) {
    this.time = Require.nonNull(clock, "clock");
    return this;
  }

  /**
   * Returns the model to ask for.
   *
   * @return {@code name:scripted}
   */
  public ModelId modelId() {
    return new ModelId(name, "scripted");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ModelFacts facts(ModelId id) {
    ModelFacts facts = ModelFacts.cautious(exact(id)).withLimits(limits).withOptions(OPTIONS);
    return id.provider().equals(name) ? facts.withPrice(price) : facts;
  }

  /** Two scripts are two models, though each is called the same by its provider. */
  private ModelId exact(ModelId id) {
    return id.equals(modelId()) ? new ModelId(name, "scripted-" + name) : id;
  }

  @Override
  public ModelResponse complete(ModelRequest request, CallContext context)
      throws InterruptedException {
    RecordedRequest call = recorded(request, context);
    ScriptedStep step = next(call);
    await(step, context);
    if (step.action() instanceof ScriptedStep.Failure failed) {
      throw failed.exception();
    }
    ScriptedStep.Answer answer = step.answer();
    return ModelResponse.of(
        AssistantTurn.of(request.model(), answer.stopReason(), played(answer.said(), call)),
        step.usage());
  }

  /**
   * Returns the calls received so far, the one beyond the script included.
   *
   * @return snapshots in order of arrival
   */
  public synchronized List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  /**
   * Checks that the script was played to its end and not beyond, and that each tool call that was
   * to succeed, or to fail, did.
   *
   * @throws AssertionError naming the steps that were not reached, the call that was not expected,
   *     or the tool call that was never answered
   */
  public synchronized void assertExhausted() {
    assertNoUnexpectedCall();
    int played = requests.size();
    if (played < script.size()) {
      throw new AssertionError(
          "scripted model '%s' played %s of %s steps; not reached: %s"
              .formatted(name, played, script.size(), script.subList(played, script.size())));
    }
    expectedAnswers
        .unanswered()
        .ifPresent(
            why -> {
              throw new AssertionError("scripted model '" + VisibleText.name(name) + "': " + why);
            });
  }

  /** Raises again what {@link #complete} raised against the script, if it did. */
  synchronized void assertNoUnexpectedCall() {
    if (failure != null) {
      throw new AssertionError(failure.getMessage(), failure);
    }
  }

  private synchronized RecordedRequest recorded(ModelRequest request, CallContext context) {
    RecordedRequest recorded =
        new RecordedRequest(requests.size() + 1, context.run(), context.role(), request);
    requests.add(recorded);
    return recorded;
  }

  private synchronized ScriptedStep next(RecordedRequest call) {
    ModelId asked = call.request().model();
    if (!asked.equals(modelId())) {
      throw unexpected(call, "it is " + modelId() + ", but " + asked + " was asked for");
    }
    Optional<String> broken = expectedAnswers.broken(call.request().transcript());
    if (broken.isPresent()) {
      throw unexpected(call, broken.get());
    }
    if (call.number() > script.size()) {
      throw unexpected(call, "its script has only " + script.size() + " steps");
    }
    ScriptedStep step = script.get(call.number() - 1);
    if (!call.text().contains(step.expected())) {
      throw unexpected(
          call, "was not shown the expected text '" + VisibleText.name(step.expected()) + "'");
    }
    return step;
  }

  private AssertionError unexpected(RecordedRequest call, String why) {
    String said = call.lastUserText();
    AssertionError error =
        new AssertionError(
            ("unexpected call %s of scripted model '%s' by %s of run %s: %s; last user"
                    + " message: %s")
                .formatted(
                    call.number(),
                    name,
                    call.role(),
                    call.run(),
                    why,
                    said.length() <= SHOWN_MESSAGE
                        ? said
                        : said.substring(0, SHOWN_MESSAGE) + "…"));
    if (failure == null) {
      failure = error;
    }
    return error;
  }

  private synchronized List<ContentBlock> played(
      List<ScriptedStep.Said> said, RecordedRequest call) {
    List<ContentBlock> played = new ArrayList<>();
    for (ScriptedStep.Said part : said) {
      if (part.block() instanceof ContentBlock.ToolUse use) {
        ContentBlock.ToolUse made =
            new ContentBlock.ToolUse(
                "call-" + ++toolCalls, use.name(), ShownToReviewer.played(use, call.request()));
        expectedAnswers.made(made, call.number(), part.toolAnswer());
        played.add(made);
      } else {
        played.add(part.block());
      }
    }
    return played;
  }

  private void await(ScriptedStep step, CallContext context) throws InterruptedException {
    boolean hangs = step.action() instanceof ScriptedStep.Hang;
    if (!hangs && step.delay().isZero()) {
      return;
    }
    CountDownLatch cancelled = new CountDownLatch(1);
    Registration registration = context.onCancel(cancelled::countDown);
    try {
      if (hangs) {
        cancelled.await();
      } else {
        delay(step.delay(), context.deadline(), cancelled);
      }
    } finally {
      registration.close();
    }
    if (cancelled.getCount() == 0) {
      throw ModelException.builder(
              ModelErrorKind.CANCELLED,
              "call of scripted model '" + VisibleText.name(name) + "' was cancelled")
          .build();
    }
  }

  private void delay(Duration delay, Instant deadline, CountDownLatch cancelled)
      throws InterruptedException {
    TimeSource clock = time;
    Duration left = Duration.between(clock.now(), deadline);
    boolean late = left.compareTo(delay) < 0;
    Duration wait = late ? left : delay;
    if (clock == TimeSource.system()) {
      cancelled.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } else {
      clock.sleep(wait);
    }
    if (late && cancelled.getCount() > 0) {
      throw ModelException.builder(
              ModelErrorKind.TIMEOUT,
              "scripted model '"
                  + VisibleText.name(name)
                  + "' was still waiting at the deadline "
                  + deadline)
          .billing(Billing.UNKNOWN)
          .build();
    }
  }
}
