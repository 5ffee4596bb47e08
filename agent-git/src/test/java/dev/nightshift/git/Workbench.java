package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.merge.MergeTurn;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.git.testing.TemporaryRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** A repository, workspaces in it, and short words for what the tests do all the time. */
final class Workbench implements AutoCloseable {
  private static final Task TASK = Task.builder("Task").instructions("Do it.").build();
  final TemporaryRepository repository;
  final Path root;
  final GitWorkspaces workspaces;

  Workbench(TemporaryRepository repository, Path root) {
    this.repository = repository;
    this.root = root;
    this.workspaces =
        GitWorkspaces.builder(repository.directory()).workspaceRoot(root).target("main").build();
  }

  static Workbench bare(Path root, Map<String, String> files) {
    return new Workbench(TemporaryRepository.bare(files), root);
  }

  static Workbench checkedOut(Path root, Map<String, String> files) {
    return new Workbench(TemporaryRepository.checkedOut(files), root);
  }

  /** Opens a run that is discarded when it is closed. */
  ManagedWorkspace open(String run) {
    return discardedAtClose(workspaces.open(workspaces.plan(TASK, RunId.of(run))));
  }

  static ManagedWorkspace discardedAtClose(ManagedWorkspace workspace) {
    return (ManagedWorkspace)
        Proxy.newProxyInstance(
            Workbench.class.getClassLoader(),
            new Class<?>[] {ManagedWorkspace.class},
            (proxy, method, arguments) -> {
              try {
                return method.getName().equals("close")
                    ? ManagedWorkspace.class.getMethod("discard").invoke(workspace)
                    : method.invoke(workspace, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  MergeQueue queue() {
    return workspaces.queue("main");
  }

  MergeCandidate clean(String run, String head) {
    Merge merge = queue().candidate(RunId.of(run), head);
    assertThat(merge).isInstanceOf(Merge.Clean.class);
    return ((Merge.Clean) merge).candidate();
  }

  /** Runs a task whose pipeline asks no model. */
  RunResult run(Task task, Pipeline pipeline) throws InterruptedException {
    try (Nightshift nightshift =
        Nightshift.builder(workspaces)
            .provider(
                (request, context) ->
                    ModelResponse.of(
                        AssistantTurn.text(request.model(), "unused"), TokenUsage.of(1, 1)))
            .build()) {
      return nightshift.run(task, pipeline);
    }
  }

  /** Removes what no ref leads to, as the user may at any time. */
  void collectGarbage() {
    try (Git git = Git.open(repository.directory().toFile())) {
      git.gc().setExpire(Instant.now().plusSeconds(60)).call();
    } catch (IOException | GitAPIException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Returns where the agent's files are. */
  Path directory(String run) {
    try (Stream<Path> found = Files.find(root, 3, (path, any) -> path.endsWith(run + "/ws"))) {
      return found.findFirst().orElseThrow();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static void write(ManagedWorkspace workspace, String path, String content) {
    workspace.agentView().files().write(path, content.getBytes(StandardCharsets.UTF_8));
  }

  static String commit(ManagedWorkspace workspace) {
    return workspace.checkpoint("Work", List.of());
  }

  /** Validates a fresh candidate. */
  @FunctionalInterface
  interface Redo {
    boolean validate(MergeCandidate fresh, boolean overlaps) throws InterruptedException;
  }

  Landing land(String run, MergeCandidate candidate) throws InterruptedException {
    return land(run, candidate, (fresh, overlaps) -> true);
  }

  /** Lands as the engine does, but never keeps its turn. */
  Landing land(String run, MergeCandidate candidate, Redo redo) throws InterruptedException {
    MergeCandidate next = candidate;
    while (true) {
      Landing landing;
      try (MergeTurn turn = queue().turn(RunId.of(run))) {
        landing = turn.tryLand(next);
      }
      if (!(landing instanceof Landing.Moved moved)
          || !(moved.fresh() instanceof Merge.Clean clean)
          || !redo.validate(clean.candidate(), moved.overlaps())) {
        return landing;
      }
      next = clean.candidate();
    }
  }

  @Override
  public void close() {
    assertThat(repository.problems()).isEmpty();
    repository.close();
  }
}
