package dev.nightshift.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.tool.MemoryFiles;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.workspace.LeftOutWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One candidate as a reviewer sees it, with scripted answers. */
final class FakeReviewRequest implements ReviewRequest {
  List<String> wrote = List.of();
  final List<Review.Escalated> objections = new ArrayList<>();
  final FakeConversation conversation = new FakeConversation();
  final MemoryFiles base = MemoryFiles.of(Map.of("A.java", "a\nold\n", "Gone.java", "1\n2\n3\n"));
  final MemoryFiles candidate = MemoryFiles.of(Map.of("A.java", "a\nnew\n"));
  final List<RevisionRequest> earlier = new ArrayList<>();
  final List<OpenRequest> open = new ArrayList<>();
  final List<Dispute> disputes = new ArrayList<>();
  final List<Clarification> clarifications = new ArrayList<>();
  final List<String> humanRequests = new ArrayList<>();
  final List<String> finishedTools = new ArrayList<>();
  Task task = Task.builder("Fix the NPE").acceptance("greets null").acceptance("is tested").build();
  GateResult gate = GateResult.passed("tests", "12 tests, all green");
  List<ChangedFile> files =
      List.of(
          new ChangedFile("A.java", ChangedFile.Kind.MODIFIED, 1, 1),
          new ChangedFile("Gone.java", ChangedFile.Kind.DELETED, 0, 3),
          new ChangedFile("link", ChangedFile.Kind.ADDED, 1, 0));
  String patch = "-old\n+new\n";
  boolean truncated;
  LeftOutWork leftOut = LeftOutWork.none();
  List<FlakyGate> flaky = List.of();
  int conversations;
  @Nullable RuntimeException readFailure;
  @Nullable ConversationSpec spec;

  @Override
  public RunId run() {
    return RunId.of("run-1");
  }

  @Override
  public Task task() {
    return task;
  }

  @Override
  public Change change() {
    return new Change("b".repeat(40), "c".repeat(40), files, patch, truncated);
  }

  @Override
  public LeftOutWork leftOut() {
    return leftOut;
  }

  @Override
  public List<FlakyGate> flakyGates() {
    return flaky;
  }

  @Override
  public TreeView base() {
    return base;
  }

  @Override
  public TreeView candidate() {
    if (conversation.calls() > 0 && readFailure != null) {
      throw readFailure;
    }
    return candidate;
  }

  @Override
  public GateResult gate() {
    return gate;
  }

  @Override
  public List<String> humanRequests() {
    return humanRequests;
  }

  @Override
  public List<Clarification> clarifications() {
    return List.copyOf(clarifications);
  }

  @Override
  public List<RevisionRequest> earlierRequests() {
    return List.copyOf(earlier);
  }

  @Override
  public List<OpenRequest> openRequests() {
    return List.copyOf(open);
  }

  @Override
  public List<Dispute> disputes() {
    return List.copyOf(disputes);
  }

  @Override
  public void wrote(List<String> texts) {
    wrote = texts;
  }

  @Override
  public void objected(Review.Escalated objection) {
    objections.add(objection);
  }

  @Override
  public void tookBack(Review.Escalated objection) {
    assertThat(objections).contains(objection);
    objections.remove(objection);
  }

  @Override
  public Conversation conversation(ConversationSpec asked) {
    conversations++;
    spec = asked;
    return conversation;
  }

  @Override
  public void toolFinished(String tool, String detail, boolean isError) {
    finishedTools.add(tool + " | " + detail + " | " + (isError ? "error" : "ok"));
  }
}
