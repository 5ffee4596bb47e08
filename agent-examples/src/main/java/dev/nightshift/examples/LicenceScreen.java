package dev.nightshift.examples;

import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.ReviewRequest;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.agent.ToolLoop;
import dev.nightshift.core.agent.UntrustedText;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.tool.Description;
import dev.nightshift.core.tool.ToolContext;

/**
 * A role of one's own: a cheap model looks for copied code, with a question and a loop of its own.
 */
public final class LicenceScreen implements Reviewer {
  private final ModelId model;

  /**
   * Makes the screen.
   *
   * @param model who looks
   */
  public LicenceScreen(ModelId model) {
    this.model = model;
  }

  // region own-role
  /** What the model ends the loop with. */
  public record Verdict(boolean isClean, @Description("One sentence for a human") String why) {}

  private static final ToolLoop<Verdict> LOOP =
      ToolLoop.endingWith("submit_verdict", "Says whether the change is clean.", Verdict.class)
          .addReadingTools()
          .maxSteps(10)
          .build();

  @Override
  public Review review(ReviewRequest request) throws InterruptedException {
    ConversationSpec spec =
        ConversationSpec.builder(model)
            .system("Look for code that was copied from elsewhere, under whatever licence.")
            .tools(LOOP.tools())
            .build();
    ToolLoop.End<Verdict> end =
        LOOP.run(
            request.conversation(spec),
            ToolContext.reading(request.run(), request.task(), request.base(), request.candidate()),
            UntrustedText.fenced("patch", request.change().patch()));
    if (end instanceof ToolLoop.End.Answered<Verdict> answered) {
      Verdict verdict = answered.answer();
      return verdict.isClean() ? Review.approved() : Review.escalated(verdict.why());
    }
    return Review.escalated("the screen gave no verdict: " + end);
  }
  // endregion
}
