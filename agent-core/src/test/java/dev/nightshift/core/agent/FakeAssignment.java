package dev.nightshift.core.agent;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.internal.tool.MemoryFiles;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.tree.WorkspaceFiles;
import dev.nightshift.core.workspace.BranchWorkspace;
import dev.nightshift.core.workspace.LeftOutWork;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run as an implementer sees it: files in memory, scripted commands and answers. */
final class FakeAssignment implements Assignment, BranchWorkspace {
  final FakeConversation conversation = new FakeConversation();
  final MemoryFiles files;
  final MemoryFiles base;
  final List<DecisionNote> decisions = new ArrayList<>();
  final List<String> finishedTools = new ArrayList<>();
  int filesChanged;
  final Deque<CommandResult> commandResults = new ArrayDeque<>();
  Task task = Task.builder("Fix the NPE in A.greet").build();
  Feedback feedback = Feedback.none();
  Optional<Feedback> targetMoved = Optional.empty();
  LeftOutWork leftOut = LeftOutWork.none();
  final List<Clarification> clarifications = new ArrayList<>();
  @Nullable ConversationSpec spec;

  FakeAssignment(Map<String, String> texts) {
    this.files = MemoryFiles.of(texts);
    this.base = MemoryFiles.of(texts);
  }

  @Override
  public RunId run() {
    return RunId.of("run-1");
  }

  @Override
  public Task task() {
    return task;
  }

  @Override
  public BranchWorkspace workspace() {
    return this;
  }

  @Override
  public Feedback feedback() {
    return feedback;
  }

  @Override
  public Optional<Feedback> targetMoved() {
    return targetMoved;
  }

  @Override
  public List<Clarification> clarifications() {
    return clarifications;
  }

  @Override
  public LeftOutWork leftOut() {
    return leftOut;
  }

  @Override
  public Conversation conversation(String name, ConversationSpec asked) {
    if (spec == null) {
      spec = asked;
    }
    return conversation;
  }

  @Override
  public void filesChanged() {
    filesChanged++;
  }

  @Override
  public void decided(DecisionNote note) {
    decisions.add(note);
  }

  @Override
  public void toolFinished(String tool, String detail, boolean isError) {
    finishedTools.add(tool + " | " + detail + " | " + (isError ? "error" : "ok"));
  }

  @Override
  public TimeSource time() {
    return TimeSource.system();
  }

  @Override
  public String branch() {
    return "nightshift/run-1";
  }

  @Override
  public String baseCommit() {
    return "0".repeat(40);
  }

  @Override
  public WorkspaceFiles files() {
    return files;
  }

  @Override
  public TreeView base() {
    return base;
  }

  @Override
  public CommandResult run(Command command) {
    return commandResults.remove();
  }
}
