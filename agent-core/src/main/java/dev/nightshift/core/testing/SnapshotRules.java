package dev.nightshift.core.testing;

import static dev.nightshift.core.testing.ContractScene.RUN;
import static dev.nightshift.core.testing.ContractScene.equal;
import static dev.nightshift.core.testing.ContractScene.requireKind;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException.Kind;
import dev.nightshift.core.testing.WorkspacesContract.Repository;
import dev.nightshift.core.testing.WorkspacesContract.Rule;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.util.List;
import java.util.Map;

/** Rules of {@link WorkspacesContract} about files that are kept between two checkpoints. */
final class SnapshotRules {
  private SnapshotRules() {}

  static void addTo(Map<String, Rule> rules) {
    rules.put("a snapshot is what a checkpoint would take", SnapshotRules::takesAll);
    rules.put("a run goes on from any of its snapshots", SnapshotRules::goesOn);
    rules.put("a run goes on from any of its checkpoints", SnapshotRules::goesBack);
    rules.put("a snapshot keeps a merge that is not committed", SnapshotRules::keepsMerges);
    rules.put("a snapshot that nobody took is refused", SnapshotRules::refuses);
    rules.put("files that the run never had are refused", SnapshotRules::refusesForeign);
  }

  private static void takesAll(Repository repository) {
    repository.commit(".gitignore", "lib/\n");
    try (ContractScene scene = new ContractScene(repository)) {
      String head = scene.change("C.java", "c\n").headCommit();
      scene.write("A.java", "edited\n");
      scene.files().delete("B.java");
      scene.write("new/D.java", "d\n");
      scene.write("lib/ignored", "x\n");
      String snapshot = scene.workspace.snapshot();
      equal(snapshot, scene.workspace.snapshot(), "a second snapshot of the same");
      equal(head, scene.workspace.change().headCommit(), "the branch after a snapshot");
      equal(List.of(), scene.workspace.leftOut().lines(9), "what the last checkpoint left out");
      equal(snapshot, scene.candidate().mergeTree(), "the tree of the next checkpoint");
      equal(snapshot, scene.workspace.snapshot(), "a snapshot of a checkpoint");
    }
  }

  private static void goesOn(Repository repository) {
    try (ContractScene scene = new ContractScene(repository)) {
      scene.write("C.java", "kept\n");
      String head = scene.checkpoint();
      scene.write("D.java", "first\n");
      String first = scene.workspace.snapshot();
      scene.write("D.java", "second\n");
      scene.files().delete("A.java");
      String second = scene.workspace.snapshot();
      scene.write("D.java", "lost\n");

      ManagedWorkspace again = scene.lostAndReopened(second);
      equal("second\n", ContractScene.text(scene.files(), "D.java"), "the second snapshot");
      requireKind(Kind.NOT_FOUND, "what it deleted", () -> scene.files().read("A.java"));
      equal(head, again.change().headCommit(), "the branch");
      equal(second, again.snapshot(), "a snapshot of a snapshot");

      scene.lostAndReopened(first);
      equal("first\n", ContractScene.text(scene.files(), "D.java"), "the first snapshot");
      equal("a\n", ContractScene.text(scene.files(), "A.java"), "what was deleted later");
      equal(first, scene.candidate().mergeTree(), "the checkpoint of a snapshot");
    }
  }

  private static void goesBack(Repository repository) {
    try (ContractScene scene = new ContractScene(repository)) {
      String base = scene.workspace.snapshot();
      String first = scene.change("C.java", "first\n").mergeTree();
      scene.write("C.java", "second\n");
      String head = scene.checkpoint();

      ManagedWorkspace again = scene.lostAndReopened(first);
      equal("first\n", ContractScene.text(scene.files(), "C.java"), "the first checkpoint");
      equal(head, again.change().headCommit(), "the branch");

      scene.lostAndReopened(base);
      requireKind(Kind.NOT_FOUND, "what came later", () -> scene.files().read("C.java"));
    }
  }

  private static void keepsMerges(Repository repository) {
    try (ContractScene scene = new ContractScene(repository)) {
      scene.write("C.java", "mine\n");
      scene.checkpoint();
      repository.commit("B.java", "theirs\n");
      scene.workspace.refresh();
      scene.write("D.java", "d\n");
      ManagedWorkspace again = scene.lostAndReopened(scene.workspace.snapshot());
      equal("theirs\n", ContractScene.text(scene.files(), "B.java"), "what was merged");
      scene.checkpoint();
      equal(0, again.staleness().behind(), "how far the branch is behind");
      equal(2, again.change().files().size(), "the change since the merge");
    }
  }

  private static void refuses(Repository repository) {
    try (ContractScene scene = new ContractScene(repository)) {
      scene.write("C.java", "c\n");
      String head = scene.checkpoint();
      repository.loseRuns();
      for (String none : List.of("0".repeat(40), head, "no id")) {
        requireKind(Kind.NOT_FOUND, "a snapshot", () -> scene.workspaces.reopen(RUN, none));
      }
      scene.lostAndReopened();
      equal(head, scene.checkpoint(), "the run after a refusal");
    }
  }

  private static void refusesForeign(Repository repository) {
    String ofAnother;
    String candidateOfAnother;
    try (ContractScene other = new ContractScene(repository, RunId.of("other"))) {
      candidateOfAnother = other.change("C.java", "another\n").mergeTree();
      other.write("D.java", "another\n");
      ofAnother = other.workspace.snapshot();
    }
    try (ContractScene scene = new ContractScene(repository)) {
      scene.write("C.java", "c\n");
      String head = scene.checkpoint();
      repository.commit("B.java", "theirs\n");
      String merged = scene.candidate().mergeTree();
      repository.loseRuns();
      for (String foreign : List.of(ofAnother, candidateOfAnother, merged)) {
        requireKind(Kind.NOT_FOUND, "foreign", () -> scene.workspaces.reopen(RUN, foreign));
      }
      scene.lostAndReopened();
      equal(head, scene.checkpoint(), "the run after a refusal");
    }
  }
}
