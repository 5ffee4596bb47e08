package dev.nightshift.examples.replay;

import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Fork;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Round;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.tree.ListQuery;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** The pipelines of recorded runs, by name. */
final class Pipelines {
  static final List<String> NAMES = List.of("standard", "by branch", "own", "forks");

  private Pipelines() {}

  /** The pipeline whose turn it is in a cycle through all kinds. */
  static String turn(int cycle) {
    return NAMES.get(cycle % NAMES.size());
  }

  static NightshiftBuilder register(NightshiftBuilder engine, Roles roles) {
    StandardPipeline.Builder standard =
        StandardPipeline.builder()
            .implementer(roles.implementer())
            .reviewer(roles.reviewer())
            .gate(Gates.allOf(roles.gate(), Gates.maxDiff(400)))
            .maxRevisions(2)
            .maxConflicts(1);
    Delivery byBranch =
        context ->
            context.propose(
                "look at it", URI.create("https://forge.example/pull/" + context.run()));
    return engine
        .pipeline("standard", standard.delivery(Delivery.merge()).build())
        .pipeline("by branch", standard.delivery(byBranch).build())
        .pipeline("own", run -> own(run, roles))
        .pipeline("forks", run -> forks(run, roles))
        .pipeline("asking", run -> asking(run, roles))
        .pipeline("models", models(roles));
  }

  /** Models in both roles, with a tool of the host's; {@link Models} has what they answer. */
  private static Pipeline models(Roles roles) {
    return StandardPipeline.builder()
        .implementer(ModelImplementer.builder(Models.CODER).addTool(roles.tool()).build())
        .reviewer(ModelReviewer.builder(Models.CRITIC).addTool(roles.tool()).build())
        .gate(roles.gate())
        .delivery(Delivery.merge())
        .build();
  }

  /** Asks what is answered at once, and what nobody answers. */
  private static RunResult asking(RunScope run, Roles roles) throws InterruptedException {
    run.ask(Stage.ANSWERED);
    run.ask("Is there anything else?", Duration.ofMinutes(5));
    if (!(round(run, roles) instanceof Round.Passed passed)) {
      return run.stop(EndReason.GATE_FAILED, "it is not good");
    }
    Review review = run.review(roles.reviewer(), passed.candidate(), passed.gate());
    return run.deliver(Delivery.merge(), passed.candidate(), passed.gate(), List.of(review));
  }

  /** Takes each kind of step that a pipeline can take without a human. */
  private static RunResult own(RunScope run, Roles roles) throws InterruptedException {
    Outcome outcome = run.implement(roles.implementer(), Feedback.none());
    if (!(outcome instanceof Outcome.Changed)) {
      return run.end(outcome);
    }
    run.find("true");
    run.run("format", Command.of("true"));
    run.stepOnce("tell", () -> "told");
    run.stepDown(AgentRole.REVIEWER, "it is a small change");
    String seen =
        run.step("look", () -> String.valueOf(run.files().list(new ListQuery("", "./A.java", 1))));
    if (!(run.merge() instanceof Merge.Clean merge)) {
      return run.stop(EndReason.CONFLICTED, "A.java is there: " + seen);
    }
    MergeCandidate candidate = merge.candidate();
    GateResult gate = run.check(roles.gate(), candidate);
    Review review = run.review(roles.reviewer(), candidate, gate);
    return run.deliver(Delivery.merge(), candidate, gate, List.of(review));
  }

  /** Two forks at once, and a third one after them where both failed. */
  private static RunResult forks(RunScope run, Roles roles) throws InterruptedException {
    List<Round> rounds =
        run.forks(
            List.of(
                new Fork<>("left", fork -> round(fork, roles)),
                new Fork<>("right", fork -> round(fork, roles))));
    Round best = Collections.max(rounds, Round.comparingTests());
    if (!(best instanceof Round.Passed)) {
      best = round(run.fork("again"), roles);
    }
    if (!(best instanceof Round.Passed passed)) {
      return run.stop(EndReason.GATE_FAILED, "no fork is good");
    }
    Review review = run.review(roles.reviewer(), passed.candidate(), passed.gate());
    return run.deliver(Delivery.merge(), passed.candidate(), passed.gate(), List.of(review));
  }

  private static Round round(RunScope fork, Roles roles) throws InterruptedException {
    return fork.round(roles.implementer(), Feedback.none(), roles.gate());
  }
}
