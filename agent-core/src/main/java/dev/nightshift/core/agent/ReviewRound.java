package dev.nightshift.core.agent;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolArguments;
import dev.nightshift.core.tool.ToolContext;
import dev.nightshift.core.tool.ToolOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One review: the loop of letting the model read until it submits a verdict. Every way out but a
 * well-formed verdict escalates. Used by one thread, once.
 */
final class ReviewRound {
  private static final int MALFORMED_IN_A_ROW = 3;
  private static final String SUBMIT = ControlTools.SUBMIT_REVIEW;
  private static final Logger LOG = LoggerFactory.getLogger(ReviewRound.class);

  private final ModelReviewer settings;
  private final ReviewRequest request;
  private final Conversation conversation;
  private final VerdictReader verdicts;
  private final ToolContext context;
  private final StuckDetector repeats = new StuckDetector();
  private @Nullable Objection objection;
  private boolean complained;
  private int malformedInARow;

  /** What follows a turn of the model. */
  private sealed interface Step {
    /** The conversation goes on. */
    record Say(UserTurn turn) implements Step {}

    /** The review is over. */
    record End(Review review) implements Step {}
  }

  ReviewRound(ModelReviewer settings, ReviewRequest request) {
    this.settings = settings;
    this.request = request;
    this.conversation = request.conversation(settings.conversationSpec());
    this.verdicts = new VerdictReader(request);
    this.context =
        ToolContext.reading(request.run(), request.task(), request.base(), request.candidate());
  }

  Review run() throws InterruptedException {
    Step step = new Step.Say(UserTurn.text(ReviewPrompt.opening(request)));
    while (step instanceof Step.Say say) {
      step =
          stepsLeft() < 1
              ? unusable("none within " + settings.maxSteps() + " model calls")
              : react(conversation.send(say.turn()));
    }
    return ((Step.End) step).review();
  }

  private Step react(AssistantTurn turn) throws InterruptedException {
    LOG.debug(
        "model {} stopped with {} and {} tool calls",
        turn.producer(),
        turn.stopReason(),
        turn.toolUses().size());
    if (turn.stopReason().equals(StopReason.REFUSAL)) {
      return unusable("the model declined to review");
    }
    if (turn.stopReason().equals(StopReason.CONTEXT_WINDOW_EXCEEDED)) {
      return unusable("the review no longer fits the model's context window");
    }
    if (turn.toolUses().isEmpty()) {
      return reactToText(turn);
    }
    return turn.toolUses().stream().anyMatch(use -> use.name().equals(SUBMIT))
        ? reactToVerdict(turn)
        : reactToReading(turn);
  }

  private Step reactToText(AssistantTurn turn) {
    if (turn.stopReason().equals(StopReason.PAUSE_TURN)) {
      return new Step.Say(UserTurn.text("Continue."));
    }
    noteWords(turn);
    String problem =
        turn.stopReason().equals(StopReason.MAX_TOKENS)
            ? "the answer reached the output limit before a tool call"
            : "the answer held no tool call, and plain text is no verdict";
    return complain(problem, new Answers());
  }

  private Step reactToVerdict(AssistantTurn turn) throws InterruptedException {
    Answers answers = new Answers();
    noteWords(turn);
    if (turn.toolUses().size() > 1) {
      noteObjections(turn);
      answerAll(turn, answers);
      return complain(SUBMIT + " has to be the only call of its turn", answers);
    }
    ToolRequest submitted = ToolRequest.of(turn, settings.tools().names()).get(0);
    try {
      if (submitted instanceof ToolRequest.Valid valid) {
        Review review = consistent(verdicts.read(valid.arguments()), submitted);
        request.toolFinished(SUBMIT, review.getClass().getSimpleName(), false);
        return new Step.End(unturned(review));
      }
      throw new ToolArgumentException(((ToolRequest.Malformed) submitted).complaint());
    } catch (ToolArgumentException unusable) {
      noteObjections(turn);
      request.toolFinished(SUBMIT, VisibleText.oneLine(unusable.getMessage(), 200), true);
      answers.malformed(submitted.use(), unusable.getMessage());
      return complain(unusable.getMessage(), answers);
    }
  }

  private Step reactToReading(AssistantTurn turn) throws InterruptedException {
    Answers answers = new Answers();
    noteObjections(turn);
    answerAll(turn, answers);
    malformedInARow = answers.areAllMalformed() ? malformedInARow + 1 : 0;
    if (malformedInARow >= MALFORMED_IN_A_ROW) {
      return unusable(MALFORMED_IN_A_ROW + " answers in a row held no usable tool call");
    }
    StuckDetector.Verdict repeat = repeats.judge(answers);
    if (repeat == StuckDetector.Verdict.STUCK) {
      return unusable("the model repeated the same calls");
    }
    if (stepsLeft() == 1) {
      return new Step.Say(
          answers.toTurn(List.of("This is your last call: call " + SUBMIT + " now.")));
    }
    return new Step.Say(
        answers.toTurn(
            repeat == StuckDetector.Verdict.REPEATED
                ? List.of("You asked the same before. Go on, or call " + SUBMIT + ".")
                : List.of()));
  }

