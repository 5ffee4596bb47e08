package dev.nightshift.core.testing;

import static dev.nightshift.core.testing.ContractScene.RUN;
import static dev.nightshift.core.testing.ContractScene.equal;
import static dev.nightshift.core.testing.ContractScene.require;
import static dev.nightshift.core.testing.ContractScene.requireKind;
import static dev.nightshift.core.testing.WorkspacesContract.inScene;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException.Kind;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.WorkspacesContract.Repository;
import dev.nightshift.core.testing.WorkspacesContract.Rule;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.UnfinishedRun;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.core.workspace.Workspaces;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Rules of {@link WorkspacesContract} about a run: its commits, its branch and its end. */
final class RunRules {
  private static final String ID = "[0-9a-f]{40}";

  private RunRules() {}

  static void addTo(Map<String, Rule> rules) {
    rules.put("a run that changes nothing has no commit", inScene(RunRules::commitsNoNothing));
    rules.put("ids have 40 digits, equal trees the same", inScene(RunRules::hasIds));
    rules.put("a checkpoint takes all that changed", RunRules::takesAll);
    rules.put("a deleted file comes back although it is ignored", RunRules::takesBack);
    rules.put("a file moved out of the change is told", RunRules::tellsMoved);
    rules.put("two runs do not see each other", RunRules::keepsRunsApart);
    rules.put("reopening gives the last checkpoint", inScene(RunRules::reopens));
    rules.put("what a fork commits names its run", RunRules::namesTheRun);
    rules.put("a published branch stays", RunRules::publishes);
    rules.put("a discarded run is gone", RunRules::discards);
    rules.put("a parked run waits, and goes on where it was", RunRules::parks);
    rules.put("a run that was only closed is not gone", RunRules::closes);
  }

  private static void namesTheRun(Repository repository) {
    Workspaces workspaces = repository.workspaces();
    WorkspacePlan plan = workspaces.plan(Task.builder("Check").build(), RUN).fork("left");
    try (ManagedWorkspace fork = workspaces.open(plan)) {
      fork.agentView().files().write("F.java", "f\n".getBytes(StandardCharsets.UTF_8));
      String head = fork.checkpoint("Work", List.of());
      requireNamed(repository, head);
      Merge merge = workspaces.queue(plan.target()).candidate(plan.run(), head);
      requireNamed(repository, ((Merge.Clean) merge).candidate().mergeCommit());
      fork.publish();
    }
    repository.loseRuns();
    try (ManagedWorkspace again = workspaces.reopen(plan.run())) {
      equal(plan, again.plan(), "the plan of a fork that was reopened");
      again.agentView().files().write("F.java", "g\n".getBytes(StandardCharsets.UTF_8));
      requireNamed(repository, again.checkpoint("Work", List.of()));
      equal(plan.branch(), again.publish(), "the branch of a fork that was published before");
      again.discard();
    }
  }

  private static void requireNamed(Repository repository, String commit) {
    String message = repository.messageOf(commit).orElse("Nightshift-Run: contract\n");
    require(
        message.contains("Nightshift-Run: " + RUN + "\n"),
        "a commit of a fork does not name its run: " + message);
  }

  private static void commitsNoNothing(ContractScene scene) {
    String base = scene.repository.tip();
    equal(base, scene.base(), "the base of the plan");
    equal(base, scene.checkpoint(), "a checkpoint of nothing");
    scene.write("A.java", "other\n");
    scene.write("A.java", "a\n");
    equal(base, scene.checkpoint(), "a checkpoint of what was taken back");
    Change change = scene.workspace.change();
    require(change.isEmpty(), "no change is shown as " + change.files());
    equal("", change.patch(), "the patch of no change");
    equal(base, change.headCommit(), "the head of no change");
  }

  private static void hasIds(ContractScene scene) {
    scene.write("C.java", "c\n");
    MergeCandidate first = scene.candidate();
    scene.write("C.java", "d\n");
    MergeCandidate second = scene.candidate();
    scene.write("C.java", "c\n");
    MergeCandidate third = scene.candidate();
    List.of(
            first.targetCommit(),
            first.headCommit(),
            first.mergeCommit(),
            first.mergeTree(),
            scene.base())
        .forEach(id -> require(id.matches(ID), id + " is no id"));
    require(!first.mergeTree().equals(second.mergeTree()), "two contents have one tree id");
    equal(first.mergeTree(), third.mergeTree(), "the tree of equal contents");
    require(!first.headCommit().equals(third.headCommit()), "two commits have one id");
  }

