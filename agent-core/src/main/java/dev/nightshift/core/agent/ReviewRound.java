package dev.nightshift.core.agent;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Failure;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.internal.loop.Answers;
import dev.nightshift.core.internal.loop.LoopEnd;
import dev.nightshift.core.internal.loop.LoopRules;
import dev.nightshift.core.internal.loop.ModelLoop;
import dev.nightshift.core.internal.loop.Step;
import dev.nightshift.core.internal.loop.ToolRequest;
import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolContext;
import dev.nightshift.core.tool.ToolOutcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One review: the model reads until it submits a verdict. Every way out but a well-formed verdict
 * escalates. Used by one thread, once.
 */
final class ReviewRound implements LoopRules<Review> {
  private static final Logger LOG = LoggerFactory.getLogger(ReviewRound.class);
  private static final String SUBMIT = ControlTools.SUBMIT_REVIEW;

  private static final TemplateFile WORDS = TemplateFile.of(ReviewRound.class, "review-round.md");
  private static final Template REMINDER = WORDS.template("reminder", "problem");
  private static final Template QUESTION = WORDS.template("question", "words");
  private static final Template WORDS_TOO = WORDS.template("words-too", "words");

  /** After such a turn the review is over, whatever it says. */
  private static final Set<StopReason> LAST =
      Set.of(StopReason.REFUSAL, StopReason.CONTEXT_WINDOW_EXCEEDED);

  private static final Set<EndReason> OWN_STOPS =
      Set.of(EndReason.CONTEXT_EXHAUSTED, EndReason.ENVIRONMENT);

  private final ModelReviewer settings;
  private final ReviewRequest request;
  private final Conversation conversation;
  private final VerdictReader verdicts;
  private final ToolContext context;
  private final ModelLoop<Review> loop;
  private final WordsBeside words = new WordsBeside();
  private @Nullable Objection objection;
  private Review.@Nullable Escalated standing;
  private boolean complained;
  private boolean questioned;
  private boolean held;

  ReviewRound(ModelReviewer settings, ReviewRequest request) {
    this.settings = settings;
    this.request = request;
    this.conversation = request.conversation(settings.conversationSpec());
    this.loop = new ModelLoop<>(conversation, this);
    this.verdicts = new VerdictReader(request);
    this.context =
        ToolContext.reading(request.run(), request.task(), request.base(), request.candidate());
  }

  /**
   * A failure turns no objection: who is asked again begins anew, and could approve. What passes
   * through keeps its type, and the request knows what stands.
   */
  Review run() throws InterruptedException {
    try {
      return loop.run(UserTurn.text(ReviewPrompt.opening(request)));
    } catch (RuntimeException | Error failed) {
      if (standing == null || isMoreThanTheReview(failed)) {
        throw failed;
      }
      LOG.warn("run {}: a review that objected failed, and is escalated", request.run(), failed);
      String what = failed instanceof ModelException ? "the model" : "the review";
      return escalated(what + " failed: " + Failure.of(failed));
    }
  }

  /** Who asks again may have room in its context and on its stack, and a sound environment. */
  private static boolean isMoreThanTheReview(Throwable failed) {
    return failed instanceof RunStoppedException stop
        ? !OWN_STOPS.contains(stop.reason())
        : failed instanceof VirtualMachineError && !(failed instanceof StackOverflowError);
  }

  /** What stands beside other calls, or in a turn that goes on, may object as well. */
  @Override
  public void heard(AssistantTurn turn) {
    boolean hasCalls = !turn.toolUses().isEmpty();
    boolean isHalf = !hasCalls && turn.stopReason().equals(StopReason.PAUSE_TURN);
    boolean readsOn = isHalf || (hasCalls && submissions(turn).findAny().isEmpty());
    if (!readsOn || LAST.contains(turn.stopReason())) {
      hearVerdict(turn);
    } else if (words.wereAsked()) {
      Objection.inAnswer(turn.text()).ifPresentOrElse(this::note, () -> words.beside(turn));
    } else if (isHalf) {
      words.beside(turn);
    } else {
      words.onTheWay(turn.text());
    }
    noteObjections(turn);
    for (ContentBlock.ToolUse use : turn.toolUses()) {
      if (!settings.tools().names().contains(use.name())) {
        if (Objection.isMeantAsVerdict(use)) {
          words.inApproval(use.argumentsJson());
          held |= !words.isEmpty();
        } else {
          words.toNobody(use.argumentsJson());
        }
      }
    }
    tell();
  }

