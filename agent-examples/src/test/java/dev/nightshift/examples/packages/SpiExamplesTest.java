package dev.nightshift.examples.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.internal.durable.LogRecord;
import dev.nightshift.core.internal.durable.ProcessLock;
import dev.nightshift.core.internal.durable.RecordLog;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.merge.MergeTurn;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.WorkspacesContract;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.forge.Forge;
import dev.nightshift.forge.PullRequests;
import dev.nightshift.forge.github.GitHubForge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the descriptions of packages show to those who fill an interface, or look behind one. */
class SpiExamplesTest {
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(WorkspacesContract.START);
  private final Task task = Task.builder("Write C").build();

  @TempDir private Path directory;

  @Test
  void aProposalAsAPullRequest() {
    Path repository = directory;

    // region forge
    Forge forge = GitHubForge.of("acme/shop"); // with the token in GITHUB_TOKEN
    PullRequests requests = PullRequests.on(forge, repository);
    StandardPipeline.Builder pipeline = StandardPipeline.builder().delivery(requests);
    // endregion

    assertThat(pipeline).isNotNull();
    assertThat(requests.branchOf(RunId.of("run-1"))).isEqualTo("nightshift/run-1");
  }

  @Test
  void aProviderAndAConversationWithIt() throws InterruptedException {
    // region core.provider
    ModelProvider canned =
        (request, context) ->
            ModelResponse.of(AssistantTurn.text(request.model(), "hello"), TokenUsage.of(10, 2));
    // endregion

    // region core.model
    ConversationSpec spec =
        ConversationSpec.builder(ModelId.parse("canned:model")).system("You plan.").build();
    Implementer planner =
        assignment -> {
          AssistantTurn plan =
              assignment.conversation("plan", spec).send(UserTurn.text("What is to be done?"));
          return new Outcome.Stopped(EndReason.ESCALATED, plan.text());
        };
    // endregion

    try (Nightshift nightshift =
        Nightshift.builder(workspaces)
            .provider("canned", canned)
            .prices(PriceBook.free(spec.model()))
            .build()) {
      RunResult result =
          nightshift.run(task, run -> run.end(run.implement(planner, Feedback.none())));
      assertThat(result.report().ending().detail()).isEqualTo("hello");
    }
  }

  @Test
  void workspacesAndTheirQueue() throws InterruptedException {
    RunId run = RunId.of("one");

    // region core.workspace
    ManagedWorkspace workspace = workspaces.open(workspaces.plan(task, run));
    workspace.agentView().files().write("C.java", "class C {}".getBytes(UTF_8));
    String head = workspace.checkpoint("Write C", List.of());
    // endregion

    // region core.merge
    MergeQueue queue = workspaces.queue(workspace.plan().target());
    if (queue.candidate(run, head) instanceof Merge.Clean merge) {
      try (MergeTurn turn = queue.turn(run)) {
        System.out.println(turn.tryLand(merge.candidate()));
      }
    }
    // endregion

    assertThat(workspaces.targetFiles()).containsEntry("C.java", "class C {}");
    workspace.discard();
  }

  @Test
  void filesToLookAt() {
    TreeView files = workspaces.queue("main").view(workspaces.targetCommit());
    List<String> found = new ArrayList<>();

    // region core.tree
    for (String path : files.list(ListQuery.all())) {
      files.read(path).text().ifPresent(text -> found.add(path + ": " + text.lines().count()));
    }
    // endregion

    assertThat(found).containsExactly("A.java: 1", "B.java: 1");
  }

  @Test
  void whoARunIs() {
    // region core.base
    TimeSource time = TimeSource.system();
    RunId run = RunId.create(time.now(), 42);
    // endregion

    assertThat(run.value()).endsWith("-0000002a");
  }

  @Test
  @SuppressWarnings("try") // the lock is held, not used
  void logsOfOneProcessAndOfSeveral() throws IOException {
    String json = "{\"step\":1}";
    List<LogRecord> seen = new ArrayList<>();

    // region core.internal.durable
    ProcessLock lock = ProcessLock.tryTake(directory.resolve("lock"));
    RecordLog log = RecordLog.open(directory.resolve("journal.log"), "run", record -> {});
    log.raiseEpoch();
    log.append(json);
    log.force();
    // endregion

    lock.close();
    Path file = directory.resolve("lock");
    // region core.internal.durable.2
    try (ProcessLock taken = ProcessLock.take(file)) {
      log.catchUp(seen::add);
      log.append(json);
    }
    log.force();
    // endregion

    log.close();
    RecordLog.open(directory.resolve("journal.log"), "run", seen::add).close();
    assertThat(seen).extracting(LogRecord::payload).containsExactly(json, json);
  }
}
