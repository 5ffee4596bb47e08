package dev.nightshift.core.trust;

import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.report.ReviewTime;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.DeliveryContext;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.task.Task;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that lands a change without a human where the kind of its task has earned that, and
 * proposes it elsewhere, saying what is missing. What it decided is a step of the run: a run that
 * goes on after a kill does not decide anew. A run about which a human has a say is always
 * proposed.
 *
 * <p>A change that lands so is told in the report, among the decisions to look at.
 *
 * <p><b>Threads:</b> safe for concurrent use, by many runs.
 */
public final class TrustedDelivery implements Delivery {
  private static final String STEP = "trust";
  private final TrustLedger ledger;
  private final String project;
  private final TrustPolicy policy;
  private final @Nullable Delivery proposals;

  private TrustedDelivery(
      TrustLedger ledger, String project, TrustPolicy policy, @Nullable Delivery proposals) {
    this.ledger = ledger;
    this.project = project;
    this.policy = policy;
    this.proposals = proposals;
  }

  /**
   * Creates a delivery.
   *
   * @param ledger what was earned; with {@link TrustLedger#withReverts}, or nobody looks for what
   *     was taken back
   * @param project what runs land on, as the host calls it, not blank: trust of one is none of
   *     another
   * @param policy what is needed to land
   * @return the delivery
   * @throws IllegalArgumentException if {@code project} is blank
   */
  public static TrustedDelivery of(TrustLedger ledger, String project, TrustPolicy policy) {
    Require.nonNull(project, "project");
    if (project.isBlank()) {
      throw new IllegalArgumentException("project must not be blank; name what runs land on");
    }
    return new TrustedDelivery(
        Require.nonNull(ledger, "ledger"), project, Require.nonNull(policy, "policy"), null);
  }

  /**
   * Proposes in another way what has not earned to land, as a pull request for example.
   *
   * @param other what delivers such a change; it is to propose it
   * @return a copy
   */
  public TrustedDelivery withProposals(Delivery other) {
    return new TrustedDelivery(ledger, project, policy, Require.nonNull(other, "other"));
  }

  @Override
  public DeliveryResult deliver(DeliveryContext context) throws InterruptedException {
    Judged judged = Judged.read(context.step(STEP, () -> judged(context).written()));
    if (judged.verdict() != TrustPolicy.Verdict.LAND) {
      return proposed(context, judged.why());
    }
    DeliveryResult result = context.merge();
    if (result instanceof DeliveryResult.Merged) {
      context.step(
          STEP + "/landed", () -> noted(judged.key(), context, TrustOutcome.LANDED, judged.why()));
      context.decided(
          new DecisionNote(
              "Landed without a human (so the delivery decided, no model)",
              "merged",
              judged.why()));
    } else if (result instanceof DeliveryResult.Proposed proposed) {
      context.step(
          STEP + "/proposed",
          () -> noted(judged.key(), context, TrustOutcome.PROPOSED, proposed.reason()));
    }
    return result;
  }

  private DeliveryResult proposed(DeliveryContext context, String why) throws InterruptedException {
    if (proposals == null) {
      return context.propose(why);
    }
    DeliveryResult result = proposals.deliver(context);
    return result instanceof DeliveryResult.Proposed proposal && !why.isBlank()
        ? proposal.withRemark(why)
        : result;
  }

  private Judged judged(DeliveryContext context) {
    TrustKey key = key(context);
    try {
      return judged(context, key);
    } catch (WorkspaceException unreadable) {
      return new Judged(
          key,
          TrustPolicy.Verdict.PROPOSE,
          "what was earned cannot be read: " + unreadable.getMessage());
    }
  }

  private Judged judged(DeliveryContext context, TrustKey key) {
    HumanDecision revised =
        context.humanDecisions().stream()
            .filter(decision -> decision.kind() == HumanDecision.Kind.REVISED)
            .findFirst()
            .orElse(null);
    if (revised != null) {
      noted(key, context, TrustOutcome.REVISED, revised.text());
    }
    if (!context.humanDecisions().isEmpty() || ledger.knows(context.run())) {
      return new Judged(
          key, TrustPolicy.Verdict.PROPOSE, "a human had a say in this run, and decides about it");
    }
    TrustPolicy.Decision decision =
        policy.judge(context.task(), context.change(), ledger.standing(key));
    switch (decision.verdict()) {
      case PROPOSE -> noted(key, context, TrustOutcome.PROPOSED, "");
      case MISMATCH -> noted(key, context, TrustOutcome.MISMATCHED, decision.why());
      case LAND -> {}
    }
    return new Judged(key, decision.verdict(), decision.why());
  }

  private String noted(TrustKey key, DeliveryContext context, TrustOutcome outcome, String why) {
    ReviewTime time = ReviewTime.of(context.task(), context.humanDecisions());
    ledger.note(new TrustEntry(key, context.run(), outcome, ledger.now(), why, time));
    return outcome.toString();
  }

  private TrustKey key(DeliveryContext context) {
    Task task = context.task();
    return new TrustKey(
        project,
        task.kind(),
        task.risk(),
        models(context, AgentRole.IMPLEMENTER),
        models(context, AgentRole.REVIEWER));
  }

  private static String models(DeliveryContext context, AgentRole role) {
    return context.modelsOf(role).stream().map(ModelId::toString).collect(Collectors.joining("+"));
  }

  /** What was decided, and for whom: it is entered for the same, whoever served the run since. */
  private record Judged(TrustKey key, TrustPolicy.Verdict verdict, String why) {
    String written() {
      return key.addTo(JsonValue.object()).with("verdict", verdict.name()).with("why", why).ascii();
    }

    static Judged read(String recorded) {
      JsonValue json = JsonValue.parse(recorded);
      return new Judged(
          TrustKey.read(json),
          TrustPolicy.Verdict.valueOf(json.required("verdict").text()),
          json.required("why").text());
    }
  }
}
