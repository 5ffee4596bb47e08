package dev.nightshift.core.internal.engine;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Category;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Finding;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.ReviewRequest;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.agent.RevisionRequest;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ManualTime;
import dev.nightshift.core.testing.RecordingListener;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** An engine over an in-memory repository whose roles are plain functions. */
public final class EngineFixture implements AutoCloseable {
  public final InMemoryWorkspaces workspaces;
  public final ManualTime time = ManualTime.create();
  public final RecordingListener listener = new RecordingListener();
  public final Nightshift nightshift;

  public EngineFixture(Map<String, String> files) {
    workspaces = InMemoryWorkspaces.of(files);
    nightshift = builder().build();
  }

  public NightshiftBuilder builder() {
    return Nightshift.builder(workspaces)
        .provider((request, context) -> answer(request))
        .time(time)
        .listener(listener);
  }

  public static ModelResponse answer(ModelRequest request) {
    return ModelResponse.of(AssistantTurn.text(request.model(), "done"), TokenUsage.of(1, 1));
  }

  /** An implementer that writes one file, another content in every round. */
  public static Implementer writes(String path, String... contentByRound) {
    int[] round = {0};
    return assignment -> {
      String content = contentByRound[Math.min(round[0]++, contentByRound.length - 1)];
      assignment.workspace().files().write(path, content.getBytes(StandardCharsets.UTF_8));
      return new Outcome.Changed("wrote " + path);
    };
  }

  public static MergeGate green() {
    return (candidate, context) -> GateResult.passed("green", "nothing to object");
  }

  public static MergeGate red() {
    return (candidate, context) -> GateResult.failed("red", "always red");
  }

  public static Reviewer approving() {
    return request -> new Review.Approved(List.of(), List.of());
  }

  /** Builds the candidate of a run whose branch has no conflict. */
  public static MergeCandidate candidate(RunScope run) throws InterruptedException {
    return ((Merge.Clean) run.merge()).candidate();
  }

  /** A reviewer's request for one change. */
  static Review objection(ReviewRequest asked) {
    return Review.changesRequested(request("A.java", 1, "x"));
  }

  /** An approval that closes all that its reviewer is shown as open. */
  static Review closingAll(ReviewRequest asked) {
    return Review.approvedClosing(asked.openRequests());
  }

  /** A reviewer that gives one verdict after the other, and the last one again and again. */
  @SafeVarargs
  static Reviewer saying(
      Consumer<ReviewRequest> before, Function<ReviewRequest, Review>... verdicts) {
    int[] call = {0};
    return asked -> {
      before.accept(asked);
      return verdicts[Math.min(call[0]++, verdicts.length - 1)].apply(asked);
    };
  }

  public static MergeCandidate changed(RunScope run) throws InterruptedException {
    run.implement(writes("A.java", "v1\n"), Feedback.none());
    return candidate(run);
  }

  public static RevisionRequest request(String path, int line, String change) {
    return new RevisionRequest(
        new Finding(path, line, Category.LOGIC_EDGE_CASE, "wrong at the edge"), change, "read it");
  }

  public static StandardPipeline.Builder pipeline(Implementer implementer) {
    return StandardPipeline.builder()
        .implementer(implementer)
        .reviewer(approving())
        .gate(green())
        .withoutSecretsGate()
        .delivery(Delivery.merge());
  }

  @Override
  public void close() {
    nightshift.close();
  }
}