  private static void takesAll(Repository repository) {
    repository.commit("dir/D.txt", "one\ntwo\n");
    try (ContractScene scene = new ContractScene(repository)) {
      scene.write("A.java", "a\nmore\n");
      scene.files().delete("B.java");
      scene.write("new/deep/C.txt", "c\n");
      scene.write("dir/D.txt", "one\n2\n");
      String head = scene.checkpoint();
      Change change = scene.workspace.change();
      equal(
          List.of(
              new ChangedFile("A.java", ChangedFile.Kind.MODIFIED, 1, 0),
              new ChangedFile("B.java", ChangedFile.Kind.DELETED, 0, 1),
              new ChangedFile("dir/D.txt", ChangedFile.Kind.MODIFIED, 1, 1),
              new ChangedFile("new/deep/C.txt", ChangedFile.Kind.ADDED, 1, 0)),
          change.files(),
          "the change");
      equal(head, change.headCommit(), "the head");
      equal(
          List.of("A.java", "dir/D.txt", "new/deep/C.txt"),
          scene.queue().view(head).list(ListQuery.all()),
          "the commit");
      equal(head, scene.checkpoint(), "a second checkpoint");
      equal("b\n", ContractScene.text(scene.workspace.agentView().base(), "B.java"), "the base");
    }
  }

  private static void takesBack(Repository repository) {
    repository.commit("lib/x.sh", "x\n");
    repository.commit(".gitignore", "lib/\n");
    try (ContractScene scene = new ContractScene(repository)) {
      scene.files().delete("lib/x.sh");
      scene.change("C.java", "c\n");
      scene.write("lib/x.sh", "better\n");
      scene.write("lib/y.sh", "y\n");
      require(scene.workspace.agentView().leftOut("lib/x.sh").isEmpty(), "it is tracked");
      MergeCandidate candidate = scene.change("D.java", "d\n");
      equal(
          List.of("C.java", "D.java", "lib/x.sh"),
          scene.queue().change(candidate).files().stream().map(ChangedFile::path).toList(),
          "the changed paths");
      equal(
          List.of("lib/y.sh: ignored by .gitignore line 1: lib/"),
          scene.workspace.leftOut().lines(9),
          "what is left out");
    }
  }

  private static void tellsMoved(Repository repository) {
    repository.commit(".gitignore", "lib/\n");
    try (ContractScene scene = new ContractScene(repository)) {
      scene.files().delete("A.java");
      scene.write("lib/A.java", "a\n");
      List<LeftOut> moved =
          List.of(LeftOut.movedOut("lib/A.java", "A.java", "ignored by .gitignore line 1: lib/"));
      scene.checkpoint();
      equal(moved, scene.workspace.leftOut().named(), "what is left out");
      scene.change("C.java", "c\n");
      equal(moved, scene.workspace.leftOut().named(), "what is left out in the next round");
    }
  }

  private static void keepsRunsApart(Repository repository) {
    try (ContractScene scene = new ContractScene(repository);
        ManagedWorkspace other =
            scene.workspaces.open(
                scene.workspaces.plan(Task.builder("Other").build(), RunId.of("other")))) {
      scene.write("C.java", "mine\n");
      other.agentView().files().write("C.java", "its\n".getBytes(StandardCharsets.UTF_8));
      other.checkpoint("Other work", List.of());
      equal("mine\n", ContractScene.text(scene.files(), "C.java"), "one run");
      equal("its\n", ContractScene.text(other.agentView().files(), "C.java"), "the other");
      require(
          !scene.workspace.plan().branch().equals(other.plan().branch()), "two runs, one branch");
      other.discard();
    }
  }

  private static void reopens(ContractScene scene) {
    scene.write("C.java", "kept\n");
    String head = scene.checkpoint();
    scene.write("C.java", "lost\n");
    scene.write("D.java", "lost\n");
    ManagedWorkspace again = scene.lostAndReopened();
    equal("kept\n", ContractScene.text(scene.files(), "C.java"), "after reopening");
    requireKind(Kind.NOT_FOUND, "what was not kept", () -> scene.files().read("D.java"));
    equal(head, scene.checkpoint(), "the head after reopening");
    equal(1, again.change().files().size(), "the change after reopening");
  }

