package dev.nightshift.forge;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.command.SandboxMode;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.RecordingListener;
import dev.nightshift.git.GitRemote;
import dev.nightshift.git.GitWorkspaces;
import dev.nightshift.git.testing.TemporaryRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** A repository, its other half on a forge, and an engine whose roles are functions. */
final class Shop implements AutoCloseable {
  static final String PIPELINE = "fix";
  final TemporaryRepository local;
  final FakeForge server;
  final Path state;
  private final Path remote;
  private final Path workspaces;

  Shop(Path root) throws IOException {
    this(root, FakeForge.Kind.GITHUB);
  }

  Shop(Path root, FakeForge.Kind kind) throws IOException {
    this.local = TemporaryRepository.bare(Map.of("A.java", "v0\n"));
    this.remote = root.resolve("remote.git");
    this.state = root.resolve("state");
    this.workspaces = root.resolve("ws");
    try (Repository made =
        new FileRepositoryBuilder().setGitDir(remote.toFile()).setBare().build()) {
      made.create(true);
      made.getConfig().setBoolean("receive", null, "autogc", false);
      made.getConfig().save();
    }
    GitRemote.at(local.directory(), remote.toString()).push(local.tip("main"), "main", Set.of());
    this.server = kind.start(remote);
  }

  /** The repository on the forge, for one who pushes there without it. */
  GitRemote backDoor() {
    return GitRemote.at(local.directory(), remote.toString());
  }

  PullRequests requests() {
    return PullRequests.on(server.forge(), local.directory());
  }

  Nightshift engine(Delivery delivery) {
    return engine(delivery, Shop::implement);
  }

  Nightshift engine(Delivery delivery, Implementer implementer) {
    return engine(local.directory(), workspaces, state, delivery, implementer);
  }

  static Nightshift engine(
      Path repository, Path workspaces, Path state, Delivery delivery, Implementer implementer) {
    CommandPolicy commands =
        CommandPolicy.builder().caches(List.of()).sandboxMode(SandboxMode.OFF).build();
    MergeGate gate =
        (candidate, context) ->
            GateResult.builder("unit tests", true, "all well")
                .tests(new TestEvidence(42, 0, 1, List.of()))
                .build();
    return Nightshift.builder(
            GitWorkspaces.builder(repository)
                .target("main")
                .commands(commands)
                .workspaceRoot(workspaces)
                .build())
        .provider(
            (request, context) ->
                ModelResponse.of(AssistantTurn.text(request.model(), "done"), TokenUsage.of(1, 1)))
        .budget(BudgetPolicy.unlimited())
        .state(state)
        .listener(new RecordingListener())
        .pipeline(
            PIPELINE,
            StandardPipeline.builder()
                .implementer(implementer)
                .reviewer(request -> new Review.Approved(List.of(), List.of()))
                .gate(gate)
                .delivery(delivery)
                .build())
        .build();
  }

  /** Writes one line more each time that it is asked. */
  static Outcome implement(dev.nightshift.core.agent.Assignment assignment) {
    String asked =
        assignment.feedback() instanceof Feedback.HumanRequested human ? human.request() : "first";
    assignment
        .workspace()
        .files()
        .write("A.java", ("v1 " + asked + "\n").getBytes(StandardCharsets.UTF_8));
    assignment.decided(new DecisionNote("Kept the old name", "A", "others use it"));
    return new Outcome.Changed("The file says v1 now.");
  }

  static Task task() {
    return Task.builder("Say v1").build();
  }

  /** What came of a run that was dispatched and ended. */
  static RunResult run(Nightshift nightshift, Task task) throws InterruptedException {
    return nightshift.run(task, PIPELINE);
  }

  String branch(RunId run) {
    return "nightshift/" + run;
  }

  String remoteTip(RunId run) {
    return server.tip(branch(run));
  }

  @Override
  public void close() {
    server.close();
    local.close();
  }
}
