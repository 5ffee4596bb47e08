package dev.nightshift.core.testing;

import static dev.nightshift.core.testing.ContractScene.RUN;
import static dev.nightshift.core.testing.ContractScene.equal;
import static dev.nightshift.core.testing.ContractScene.require;
import static dev.nightshift.core.testing.WorkspacesContract.inScene;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.ListQuery;
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
