package dev.nightshift.core.agent;

import dev.nightshift.core.internal.loop.Answers;
import dev.nightshift.core.internal.loop.LoopEnd;
import dev.nightshift.core.internal.loop.LoopRules;
import dev.nightshift.core.internal.loop.ModelLoop;
import dev.nightshift.core.internal.loop.ToolRequest;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.tool.Tool;
import dev.nightshift.core.tool.ToolContext;
import dev.nightshift.core.tool.ToolOutcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of a {@link ToolLoop}. Used by one thread, once. */
final class ToolLoopRules<A extends Record> implements LoopRules<ToolLoop.End<A>> {
  private final ToolLoop.Ending<A> ending;
  private final RoleTools tools;
  private final int maxSteps;
  private final ToolContext context;
  private final Conversation conversation;

  ToolLoopRules(
      ToolLoop.Ending<A> ending,
      RoleTools tools,
      int maxSteps,
      ToolContext context,
      Conversation conversation) {
    this.conversation = conversation;
    this.ending = ending;
    this.tools = tools;
    this.maxSteps = maxSteps;
    this.context = context;
  }

  @Override
  public int maxSteps() {
    return maxSteps;
  }

  @Override
  public Collection<String> toolNames() {
    return tools.names();
  }

  @Override
  public ToolLoop.@Nullable End<A> call(ToolRequest.Valid request, Answers answers)
      throws InterruptedException {
    String name = request.use().name();
    if (!name.equals(ending.name())) {
      EarlierCalls.Effect effect =
          tools.isReadOnly(name) ? EarlierCalls.Effect.READS : EarlierCalls.Effect.RUNS;
      if (EarlierCalls.answered(conversation, request.use(), effect, answers)) {
        return null;
      }
      ToolOutcome outcome = tools.call(name, request.arguments(), context);
      answers.executed(
          request.use(),
          new ToolOutcome(UntrustedText.fenced(name, outcome.content()), outcome.isError()));
      return null;
    }
    if (!answers.all().isEmpty()) {
      answers.skipped(request.use(), "call it again, alone, after you saw the other results");
      return null;
    }
    List<A> given = new ArrayList<>();
    Tool reader =
        Tool.of(
            name,
            ending.definition().description(),
            ending.answer(),
            (answer, any) -> {
              given.add(answer);
              return ToolOutcome.ok("The round ends here.");
            });
    answers.executed(request.use(), reader.call(request.arguments(), context));
    return new ToolLoop.End.Answered<>(given.get(0));
  }

  @Override
  public void finished(String tool, String detail, boolean isError) {
    // The engine tells of tool calls of its own two roles only.
  }

  @Override
  public String nudge(boolean isCut) {
    return isCut
        ? ImplementerRound.CUT_NUDGE
        : "There was no tool call in your answer, and nobody reads plain text. Go on with the next"
            + " tool call; if the work is done, call "
            + ending.name()
            + ".";
  }

  @Override
  public List<String> notes(AssistantTurn turn, boolean isRepeated, int stepsLeft) {
    if (stepsLeft == 1) {
      return List.of("This is your last call: call " + ending.name() + " now.");
    }
    return isRepeated
        ? List.of(
            "This repeats what you did before, with the same result: "
                + ModelLoop.names(turn)
                + ". Doing it again ends the round. Do something else, or call "
                + ending.name()
                + ".")
        : List.of();
  }

  @Override
  public ToolLoop.End<A> stopped(LoopEnd why, String detail) {
    return new ToolLoop.End.Stopped<>(why.reason(), detail);
  }
}