  /** An approval does not count while it is open whether the words beside it object. */
  private void hearVerdict(AssistantTurn turn) {
    boolean isNoVerdict = LAST.contains(turn.stopReason()) || turn.toolUses().size() > 1;
    noteWords(turn);
    submissions(turn)
        .map(ContentBlock.ToolUse::argumentsJson)
        .filter(call -> isNoVerdict || Objection.isApproval(call))
        .forEach(words::inApproval);
    held |= !words.isEmpty();
  }

  /** Whatever becomes of the review, what was heard is not lost. */
  private void tell() {
    List<String> told = new ArrayList<>(words.shown());
    Objection said = objection;
    if (said != null) {
      told.add(0, said.word() + ": " + said.text());
    }
    if (!told.isEmpty()) {
      request.wrote(told);
    }
    if (held || said() != null) {
      Review.Escalated now = escalated("the review ended before it gave one");
      if (!now.equals(standing)) {
        request.objected(now);
        Optional.ofNullable(standing).ifPresent(request::tookBack);
        standing = now;
      }
    }
  }

  @Override
  public @Nullable Step<Review> react(AssistantTurn turn) throws InterruptedException {
    if (turn.toolUses().isEmpty()) {
      String problem =
          turn.stopReason().equals(StopReason.MAX_TOKENS)
              ? "the answer reached the output limit before a tool call"
              : "the answer held no tool call, and plain text is no verdict";
      return complain(problem, new Answers());
    }
    return submissions(turn).findAny().isPresent() ? reactToVerdict(turn) : null;
  }

  private Step<Review> reactToVerdict(AssistantTurn turn) throws InterruptedException {
    Answers answers = new Answers();
    if (turn.toolUses().size() > 1) {
      loop.answer(turn, answers);
      return complain(SUBMIT + " has to be the only call of its turn", answers);
    }
    ToolRequest submitted = ToolRequest.of(turn, settings.tools().names()).get(0);
    try {
      if (submitted instanceof ToolRequest.Valid valid) {
        boolean mayAsk = !complained && !words.wereAsked();
        Review review = consistent(verdicts.read(valid.arguments(), mayAsk), submitted);
        if (review instanceof Review.Approved && turn.stopReason().equals(StopReason.MAX_TOKENS)) {
          throw new ToolArgumentException("the output limit cut off what was to come behind it");
        }
        boolean isHeld =
            objection == null && (words.wereAsked() ? words.saidMore() : !words.isEmpty());
        if (review instanceof Review.Approved && isHeld) {
          return questioned
              ? new Step.End<>(escalated("asked which counts, it said more beside its approval"))
              : ask(submitted, answers);
        }
        request.toolFinished(SUBMIT, review.getClass().getSimpleName(), false);
        return new Step.End<>(unturned(review));
      }
      throw new ToolArgumentException(((ToolRequest.Malformed) submitted).complaint());
    } catch (ToolArgumentException unusable) {
      words.inApproval(submitted.use().argumentsJson());
      request.toolFinished(SUBMIT, VisibleText.oneLine(unusable.getMessage(), 200), true);
      answers.malformed(submitted.use(), unusable.getMessage());
      return complain(unusable.getMessage(), answers);
    }
  }

  @Override
  public int maxSteps() {
    return settings.maxSteps() + words.timesAsked();
  }

  @Override
  public Collection<String> toolNames() {
    return settings.tools().names();
  }

  @Override
  public @Nullable Review call(ToolRequest.Valid asked, Answers answers)
      throws InterruptedException {
    if (asked.use().name().equals(SUBMIT)) {
      answers.skipped(asked.use(), "call it again, alone, after you saw the other results");
    } else {
      answerWithinTier(asked, answers);
    }
    return null;
  }

  @Override
  public void finished(String tool, String detail, boolean isError) {
    request.toolFinished(tool, detail, isError);
  }

  @Override
  public String nudge(boolean isCut) {
    throw new IllegalStateException("a review has its own answer to a turn without calls");
  }

  @Override
  public List<String> notes(AssistantTurn turn, boolean isRepeated, int stepsLeft) {
    if (stepsLeft == 1) {
      return List.of("This is your last call: call " + SUBMIT + " now.");
    }
    return isRepeated
        ? List.of("You asked the same before. Go on, or call " + SUBMIT + ".")
        : List.of();
  }

  @Override
  public Review stopped(LoopEnd why, String detail) {
    return escalated(
        switch (why) {
          case DECLINED -> "the model declined to review";
          case CONTEXT_FULL -> "the review no longer fits the model's context window";
          case STEP_LIMIT -> "none within " + maxSteps() + " model calls";
          case MALFORMED -> "3 answers in a row held no usable tool call";
          case REPEATED -> "the model repeated the same calls";
          case SILENT -> detail;
        });
  }

