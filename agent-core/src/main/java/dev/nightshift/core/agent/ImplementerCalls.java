package dev.nightshift.core.agent;

import dev.nightshift.core.internal.loop.Answers;
import dev.nightshift.core.internal.loop.CallLog;
import dev.nightshift.core.internal.loop.ToolRequest;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.internal.tool.LeftOutNote;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolArguments;
import dev.nightshift.core.tool.ToolContext;
import dev.nightshift.core.tool.ToolOutcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Does the tool calls of an implementer's model, call by call. Used by one thread. */
final class ImplementerCalls {
  static final Set<String> CHANGING = Set.of("edit_file", "write_file", "delete_file");

  private final RoleTools tools;
  private final Conversation conversation;
  private final Assignment assignment;
  private final ToolContext context;
  private final List<String> provingNames;
  private boolean finishWasHeldBack;
  private boolean commandsRan;
  private boolean leftOutWasTold;

  ImplementerCalls(RoleTools tools, Assignment assignment, Conversation conversation) {
    this.tools = tools;
    this.conversation = conversation;
    this.assignment = assignment;
    this.context = new ToolContext(assignment.run(), assignment.task(), assignment.workspace());
    this.provingNames =
        tools.workingNames().stream().filter(name -> !CHANGING.contains(name)).toList();
  }

  /** Answers a call; returns the outcome if it ended the round. */
  @Nullable Outcome answer(ToolRequest.Valid request, Answers answers) throws InterruptedException {
    return switch (request.use().name()) {
      case ControlTools.FINISH -> finish(request, answers);
      case ControlTools.BLOCKED -> blocked(request, answers);
      case ControlTools.RECORD_DECISION -> recordDecision(request, answers);
      default -> execute(request, answers);
    };
  }

  private @Nullable Outcome execute(ToolRequest.Valid request, Answers answers)
      throws InterruptedException {
    ContentBlock.ToolUse use = request.use();
    boolean runs = !CHANGING.contains(use.name()) && !tools.isReadOnly(use.name());
    commandsRan |= runs;
    if (EarlierCalls.answered(conversation, use, effect(use.name()), answers)) {
      return null;
    }
    ToolOutcome outcome = tools.call(use.name(), request.arguments(), context);
    // An edit that failed changed nothing, a command that failed may have.
    if (runs || (CHANGING.contains(use.name()) && !outcome.isError())) {
      assignment.filesChanged();
    }
    answers.executed(use, outcome);
    return null;
  }

  private EarlierCalls.Effect effect(String name) {
    if (CHANGING.contains(name)) {
      return EarlierCalls.Effect.EDITS;
    }
    return tools.isReadOnly(name) ? EarlierCalls.Effect.READS : EarlierCalls.Effect.RUNS;
  }

  private @Nullable Outcome recordDecision(ToolRequest.Valid request, Answers answers) {
    ToolArguments arguments = request.arguments();
    assignment.decided(
        new DecisionNote(arguments.text("title"), arguments.text("choice"), arguments.text("why")));
    answers.executed(request.use(), ToolOutcome.ok("Noted."));
    return null;
  }

  private static Outcome blocked(ToolRequest.Valid request, Answers answers) {
    String question = notBlank(request.arguments(), "question");
    answers.executed(request.use(), ToolOutcome.ok("The round ends here."));
    return new Outcome.NeedsClarification(question);
  }

  private @Nullable Outcome finish(ToolRequest.Valid request, Answers answers) {
    ToolArguments arguments = request.arguments();
    String summary = notBlank(arguments, "summary");
    Optional<Answers.Answer> failed =
        answers.all().stream().filter(answer -> answer.outcome().isError()).findFirst();
    if (failed.isPresent() && !finishWasHeldBack) {
      finishWasHeldBack = true;
      answers.skipped(
          request.use(),
          failed.get().use().name()
              + " failed earlier in the same turn. Look at its result; when everything is done,"
              + " call finish again, alone");
      return null;
    }
    String leftOut = leftOutByCommands();
    if (!leftOut.isEmpty()) {
      answers.skipped(
          request.use(),
          "this is NOT part of your change, so it will not land:\n"
              + leftOut
              + "\nPut it right; if it is right as it is, call finish again");
      return null;
    }
    Optional<String> because =
        arguments.optionalText("no_change_because").filter(text -> !text.isBlank());
    if (because.isEmpty()) {
      answers.executed(request.use(), ToolOutcome.ok("The round ends here."));
      return new Outcome.Changed(summary);
    }
    return nothingToDo(request, because.get(), new CallLog(conversation.transcript()), answers);
  }

  /** Says once what commands of this round did that the commit will not hold. */
  private String leftOutByCommands() {
    if (!commandsRan || leftOutWasTold) {
      return "";
    }
    leftOutWasTold = true;
    return LeftOutNote.ofCommands(assignment.workspace(), assignment.leftOut());
  }

  private @Nullable Outcome nothingToDo(
      ToolRequest.Valid request, String because, CallLog log, Answers answers) {
    String id = request.arguments().optionalText("evidence_tool_call_id").orElse("");
    Optional<String> evidence = log.evidence(id, answers, provingNames);
    if (evidence.isEmpty()) {
      answers.skipped(
          request.use(),
          "no_change_because needs as evidence_tool_call_id the id of an earlier tool call whose"
              + " result shows that nothing has to change; "
              + log.listProofs(answers, provingNames));
      return null;
    }
    answers.executed(request.use(), ToolOutcome.ok("The round ends here."));
    return new Outcome.NothingToDo(because, evidence.get());
  }

  private static String notBlank(ToolArguments arguments, String name) {
    String text = arguments.text(name);
    if (text.isBlank()) {
      throw new ToolArgumentException(
          "the argument '" + VisibleText.name(name) + "' is blank; give at least a word");
    }
    return text;
  }
}