  private static void publishes(Repository repository) {
    String branch;
    String last;
    try (ContractScene scene = new ContractScene(repository)) {
      scene.write("C.java", "c\n");
      String first = scene.checkpoint();
      scene.write("C.java", "later\n");
      branch = scene.workspace.publish();
      equal(scene.workspace.plan().branch(), branch, "the published name");
      equal(branch, scene.workspace.agentView().branch(), "the name the agent knows");
      equalTip(repository, branch, first);
      last = scene.checkpoint();
      equal(branch, scene.workspace.publish(), "published again");
      equal(last, scene.workspace.publishedTip(branch), "the tip of the published branch");
      equal("", scene.workspace.publishedTip("no-such-branch"), "the tip of no branch");
      equal("", scene.queue().obstacle(RUN), "what hinders a target that only moves on");
    }
    equalTip(repository, branch, last);
  }

  private static void equalTip(Repository repository, String branch, String expected) {
    repository.branchTip(branch).ifPresent(tip -> equal(expected, tip, "the tip of " + branch));
  }

  private static void parks(Repository repository) {
    ContractScene scene = new ContractScene(repository);
    scene.write("C.java", "c\n");
    String head = scene.checkpoint();
    scene.workspace.publish();
    scene.workspace.park();
    scene.workspace.park();
    scene.workspace.discard();
    scene.workspace.close();
    requireKind(Kind.NOT_FOUND, "a checkpoint of a parked run", scene::checkpoint);
    requireKind(Kind.NOT_FOUND, "reading a parked run", () -> scene.files().read("C.java"));
    equal(List.of(), scene.workspaces.unfinished(), "the unfinished runs");
    UnfinishedRun parked = scene.workspaces.parked().get(0);
    equal(RUN, parked.run(), "the parked run");
    equal(UnfinishedRun.State.PARKED, parked.owner().state(), "its state");
    equal(head, parked.headCommit(), "its head");
    equal(List.of(), scene.workspaces.salvage(), "what is salvaged");
    repository.collectGarbage();
    scene.lostAndReopened();
    equal(List.of(), scene.workspaces.parked(), "the parked runs after reopening");
    equal("c\n", ContractScene.text(scene.files(), "C.java"), "after reopening");
    scene.write("D.java", "d\n");
    equal(
        2,
        scene.candidate().mergeTree().isEmpty() ? 0 : scene.workspace.change().files().size(),
        "the change after reopening");
    scene.close();
    equal(List.of(), scene.workspaces.parked(), "the parked runs at the end");
    requireKind(Kind.NOT_FOUND, "reopening", () -> scene.workspaces.reopen(RUN));
  }

  private static void closes(Repository repository) {
    ContractScene scene = new ContractScene(repository);
    scene.write("C.java", "c\n");
    String head = scene.checkpoint();
    scene.workspace.close();
    scene.workspace.close();
    scene.workspace.discard();
    requireKind(Kind.NOT_FOUND, "a checkpoint of a closed run", scene::checkpoint);
    equal(1, scene.workspaces.unfinished().size(), "the unfinished runs");
    scene.lostAndReopened();
    equal(head, scene.checkpoint(), "the head after reopening");
    scene.close();
  }

  private static void discards(Repository repository) {
    ContractScene scene = new ContractScene(repository);
    scene.write("C.java", "c\n");
    String head = scene.checkpoint();
    scene.close();
    scene.close();
    String tip = repository.tip();
    requireKind(Kind.NOT_FOUND, "reopening a discarded run", () -> scene.workspaces.reopen(RUN));
    requireKind(Kind.NOT_FOUND, "a checkpoint after the end", scene::checkpoint);
    requireKind(Kind.NOT_FOUND, "publishing after the end", () -> scene.workspace.publish());
    requireKind(Kind.NOT_FOUND, "reading after the end", () -> scene.files().read("C.java"));
    requireKind(Kind.NOT_FOUND, "merging after the end", () -> scene.queue().candidate(RUN, head));
    equal(tip, repository.tip(), "the target");
    try (ContractScene fresh = new ContractScene(repository)) {
      equal(List.of("A.java", "B.java"), fresh.files().list(ListQuery.all()), "a new run");
    }
  }
}
