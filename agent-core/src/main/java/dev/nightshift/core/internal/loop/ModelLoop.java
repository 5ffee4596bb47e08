package dev.nightshift.core.internal.loop;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolArguments;
import dev.nightshift.core.tool.ToolOutcome;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of asking a model and doing what it asks, until it ends the loop by a call or a rule
 * does. Used by one thread, once.
 *
 * @param <R> what it ends with
 */
public final class ModelLoop<R> {
  /** What a model is told when there is nothing else to say. */
  public static final String CONTINUE = "Continue.";

  private static final int MALFORMED_IN_A_ROW = 3;
  private static final Logger LOG = LoggerFactory.getLogger(ModelLoop.class);

  private final Conversation conversation;
  private final LoopRules<R> rules;
  private final StuckDetector repeats = new StuckDetector();
  private int malformedInARow;
  private boolean lastTurnHadNoCall;
  private int turnsHeard;
  private int steps;

  /** Creates a loop that goes on with a conversation. */
  public ModelLoop(Conversation conversation, LoopRules<R> rules) {
    this.conversation = conversation;
    this.rules = rules;
  }

  /** Returns what the loop ends with. */
  public R run(UserTurn opening) throws InterruptedException {
    Transcript before = conversation.transcript();
    turnsHeard = before.turns().size();
    steps = new CallLog(before).steps();
    Step<R> step = new Step.Say<>(opening);
    while (step instanceof Step.Say<R> say) {
      step = stepsLeft() < 1 ? stepLimit() : react(send(say.turn()));
    }
    return ((Step.End<R>) step).result();
  }

  /**
   * What was said before a call failed is heard first; an answer that filled the context, which
   * stops a run, is told as an answer too.
   */
  private AssistantTurn send(UserTurn turn) throws InterruptedException {
    try {
      return conversation.send(turn);
    } catch (InterruptedException | RuntimeException | Error failed) {
      List<Turn> turns = conversation.transcript().turns();
      if (failed instanceof RunStoppedException stop
          && stop.reason().equals(EndReason.CONTEXT_EXHAUSTED)
          && turns.size() > turnsHeard
          && turns.get(turns.size() - 1) instanceof AssistantTurn last
          && last.stopReason().equals(StopReason.CONTEXT_WINDOW_EXCEEDED)) {
        return last;
      }
      hear();
      throw failed;
    }
  }

  private Step<R> react(AssistantTurn turn) throws InterruptedException {
    LOG.debug(
        "model {} stopped with {} and {} tool calls",
        turn.producer(),
        turn.stopReason(),
        turn.toolUses().size());
    hear();
    if (turn.stopReason().equals(StopReason.REFUSAL)) {
      return stop(LoopEnd.DECLINED, "the model declined to go on with the task");
    }
    if (turn.stopReason().equals(StopReason.CONTEXT_WINDOW_EXCEEDED)) {
      return stop(
          LoopEnd.CONTEXT_FULL, "the conversation no longer fits the model's context window");
    }
    boolean hasCalls = !turn.toolUses().isEmpty();
    if (!hasCalls && turn.stopReason().equals(StopReason.PAUSE_TURN)) {
      return new Step.Say<>(UserTurn.text(CONTINUE));
    }
    Step<R> own = rules.react(turn);
    if (own != null) {
      return own;
    }
    return hasCalls ? reactToCalls(turn) : reactToText(turn);
  }

  /** A turn that paused and was continued is several, of which only the last is sent back. */
  private void hear() {
    List<Turn> turns = conversation.transcript().turns();
    for (int i = turnsHeard; i < turns.size(); i++) {
      if (turns.get(i) instanceof AssistantTurn answer) {
        steps++;
        rules.heard(answer);
      }
    }
    turnsHeard = turns.size();
  }

  private Step<R> reactToText(AssistantTurn turn) {
    boolean isCut = turn.stopReason().equals(StopReason.MAX_TOKENS);
    if (isCut && ++malformedInARow >= MALFORMED_IN_A_ROW) {
      return tooManyMalformed("the answer reached the output limit before a tool call");
    }
    if (!isCut && lastTurnHadNoCall) {
      return stop(LoopEnd.SILENT, "no tool call in two answers in a row");
    }
    lastTurnHadNoCall |= !isCut;
    return new Step.Say<>(UserTurn.text(rules.nudge(isCut)));
  }

