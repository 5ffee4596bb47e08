package dev.nightshift.examples.faults;

import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.requestsChange;
import static dev.nightshift.core.testing.ScriptedSteps.several;
import static dev.nightshift.core.testing.ScriptedSteps.tool;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateContext;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.ScriptedStep;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A verdict that was given counts, whoever asks again, and everybody sees it. */
final class VerdictFaults {
  private static final String ONE_FILE = "echo x > nightshift-a.txt";
  private static final ScriptedStep EDIT = edit("nightshift-a.txt", "x", "y");
  private static final ScriptedStep INCOMPLETE_OBJECTION =
      review(
          "{'verdict':'request_changes','request':{'path':'nightshift-a.txt','line':1,"
              + "'category':'LOGIC_EDGE_CASE','problem':'it deletes every order','required_change':'keep them'}}");

  private VerdictFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault(
            "a red gate does not land after merge() was called again", VerdictFaults::redGateAgain),
        new Fault(
            "an escalated review does not land after merge() again", VerdictFaults::escalatedAgain),
        new Fault(
            "an escalated review does not land after the target moved",
            VerdictFaults::escalatedOnMovedTarget),
        new Fault("a gate that flakes to green is named, and proposed only", VerdictFaults::flaky),
        new Fault(
            "a gate that turns green when only the target moved is proposed",
            VerdictFaults::greenOnMovedTarget),
        new Fault(
            "an incomplete objection is not turned into an approval", VerdictFaults::turnedVerdict),
        new Fault(
            "an unmet criterion is not turned into an approval", VerdictFaults::turnedCriterion),
        new Fault(
            "an objection of another shape is not turned into an approval",
            VerdictFaults::objectionOfAnotherShape),
        new Fault(
            "an objection beside other calls is not forgotten",
            VerdictFaults::objectionBesideReading),
        new Fault("a missing category costs nothing", VerdictFaults::missingCategory),
        new Fault("a request stays open until its reviewer closes it", VerdictFaults::openRequest),
        new Fault(
            "a request answered by no change is reported as a dispute", VerdictFaults::dispute),
        new Fault(
            "the report shows the gates and reviews of every round", VerdictFaults::everyRound),
        new Fault(
            "no run stops as merged or proposed without a delivery", VerdictFaults::claimedEnd));
  }

  private static void redGateAgain(Stage stage) throws Exception {
    ScriptedRun run =
        new ScriptedRun(stage.with(ONE_FILE))
            .coder(EDIT, finish("done"))
            .pipeline(
                scripted ->
                    scope -> {
                      scope.implement(scripted.implementer(), Feedback.none());
                      scope.check(gate("red", () -> false), candidate(scope));
                      MergeCandidate again = candidate(scope);
                      GateResult green = scope.check(gate("green", () -> true), again);
                      Review review = scope.review(scripted.reviewer(), again, green);
                      return scope.deliver(Delivery.merge(), again, green, List.of(review));
                    })
            .run();
    requireNotMerged(run);
    Stage.requireText("report.md", run.markdown(), "red");
    Stage.requireText("report.json", run.json(), "\"red\"");
  }

  private static void escalatedAgain(Stage stage) throws Exception {
    Reviewer doubtful = request -> Review.escalated("only a human can tell");
    ScriptedRun run =
        new ScriptedRun(stage.with(ONE_FILE))
            .coder(EDIT, finish("done"))
            .pipeline(
                scripted ->
                    scope -> {
                      scope.implement(scripted.implementer(), Feedback.none());
                      MergeGate gate = gate("green", () -> true);
                      MergeCandidate first = candidate(scope);
                      scope.review(doubtful, first, scope.check(gate, first));
                      MergeCandidate again = candidate(scope);
                      GateResult green = scope.check(gate, again);
                      Review review = scope.review(scripted.reviewer(), again, green);
                      return scope.deliver(Delivery.merge(), again, green, List.of(review));
                    })
            .run();
    requireNotMerged(run);
    Stage.requireText("report.md", run.markdown(), "only a human can tell");
  }

  private static void escalatedOnMovedTarget(Stage stage) throws Exception {
    Reviewer doubtful = request -> Review.escalated("only a human can tell");
    ScriptedRun run =
        new ScriptedRun(stage.with(ONE_FILE))
            .coder(EDIT, finish("done"), finish("nothing is wrong here"))
            .pipeline(
                scripted ->
                    scope -> {
                      scope.implement(scripted.implementer(), Feedback.none());
                      MergeGate gate = gate("green", () -> true);
                      MergeCandidate first = candidate(scope);
                      GateResult before = scope.check(gate, first);
                      scope.review(doubtful, first, before);
                      stage.landElsewhere("echo z > nightshift-z.txt");
                      scope.implement(scripted.implementer(), new Feedback.GateFailed(before));
                      MergeCandidate moved = candidate(scope);
                      GateResult green = scope.check(gate, moved);
                      Review review = scope.review(scripted.reviewer(), moved, green);
                      return scope.deliver(Delivery.merge(), moved, green, List.of(review));
                    })
            .run()
            .endsAs("escalated");
    Stage.requireText("report.md", run.markdown(), "only a human can tell");
  }

  private static void greenOnMovedTarget(Stage stage) throws Exception {
    AtomicInteger asked = new AtomicInteger();
    ScriptedRun run =
        new ScriptedRun(stage.with(ONE_FILE))
            .gate(
                gate(
                    "unit tests",
                    () -> {
                      if (asked.incrementAndGet() > 1) {
                        return true;
                      }
                      stage.landElsewhere("echo z > nightshift-z.txt");
                      return false;
                    }))
            .revisions(1)
            .coder(EDIT, finish("done"), finish("nothing is wrong here"))
            .run()
            .endsAs("proposed");
    Stage.requireText("the review", run.toldCritic(), "only the target moved");
    Stage.requireText("report.md", run.markdown(), "only the target had moved");
  }

  private static void flaky(Stage stage) throws Exception {
    AtomicInteger asked = new AtomicInteger();
    ScriptedRun run =
        new ScriptedRun(stage.with(ONE_FILE))
            .gate(gate("unit tests", () -> asked.incrementAndGet() > 1))
            .revisions(1)
            .coder(EDIT, finish("done"), finish("nothing is wrong here"))
            .run()
            .endsAs("proposed");
    Stage.requireText("the review", run.toldCritic().toLowerCase(Locale.ROOT), "flaky");
    Stage.requireText("report.md", run.markdown().toLowerCase(Locale.ROOT), "flaky");
    Stage.requireText("report.json", run.json().toLowerCase(Locale.ROOT), "flaky");
  }

  private static void turnedVerdict(Stage stage) throws Exception {
    ScriptedRun run =
        new ScriptedRun(stage.with(ONE_FILE))
            .coder(EDIT, finish("done"))
            .critic(INCOMPLETE_OBJECTION, approves())
            .run();
    requireNotMerged(run);
    Stage.requireText("report.md", run.markdown(), "it deletes every order");
  }

  private static void turnedCriterion(Stage stage) throws Exception {
    ScriptedRun run =
        new ScriptedRun(stage.with(ONE_FILE))
            .task(Task.builder("Do the task").acceptance("orders stay").build())
            .coder(EDIT, finish("done"))
            .critic(
                review(
                    "{'verdict':'approve','criteria':[{'index':0,'met':false,'why':'they go'}]}"),
                approves())
            .run();
    requireNotMerged(run);
  }

  private static void objectionOfAnotherShape(Stage stage) throws Exception {
    stage.with(ONE_FILE);
    for (String objection :
        List.of(
            "{'verdict':'approve','request':{'issue':'it deletes every order','fix':'keep them'}}",
            "{'verdict':'approve with major concerns','reason':'it deletes every order'}",
            "{'approved':false,'reason':'it deletes every order'}")) {
      ScriptedRun run =
          new ScriptedRun(stage)
              .coder(EDIT, finish("done"))
              .critic(review(objection), approves())
              .run();
      requireNotMerged(run);
      Stage.requireText("report.md", run.markdown(), "it deletes every order");
    }
  }

  private static void objectionBesideReading(Stage stage) throws Exception {
    ScriptedRun run =
        new ScriptedRun(stage.with(ONE_FILE))
            .coder(EDIT, finish("done"))
            .critic(
                several(tool("read_file", "{\"path\":\"nightshift-a.txt\"}"), INCOMPLETE_OBJECTION),
                approves())
            .run();
    requireNotMerged(run);
  }

  private static void missingCategory(Stage stage) throws Exception {
    ScriptedRun run =
        new ScriptedRun(stage.with(ONE_FILE))
            .coder(EDIT, finish("done"))
            .critic(
                review(
                    "{'verdict':'request_changes','request':{'path':'nightshift-a.txt','line':1,"
                        + "'problem':'p','required_change':'c','how_to_verify':'v'}}"))
            .run()
            .endsAs("review_rejected");
    Stage.require(
        "one call is enough", !run.toldCritic().contains("only reminder"), run.toldCritic());
  }

  private static void openRequest(Stage stage) throws Exception {
    ScriptedStep approval = review("{'verdict':'approve'}");
    ScriptedRun run =
        new ScriptedRun(stage.with(ONE_FILE))
            .revisions(1)
            .coder(EDIT, finish("done"), edit("nightshift-a.txt", "y", "z"), finish("done"))
            .critic(
                requestsChange("nightshift-a.txt", 1, "wrong letter", "use q"), approval, approval)
            .run();
    requireNotMerged(run);
  }

  private static void dispute(Stage stage) throws Exception {
    ScriptedRun run =
        new ScriptedRun(stage.with(ONE_FILE))
            .revisions(1)
            .coder(EDIT, finish("done"), finish("MARZIPAN is right as it is"))
            .critic(requestsChange("nightshift-a.txt", 1, "wrong letter", "use q"), approves())
            .run();
    Stage.requireText("the review", run.toldCritic(), "MARZIPAN");
    Stage.requireText("report.md", run.markdown().toLowerCase(Locale.ROOT), "disput");
    Stage.requireText("report.json", run.json().toLowerCase(Locale.ROOT), "disput");
  }

  private static void everyRound(Stage stage) throws Exception {
    ScriptedRun run =
        new ScriptedRun(stage.with(ONE_FILE))
            .revisions(2)
            .gate(
                (candidate, context) ->
                    context.change().patch().contains("+y")
                        ? GateResult.failed("letters", "no y is allowed")
                        : GateResult.passed("letters", "fine"))
            .coder(EDIT, finish("y"), edit("nightshift-a.txt", "y", "z"), finish("z"))
            .run()
            .endsAs("merged");
    Stage.requireText("report.md", run.markdown(), "no y is allowed");
    Stage.requireText("report.json", run.json(), "no y is allowed");
  }

  private static void claimedEnd(Stage stage) throws Exception {
    stage.with(ONE_FILE);
    for (EndReason reason : List.of(EndReason.MERGED, EndReason.PROPOSED)) {
      Pipeline claims = scope -> scope.stop(reason, "trust me");
      ScriptedRun run = new ScriptedRun(stage).pipeline(scripted -> claims).run();
      Stage.require(
          "the run does not end as " + reason,
          !run.result().reason().equals(reason),
          run.report().ending().detail());
    }
  }

  private static MergeCandidate candidate(RunScope scope) throws InterruptedException {
    return ((Merge.Clean) scope.merge()).candidate();
  }

  private static MergeGate gate(String name, BooleanSupplier passes) {
    return new MergeGate() {
      @Override
      public GateResult evaluate(MergeCandidate candidate, GateContext context) {
        return passes.getAsBoolean()
            ? GateResult.passed(name, "fine")
            : GateResult.failed(name, "it is red");
      }

      @Override
      public String name() {
        return name;
      }
    };
  }

  /** A submitted review, written with single quotes. */
  private static ScriptedStep review(String json) {
    return tool("submit_review", json.replace('\'', '"'));
  }

  private static void requireNotMerged(ScriptedRun run) {
    Stage.require(
        "nothing is merged",
        !run.result().reason().equals(EndReason.MERGED),
        run.report().ending().detail());
  }
}
