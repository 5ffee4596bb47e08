package dev.nightshift.core.testing;

import static dev.nightshift.core.testing.ContractScene.RUN;
import static dev.nightshift.core.testing.ContractScene.equal;
import static dev.nightshift.core.testing.ContractScene.require;
import static dev.nightshift.core.testing.WorkspacesContract.inScene;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.core.workspace.Workspaces;
import java.util.List;
import java.util.Map;

/** Rules about a target that is there, and one that is not. */
final class TargetRules {
  private static final Task TASK = Task.builder("Do it").build();

  private TargetRules() {}

  static void addTo(Map<String, WorkspacesContract.Rule> rules) {
    rules.put("a missing target is refused early", TargetRules::refusesAMissingTarget);
    rules.put("the target can be checked out as it was", inScene(TargetRules::checksOutTheTarget));
    rules.put("a task names its target and its base", inScene(TargetRules::takesTargetAndBase));
    rules.put("a base must be contained in the target", inScene(TargetRules::refusesOtherBases));
  }

  private static void refusesAMissingTarget(WorkspacesContract.Repository repository) {
    repository.workspaces().checkTarget(TASK);
    repository.withoutTarget().ifPresent(TargetRules::refusesAll);
  }

  private static void checksOutTheTarget(ContractScene scene) {
    MergeCandidate candidate = scene.change("C.java", "c\n");
    scene.repository.commit("D.java", "d\n");
    try (CandidateCheckout checkout =
        scene
            .queue()
            .checkoutTarget(candidate)
            .orElseThrow(() -> new AssertionError("the target is not checked out"))) {
      List<String> files = checkout.files().list(ListQuery.all());
      equal(List.of("A.java", "B.java"), files, "the files of the target");
    }
  }

  private static void takesTargetAndBase(ContractScene scene) {
    Workspaces workspaces = scene.workspaces;
    String first = scene.base();
    scene.write("C.java", "c\n");
    String work = scene.checkpoint();
    String branch = scene.workspace.publish();
    String tip = scene.repository.commit("D.java", "d\n");
    RunId other = RunId.of("other");

    WorkspacePlan onBranch = workspaces.plan(Task.builder("Go on").target(branch).build(), other);
    equal(branch, onBranch.target(), "the target of the task");
    equal(work, onBranch.baseCommit(), "the tip of that target");
    WorkspacePlan early = workspaces.plan(Task.builder("Go on").base(first).build(), other);
    equal(first, early.baseCommit(), "the base of the task");
    equal(scene.workspace.plan().target(), early.target(), "the target of a task without one");
    Task named = Task.builder("Go on").base(early.target()).build();
    equal(tip, workspaces.plan(named, other).baseCommit(), "the tip of a branch as base");
  }

  private static void refusesOtherBases(ContractScene scene) {
    scene.write("C.java", "c\n");
    String work = scene.checkpoint();
    String branch = scene.workspace.publish();
    for (String base : List.of(work, branch)) {
      refusesTask(scene, Task.builder("Go on").base(base).build(), "UNSUPPORTED", "not contained");
    }
    for (String none : List.of("0123456789".repeat(4), "no-such-branch")) {
      refusesTask(scene, Task.builder("Go on").base(none).build(), "NOT_FOUND", none);
    }
    refusesTask(scene, Task.builder("Go on").target("no-such").build(), "NOT_FOUND", "no-such");
  }

  private static void refusesTask(ContractScene scene, Task task, String kind, String word) {
    List<Runnable> calls =
        List.of(
            () -> scene.workspaces.checkTarget(task),
            () -> scene.workspaces.plan(task, RunId.of("other")));
    for (Runnable call : calls) {
      try {
        call.run();
      } catch (WorkspaceException refused) {
        equal(kind, refused.kind().name(), "the refusal");
        String message = String.valueOf(refused.getMessage());
        require(message.contains(word), "'" + word + "' is not in: " + message);
        continue;
      }
      throw new AssertionError("target '" + task.target() + "', base '" + task.base() + "'");
    }
  }

  private static void refusesAll(Workspaces unborn) {
    refuses(() -> unborn.checkTarget(TASK));
    refuses(() -> unborn.plan(TASK, RUN));
  }

  private static void refuses(Runnable call) {
    try {
      call.run();
    } catch (WorkspaceException refused) {
      equal(WorkspaceException.Kind.NOT_FOUND, refused.kind(), "the refusal of a missing target");
      String message = String.valueOf(refused.getMessage());
      require(message.contains("make a first commit"), "no remedy in: " + message);
      return;
    }
    throw new AssertionError("a repository without a commit was taken");
  }
}