  private void answerAll(AssistantTurn turn, Answers answers) throws InterruptedException {
    for (ToolRequest asked : ToolRequest.of(turn, settings.tools().names())) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted between two tool calls");
      }
      Optional<ToolArguments> arguments = Optional.empty();
      if (asked instanceof ToolRequest.Malformed malformed) {
        answers.malformed(asked.use(), malformed.complaint());
      } else if (asked instanceof ToolRequest.Valid valid) {
        arguments = Optional.of(valid.arguments());
        answerValid(valid, answers);
      }
      ContentBlock.ToolUse use = asked.use();
      ToolOutcome outcome = answers.all().get(answers.all().size() - 1).outcome();
      request.toolFinished(
          VisibleText.oneLine(use.name(), 64),
          ToolDetail.of(use.name(), arguments, outcome),
          outcome.isError());
    }
  }

  private void answerValid(ToolRequest.Valid asked, Answers answers) throws InterruptedException {
    if (asked.use().name().equals(SUBMIT)) {
      answers.skipped(asked.use(), "call it again, alone, after you saw the other results");
      return;
    }
    try {
      answers.executed(asked.use(), fenced(asked));
    } catch (ToolArgumentException wrong) {
      answers.malformed(asked.use(), wrong.getMessage());
    } catch (WorkspaceException refused) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted in " + asked.use().name());
      }
      answers.executed(asked.use(), ToolOutcome.error(refused.getMessage()));
    }
  }

  private ToolOutcome fenced(ToolRequest.Valid asked) throws InterruptedException {
    String name = asked.use().name();
    ToolOutcome outcome = settings.tools().call(name, asked.arguments(), context);
    return new ToolOutcome(UntrustedText.fenced(name, outcome.content()), outcome.isError());
  }

  private Step complain(String problem, Answers answers) {
    if (complained) {
      return unusable(problem);
    }
    complained = true;
    return new Step.Say(
        answers.toTurn(
            List.of(
                "There is no usable verdict yet: "
                    + problem
                    + ". This is the only reminder; if the next attempt cannot be used either, the"
                    + " review goes to a human. Call "
                    + SUBMIT
                    + " once, alone.")));
  }

  /** A tool that does not exist may be meant to be the one that submits. */
  private void noteObjections(AssistantTurn turn) {
    List<String> reading =
        settings.tools().names().stream().filter(name -> !name.equals(SUBMIT)).toList();
    turn.toolUses().stream()
        .filter(use -> !reading.contains(use.name()) && Objection.isMeantAsVerdict(use))
        .map(use -> Objection.in(use.argumentsJson(), verdicts))
        .flatMap(Optional::stream)
        .forEach(this::note);
  }

  private void noteWords(AssistantTurn turn) {
    boolean approves =
        turn.toolUses().stream()
            .anyMatch(
                use -> use.name().equals(SUBMIT) && Objection.isApproval(use.argumentsJson()));
    Objection.inText(turn.text(), approves).ifPresent(this::note);
  }

  private void note(Objection said) {
    objection = objection == null ? said : objection;
  }

  /** An approval that objects anywhere in its submission is none. */
  private Review consistent(Review review, ToolRequest submitted) {
    Optional<Objection> against =
        review instanceof Review.Approved
            ? Objection.in(submitted.use().argumentsJson(), verdicts)
            : Optional.empty();
    if (against.isPresent()) {
      throw new ToolArgumentException(
          "approve contradicts what the same call says: " + against.get().word());
    }
    return review;
  }

  /** A verdict may be repaired in form, not turned in substance. */
  private Review unturned(Review review) {
    Objection first = objection;
    if (first == null || !(review instanceof Review.Approved approval)) {
      return review;
    }
    List<Finding> findings = new ArrayList<>(first.findings());
    findings.addAll(approval.findings());
    return new Review.Escalated(
        (complained
                ? "the reviewer first said "
                    + first.word()
                    + ", in a form that could not be used, and after the reminder approve"
                : "the reviewer said " + first.word() + " beside its approval")
            + "; a verdict may be repaired in form, not turned, so a human has to decide. It said: "
            + first.text(),
        findings,
        approval.criteria());
  }

  private int stepsLeft() {
    return settings.maxSteps() - new CallLog(conversation.transcript()).steps();
  }

  private Step unusable(String why) {
    String reason = "no usable verdict: " + VisibleText.oneLine(why, 500);
    Objection said = objection;
    return new Step.End(
        said == null
            ? Review.escalated(reason)
            : new Review.Escalated(
                reason + "; it said " + said.word() + ": " + said.text(),
                said.findings(),
                List.of()));
  }
}
