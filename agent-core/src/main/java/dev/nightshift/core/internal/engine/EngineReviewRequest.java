package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.agent.Dispute;
import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.ReviewRequest;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.agent.RevisionRequest;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.evidence.Evidence;
import dev.nightshift.core.internal.evidence.HeardReview;
import dev.nightshift.core.internal.evidence.RequestBook;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.workspace.LeftOutWork;
import java.util.List;

/**
 * What a reviewer is given: nothing in here leads to the implementer's conversation or to a
 * writable tree.
 */
final class EngineReviewRequest implements ReviewRequest {
  private final RunContext context;
  private final GateResult gate;
  private final Known known;
  private final Trees trees;
  private volatile HeardReview heard;

  /**
   * Creates a request.
   *
   * @param heard what a process that ended in this review had heard of it
   */
  EngineReviewRequest(
      RunContext context, GateResult gate, Known known, Trees trees, HeardReview heard) {
    this.context = context;
    this.gate = gate;
    this.known = known;
    this.trees = trees;
    this.heard = heard;
  }

  @Override
  public RunId run() {
    return context.id;
  }

  @Override
  public Task task() {
    return context.task;
  }

  @Override
  public List<Clarification> clarifications() {
    return known.clarifications();
  }

  @Override
  public List<String> humanRequests() {
    return known.humanRequests();
  }

  @Override
  public Change change() {
    return trees.change();
  }

  @Override
  public LeftOutWork leftOut() {
    return trees.leftOut();
  }

  @Override
  public TreeView base() {
    return trees.queue().view(context.branch, trees.candidate().targetCommit());
  }

  @Override
  public TreeView candidate() {
    return trees.queue().view(context.branch, trees.candidate().mergeCommit());
  }

  @Override
  public GateResult gate() {
    return gate;
  }

  @Override
  public List<FlakyGate> flakyGates() {
    return known.flakyGates();
  }

  @Override
  public List<RevisionRequest> earlierRequests() {
    return known.earlierRequests();
  }

  @Override
  public List<OpenRequest> openRequests() {
    return known.openRequests();
  }

  @Override
  public List<Dispute> disputes() {
    return known.disputes();
  }

  @Override
  public Conversation conversation(ConversationSpec spec) {
    return RecordedTurns.open(context, spec);
  }

  @Override
  public void toolFinished(String tool, String detail, boolean isError) {
    context.touch();
    context.events.emit(
        "tool.call",
        RunEvents.attributes(
            "role", AgentRole.REVIEWER.name(), "tool", tool, "detail", detail, "error", isError));
  }

  @Override
  public synchronized void wrote(List<String> texts) {
    hear(new HeardReview(heard.reviewer(), Require.elements(texts, "texts"), heard.objections()));
  }

  @Override
  public synchronized void objected(Review.Escalated objection) {
    hear(heard.with(Require.nonNull(objection, "objection")));
    context.steps.force();
  }

  @Override
  public synchronized void tookBack(Review.Escalated objection) {
    hear(heard.without(Require.nonNull(objection, "objection")));
  }

  /** The reviewer may never be asked the same again, so it is noted at once. */
  private void hear(HeardReview now) {
    if (!now.equals(heard)) {
      heard = now;
      context.steps.notes().addNamed(HeardReview.NOTED, now);
    }
  }

  /** Returns the verdict, or what stands in the place of an approval. */
  synchronized Review unturned(Review verdict) {
    if (!(verdict instanceof Review.Approved)) {
      // Not noted: as long as the verdict is not recorded, what was objected stands.
      heard = new HeardReview(heard.reviewer(), heard.wrote(), List.of());
    }
    Review.Escalated stands = heard.stands();
    return stands == null ? verdict : stands;
  }

  /** What was heard until now of a review that gives no verdict. */
  HeardReview heard() {
    return heard;
  }

  /** What the run knows already when it asks. */
  record Known(
      List<Clarification> clarifications,
      List<String> humanRequests,
      List<FlakyGate> flakyGates,
      List<RevisionRequest> earlierRequests,
      List<OpenRequest> openRequests,
      List<Dispute> disputes) {
    static Known to(Reviewer reviewer, RunLog log, MergeCandidate candidate) {
      Evidence evidence = log.evidence;
      RequestBook requests = evidence.reviews().requests();
      RequestBook.Place place = evidence.place(candidate);
      return new Known(
          log.asked(),
          log.humanRequests(),
          evidence.gates().flaky(),
          requests.requestsOf(reviewer, place),
          requests.openOf(reviewer, place),
          requests.disputesWith(reviewer, place));
    }
  }

  /** Where the reviewed trees come from. */
  record Trees(MergeQueue queue, MergeCandidate candidate, Change change, LeftOutWork leftOut) {}
}
