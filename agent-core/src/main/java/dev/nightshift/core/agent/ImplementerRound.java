package dev.nightshift.core.agent;

import dev.nightshift.core.internal.loop.Answers;
import dev.nightshift.core.internal.loop.CallLog;
import dev.nightshift.core.internal.loop.LoopEnd;
import dev.nightshift.core.internal.loop.LoopRules;
import dev.nightshift.core.internal.loop.ModelLoop;
import dev.nightshift.core.internal.loop.ToolRequest;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.UserTurn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One round of a model-driven implementer: what it does with the calls of its model, and what it
 * tells it. Used by one thread, once.
 */
final class ImplementerRound implements LoopRules<Outcome> {
  static final String NO_CALL_NUDGE =
      "There was no tool call in your answer, and nobody reads plain text. Go on with the next tool"
          + " call. If the work is done, call finish; if it cannot be done without an answer from a"
          + " human, call blocked.";
  static final String CUT_NUDGE =
      "Your answer reached the output limit before any tool call. Be briefer: think less in text,"
          + " and make one small tool call at a time.";
  private static final int FEW_STEPS = 5;

  private final ModelImplementer settings;
  private final Assignment assignment;
  private final Conversation conversation;
  private final ImplementerCalls calls;

  ImplementerRound(ModelImplementer settings, Assignment assignment) {
    this.settings = settings;
    this.assignment = assignment;
    this.conversation = assignment.conversation(settings.conversationSpec());
    this.calls = new ImplementerCalls(settings.tools(), assignment, conversation);
  }

  Outcome run() throws InterruptedException {
    conversation.whenCompacted(
        () ->
            ChangedFiles.told(
                conversation.transcript(), assignment.workspace().files(), ChangedFiles.MOST));
    return new ModelLoop<>(conversation, this).run(opening());
  }

  /** Returns the first turn of the round: what is left unanswered, and what there is to do. */
  private UserTurn opening() {
    Transcript heard = conversation.transcript();
    boolean first = heard.turns().isEmpty();
    String text =
        (first ? ImplementerPrompt.task(assignment) : "") + FeedbackText.of(assignment, heard);
    return new CallLog(heard)
        .pending()
        .toTurn(List.of(text.isEmpty() ? ModelLoop.CONTINUE : text.strip()));
  }

  @Override
  public int maxSteps() {
    return settings.maxSteps();
  }

  @Override
  public Collection<String> toolNames() {
    return settings.tools().names();
  }

  @Override
  public @Nullable Outcome call(ToolRequest.Valid request, Answers answers)
      throws InterruptedException {
    return calls.answer(request, answers);
  }

  @Override
  public void finished(String tool, String detail, boolean isError) {
    assignment.toolFinished(tool, detail, isError);
  }

  @Override
  public String nudge(boolean isCut) {
    return isCut ? CUT_NUDGE : NO_CALL_NUDGE;
  }

  @Override
  public List<String> notes(AssistantTurn turn, boolean isRepeated, int stepsLeft) {
    List<String> notes = new ArrayList<>();
    if (isRepeated) {
      notes.add(repeatNudge(turn));
    }
    if (stepsLeft == FEW_STEPS) {
      notes.add(
          FEW_STEPS
              + " model calls are left in this run. Bring the work to an end and call finish.");
    }
    return notes;
  }

  @Override
  public Outcome stopped(LoopEnd why, String detail) {
    return new Outcome.Stopped(why.reason(), detail);
  }

  private static String repeatNudge(AssistantTurn turn) {
    return "This repeats what you did before, with the same result: "
        + ModelLoop.names(turn)
        + ". Doing it again will not help and ends the run. Do something else: read the result"
        + " closely, try another way, or call blocked with what is in the way.";
  }
}
