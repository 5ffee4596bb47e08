package dev.nightshift.core.trust;

import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.DeliveryContext;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.task.Task;
import java.util.stream.Collectors;

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
  private final TrustPolicy policy;

  private TrustedDelivery(TrustLedger ledger, TrustPolicy policy) {
    this.ledger = ledger;
    this.policy = policy;
  }

  /**
   * Creates a delivery.
   *
   * @param ledger what was earned, of the project that is delivered to
   * @param policy what is needed to land
   * @return the delivery
   */
  public static TrustedDelivery of(TrustLedger ledger, TrustPolicy policy) {
    return new TrustedDelivery(
        Require.nonNull(ledger, "ledger"), Require.nonNull(policy, "policy"));
  }

  @Override
  public DeliveryResult deliver(DeliveryContext context) throws InterruptedException {
    TrustPolicy.Decision decision = read(context.step(STEP, () -> written(judged(context))));
    if (decision.verdict() != TrustPolicy.Verdict.LAND) {
      return context.propose(decision.why());
    }
    DeliveryResult result = context.merge();
    if (result instanceof DeliveryResult.Merged) {
      context.step(STEP + "/landed", () -> noted(context, TrustOutcome.LANDED, decision.why()));
      context.decided(
          new DecisionNote(
              "Landed without a human (so the delivery decided, no model)",
              "merged",
              decision.why()));
    } else if (result instanceof DeliveryResult.Proposed proposed) {
      context.step(
          STEP + "/proposed", () -> noted(context, TrustOutcome.PROPOSED, proposed.reason()));
    }
    return result;
  }

  private TrustPolicy.Decision judged(DeliveryContext context) {
    if (ledger.knows(context.run())) {
      return new TrustPolicy.Decision(
          TrustPolicy.Verdict.PROPOSE,
          "a human decides about this run, who had a say in it before");
    }
    TrustKey key = key(context);
    TrustPolicy.Decision decision =
        policy.judge(context.task(), context.change(), ledger.standing(key));
    switch (decision.verdict()) {
      case PROPOSE -> noted(context, TrustOutcome.PROPOSED, "");
      case MISMATCH -> noted(context, TrustOutcome.MISMATCHED, decision.why());
      case LAND -> {}
    }
    return decision;
  }

  private String noted(DeliveryContext context, TrustOutcome outcome, String why) {
    ledger.note(new TrustEntry(key(context), context.run(), outcome, ledger.now(), why));
    return outcome.toString();
  }

  private static TrustKey key(DeliveryContext context) {
    Task task = context.task();
    return new TrustKey(
        task.kind(),
        task.risk(),
        models(context, AgentRole.IMPLEMENTER),
        models(context, AgentRole.REVIEWER));
  }

  private static String models(DeliveryContext context, AgentRole role) {
    return context.modelsOf(role).stream().map(ModelId::toString).collect(Collectors.joining("+"));
  }

  private static String written(TrustPolicy.Decision decision) {
    return decision.verdict() + " " + decision.why();
  }

  private static TrustPolicy.Decision read(String recorded) {
    String[] parts = recorded.split(" ", 2);
    return new TrustPolicy.Decision(TrustPolicy.Verdict.valueOf(parts[0]), parts[1]);
  }
}
