package dev.nightshift.core.agent;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.UserTurn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round of a model-driven implementer: the loop of asking the model and doing what it asks,
 * until it ends the round or a rule does. Used by one thread, once.
 */
final class ImplementerRound {
  static final String NO_CALL_NUDGE =
      "There was no tool call in your answer, and nobody reads plain text. Go on with the next tool"
          + " call. If the work is done, call finish; if it cannot be done without an answer from a"
          + " human, call blocked.";
  static final String CUT_NUDGE =
      "Your answer reached the output limit before any tool call. Be briefer: think less in text,"
          + " and make one small tool call at a time.";
  private static final String CONTINUE = "Continue.";
  private static final int MALFORMED_IN_A_ROW = 3;
  private static final int FEW_STEPS = 5;
  private static final Logger LOG = LoggerFactory.getLogger(ImplementerRound.class);

  private final ModelImplementer settings;
  private final Assignment assignment;
  private final Conversation conversation;
  private final ImplementerCalls calls;
  private final StuckDetector repeats = new StuckDetector();
  private int malformedInARow;
  private boolean lastTurnHadNoCall;

  /** What follows a turn of the model. */
  private sealed interface Step {
    /** The conversation goes on. */
    record Say(UserTurn turn) implements Step {}

    /** The round is over. */
    record End(Outcome outcome) implements Step {}
  }

  ImplementerRound(ModelImplementer settings, Assignment assignment) {
    this.settings = settings;
    this.assignment = assignment;
    this.conversation = assignment.conversation(settings.conversationSpec());
    this.calls = new ImplementerCalls(settings.tools(), assignment);
  }

  Outcome run() throws InterruptedException {
    Step step = new Step.Say(opening());
    while (step instanceof Step.Say say) {
      step = stepsLeft() < 1 ? stepLimit() : react(conversation.send(say.turn()));
    }
    return ((Step.End) step).outcome();
  }

  /** Returns the first turn of the round: what is left unanswered, and what there is to do. */
  private UserTurn opening() {
    boolean first = conversation.transcript().turns().isEmpty();
    String text = (first ? ImplementerPrompt.task(assignment) : "") + FeedbackText.of(assignment);
    return new CallLog(conversation.transcript())
        .pending()
        .toTurn(List.of(text.isEmpty() ? CONTINUE : text.strip()));
  }

  private Step react(AssistantTurn turn) throws InterruptedException {
    LOG.debug(
        "model {} stopped with {} and {} tool calls",
        turn.producer(),
        turn.stopReason(),
        turn.toolUses().size());
    if (turn.stopReason().equals(StopReason.REFUSAL)) {
      return end(EndReason.MODEL_UNAVAILABLE, "the model declined to go on with the task");
    }
    if (turn.stopReason().equals(StopReason.CONTEXT_WINDOW_EXCEEDED)) {
      return end(
          EndReason.CONTEXT_EXHAUSTED,
          "the conversation no longer fits the model's context window");
    }
    return turn.toolUses().isEmpty() ? reactToText(turn) : reactToCalls(turn);
  }

  private Step reactToText(AssistantTurn turn) {
    if (turn.stopReason().equals(StopReason.PAUSE_TURN)) {
      return new Step.Say(UserTurn.text(CONTINUE));
    }
    if (turn.stopReason().equals(StopReason.MAX_TOKENS)) {
      malformedInARow++;
      return malformedInARow >= MALFORMED_IN_A_ROW
          ? tooManyMalformed("the answer reached the output limit before a tool call")
          : new Step.Say(UserTurn.text(CUT_NUDGE));
    }
    if (lastTurnHadNoCall) {
      return end(EndReason.STUCK, "no tool call in two answers in a row");
    }
    lastTurnHadNoCall = true;
    return new Step.Say(UserTurn.text(NO_CALL_NUDGE));
  }

  private Step reactToCalls(AssistantTurn turn) throws InterruptedException {
    lastTurnHadNoCall = false;
    Answers answers = new Answers();
    Step step = react(turn, answers);
    if (step instanceof Step.End) {
      // The next round, if there is one, must know what these calls returned.
      conversation.answer(answers.toTurn(List.of()));
    }
    return step;
  }

  private Step react(AssistantTurn turn, Answers answers) throws InterruptedException {
    Optional<Outcome> outcome = calls.answer(turn, conversation.transcript(), answers);
    if (outcome.isPresent()) {
      return new Step.End(outcome.get());
    }
    malformedInARow = answers.areAllMalformed() ? malformedInARow + 1 : 0;
    if (malformedInARow >= MALFORMED_IN_A_ROW) {
      return tooManyMalformed(firstLine(answers));
    }
    StuckDetector.Verdict repeat = repeats.judge(answers);
    if (repeat == StuckDetector.Verdict.STUCK) {
      return end(
          EndReason.STUCK,
          "the same calls with the same results again, after a warning: " + names(turn));
    }
    List<String> notes = new ArrayList<>();
    if (repeat == StuckDetector.Verdict.REPEATED) {
      notes.add(repeatNudge(turn));
    }
    if (stepsLeft() == FEW_STEPS) {
      notes.add(
          FEW_STEPS
              + " model calls are left in this run. Bring the work to an end and call finish.");
    }
    return new Step.Say(answers.toTurn(notes));
  }

  private int stepsLeft() {
    return settings.maxSteps() - new CallLog(conversation.transcript()).steps();
  }

  private Step stepLimit() {
    return end(
        EndReason.STEP_LIMIT, "all " + settings.maxSteps() + " model calls of the run are used");
  }

  private static Step tooManyMalformed(String last) {
    return end(
        EndReason.STUCK,
        MALFORMED_IN_A_ROW + " answers in a row held no usable tool call; the last: " + last);
  }

  private static Step end(EndReason reason, String detail) {
    return new Step.End(new Outcome.Stopped(reason, detail));
  }

  private static String firstLine(Answers answers) {
    return VisibleText.oneLine(answers.all().get(0).outcome().content(), 200);
  }

  private static String repeatNudge(AssistantTurn turn) {
    return "This repeats what you did before, with the same result: "
        + names(turn)
        + ". Doing it again will not help and ends the run. Do something else: read the result"
        + " closely, try another way, or call blocked with what is in the way.";
  }

  private static String names(AssistantTurn turn) {
    List<String> names =
        turn.toolUses().stream().map(ContentBlock.ToolUse::name).distinct().toList();
    return VisibleText.oneLine(String.join(", ", names), 200);
  }
}