  /** What would make every token of the review dearer is not shown; less of it may be asked for. */
  private void answerWithinTier(ToolRequest.Valid asked, Answers answers)
      throws InterruptedException {
    if (EarlierCalls.answered(conversation, asked.use(), EarlierCalls.Effect.READS, answers)) {
      return;
    }
    ToolOutcome outcome = fenced(asked);
    TierRoom.before(conversation)
        .refusal(outcome, answers.all())
        .ifPresentOrElse(
            why -> answers.skipped(asked.use(), why), () -> answers.executed(asked.use(), outcome));
  }

  private ToolOutcome fenced(ToolRequest.Valid asked) throws InterruptedException {
    String name = asked.use().name();
    ToolOutcome outcome = settings.tools().call(name, asked.arguments(), context);
    return new ToolOutcome(UntrustedText.fenced(name, outcome.content()), outcome.isError());
  }

  private Step<Review> complain(String problem, Answers answers) {
    if (complained || words.wereAsked()) {
      return new Step.End<>(escalated(problem));
    }
    complained = true;
    if (!words.isEmpty()) {
      noteAsked();
    }
    String also = words.wereAsked() ? "\n" + WORDS_TOO.fill(fencedWords()) : "";
    return new Step.Say<>(answers.toTurn(List.of(REMINDER.fill(problem) + also)));
  }

  /** Words beside an approval may object: they are asked about once, and the answer counts. */
  private Step<Review> ask(ToolRequest submitted, Answers answers) {
    questioned = true;
    noteAsked();
    request.toolFinished(
        SUBMIT,
        "not taken yet: asked which counts, or: " + String.join(" … ", words.shown()),
        false);
    answers.skipped(submitted.use(), "what you wrote may speak against it");
    return new Step.Say<>(answers.toTurn(List.of(QUESTION.fill(fencedWords()))));
  }

  private void noteAsked() {
    held = true;
    words.asked();
    tell();
  }

  private String fencedWords() {
    return UntrustedText.block("your-words", String.join("\n", words.shown()));
  }

  /** A tool that does not exist may be meant to be the one that submits. */
  private void noteObjections(AssistantTurn turn) {
    List<String> reading =
        settings.tools().names().stream().filter(name -> !name.equals(SUBMIT)).toList();
    turn.toolUses().stream()
        .filter(use -> !reading.contains(use.name()) && Objection.isMeantAsVerdict(use))
        .forEach(use -> Objection.in(use).ifPresent(said -> note(said, use)));
  }

  /** It is told before the trees are read for its place, which may fail. */
  private void note(Objection said, ContentBlock.ToolUse use) {
    if (objection == null) {
      note(said);
      tell();
      objection = said.located(use, verdicts);
    }
  }

  private void noteWords(AssistantTurn turn) {
    boolean approves = submissions(turn).anyMatch(use -> Objection.isApproval(use.argumentsJson()));
    (words.wereAsked() ? Objection.inAnswer(turn.text()) : Objection.inText(turn.text(), approves))
        .ifPresentOrElse(this::note, () -> words.beside(turn));
  }

  private static Stream<ContentBlock.ToolUse> submissions(AssistantTurn turn) {
    return turn.toolUses().stream().filter(use -> use.name().equals(SUBMIT));
  }

  private void note(Objection said) {
    objection = objection == null ? said : objection;
  }

  private @Nullable Objection said() {
    return objection == null ? words.objection().orElse(null) : objection;
  }

  /** An approval that objects anywhere in its submission is none. */
  private Review consistent(Review review, ToolRequest submitted) {
    Optional<Objection> against =
        review instanceof Review.Approved
            ? Objection.in(submitted.use().argumentsJson())
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
    if (!(review instanceof Review.Approved approval) || first == null) {
      if (review instanceof Review.Approved && standing != null) {
        request.tookBack(standing);
      }
      return review.alsoWriting(words.shown());
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
        approval.criteria(),
        words.shown());
  }

  private Review.Escalated escalated(String why) {
    String reason = "no usable verdict: " + VisibleText.oneLine(why, 500);
    Objection said = said();
    if (said == null) {
      String open = held ? "; it left open whether what it wrote speaks against the change" : "";
      return new Review.Escalated(reason + open, List.of(), List.of(), words.shown());
    }
    return new Review.Escalated(
        reason + "; it said " + said.word() + ": " + said.text(),
        said.findings(),
        List.of(),
        words.shown());
  }
}