  private Step<R> reactToCalls(AssistantTurn turn) throws InterruptedException {
    lastTurnHadNoCall = false;
    Answers answers = new Answers();
    Step<R> step = react(turn, answers);
    if (step instanceof Step.End) {
      // The next round, if there is one, must know what these calls returned.
      conversation.answer(answers.toTurn(List.of()));
    }
    return step;
  }

  private Step<R> react(AssistantTurn turn, Answers answers) throws InterruptedException {
    R result = answer(turn, answers);
    if (result != null) {
      return new Step.End<>(result);
    }
    malformedInARow = answers.areAllMalformed() ? malformedInARow + 1 : 0;
    if (malformedInARow >= MALFORMED_IN_A_ROW) {
      return tooManyMalformed(VisibleText.oneLine(answers.all().get(0).outcome().content(), 200));
    }
    StuckDetector.Verdict repeat = repeats.judge(answers);
    if (repeat == StuckDetector.Verdict.STUCK) {
      return stop(
          LoopEnd.REPEATED,
          "the same calls with the same results again, after a warning: " + names(turn));
    }
    boolean isRepeated = repeat == StuckDetector.Verdict.REPEATED;
    return new Step.Say<>(answers.toTurn(rules.notes(turn, isRepeated, stepsLeft())));
  }

  /**
   * Answers every call of a turn.
   *
   * @param answers where the answers go, one for each call
   * @return what the loop ends with if a call ended it, else null
   */
  public @Nullable R answer(AssistantTurn turn, Answers answers) throws InterruptedException {
    R result = null;
    for (ToolRequest request : ToolRequest.of(turn, rules.toolNames())) {
      if (result != null) {
        answers.skipped(request.use(), "the round ended with the call before it");
        continue;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted between two tool calls");
      }
      Optional<ToolArguments> arguments = Optional.empty();
      if (request instanceof ToolRequest.Malformed malformed) {
        answers.malformed(request.use(), malformed.complaint());
      } else if (request instanceof ToolRequest.Valid valid) {
        arguments = Optional.of(valid.arguments());
        result = answerValid(valid, answers);
      }
      report(request.use(), arguments, answers);
    }
    return result;
  }

  private @Nullable R answerValid(ToolRequest.Valid request, Answers answers)
      throws InterruptedException {
    try {
      return rules.call(request, answers);
    } catch (ToolArgumentException wrong) {
      answers.malformed(request.use(), wrong.getMessage());
    } catch (WorkspaceException refused) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted in " + request.use().name());
      }
      answers.executed(request.use(), ToolOutcome.error(refused.getMessage()));
    }
    return null;
  }

  private void report(
      ContentBlock.ToolUse use, Optional<ToolArguments> arguments, Answers answers) {
    ToolOutcome outcome = answers.all().get(answers.all().size() - 1).outcome();
    rules.finished(
        VisibleText.oneLine(use.name(), 64),
        ToolDetail.of(use.name(), arguments, outcome),
        outcome.isError());
  }

  private int stepsLeft() {
    return rules.maxSteps() - steps;
  }

  private Step<R> stepLimit() {
    return stop(LoopEnd.STEP_LIMIT, "all " + rules.maxSteps() + " model calls of the run are used");
  }

  private Step<R> tooManyMalformed(String last) {
    return stop(
        LoopEnd.MALFORMED,
        MALFORMED_IN_A_ROW + " answers in a row held no usable tool call; the last: " + last);
  }

  private Step<R> stop(LoopEnd why, String detail) {
    return new Step.End<>(rules.stopped(why, detail));
  }

  /** Returns the tools a turn asks for, as one line. */
  public static String names(AssistantTurn turn) {
    List<String> names =
        turn.toolUses().stream().map(ContentBlock.ToolUse::name).distinct().toList();
    return VisibleText.oneLine(String.join(", ", names), 200);
  }
}
