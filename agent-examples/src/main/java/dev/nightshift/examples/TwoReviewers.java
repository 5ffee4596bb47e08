package dev.nightshift.examples;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.tool.Tool;
import dev.nightshift.core.tool.ToolOutcome;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.TreeView;
import java.util.List;

/** A pipeline of one's own: formats what the implementer wrote, and asks two reviewers. */
public final class TwoReviewers implements Pipeline {
  private final Implementer coder;
  private final MergeGate tests;
  private final Reviewer reviewer;
  private final Reviewer securityReviewer;

  /**
   * Makes the pipeline.
   *
   * @param coder writes the change
   * @param tests must pass on the merge commit
   * @param reviewer judges its quality
   * @param securityReviewer judges its security
   */
  public TwoReviewers(
      Implementer coder, MergeGate tests, Reviewer reviewer, Reviewer securityReviewer) {
    this.coder = coder;
    this.tests = tests;
    this.reviewer = reviewer;
    this.securityReviewer = securityReviewer;
  }

  // region security-reviewer
  /** A reviewer that looks for one thing, and may look up what the repository promises on it. */
  public static Reviewer securityReviewer(ModelId model) {
    return ModelReviewer.builder(model)
        .instructions(
            """
            You are a security reviewer. Look for input that reaches a query, a path, a command \
            or a page unchecked, for secrets in code and logs, and for missing checks of who may \
            do what. Call security_policy first; what it forbids must not land.""")
        .addTool(
            Tool.readOnly(
                "security_policy",
                "Shows the security policy.",
                NoArguments.class,
                (arguments, context) -> ToolOutcome.ok(securityPolicy(context.base()))))
        .build();
  }

  private record NoArguments() {}

  private static String securityPolicy(TreeView base) {
    boolean isThere = !base.list(new ListQuery("", "./SECURITY.md", 1)).isEmpty();
    return isThere
        ? base.read("SECURITY.md").text().orElse("SECURITY.md is no text")
        : "there is no SECURITY.md";
  }

  // endregion

  // region two-reviewers
  @Override
  public RunResult run(RunScope run) throws InterruptedException {
    Outcome outcome = run.implement(coder, Feedback.none());
    if (!(outcome instanceof Outcome.Changed)) {
      return run.end(outcome);
    }
    run.run("format", Command.of("mvn", "-q", "spotless:apply"));
    if (!(run.merge() instanceof Merge.Clean merge)) {
      return run.stop(EndReason.CONFLICTED, "needs a human");
    }
    MergeCandidate candidate = merge.candidate();
    GateResult gate = run.check(tests, candidate);
    Review quality = run.review(reviewer, candidate, gate);
    Review security = run.review(securityReviewer, candidate, gate);
    return run.deliver(Delivery.branch(), candidate, gate, List.of(quality, security));
  }
  // endregion
}
