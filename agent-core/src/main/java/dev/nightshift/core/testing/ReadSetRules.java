package dev.nightshift.core.testing;

import static dev.nightshift.core.testing.ContractScene.RUN;
import static dev.nightshift.core.testing.ContractScene.equal;
import static dev.nightshift.core.testing.ContractScene.kindOf;
import static dev.nightshift.core.testing.ContractScene.require;
import static dev.nightshift.core.testing.WorkspacesContract.inScene;

import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.testing.WorkspacesContract.Repository;
import dev.nightshift.core.testing.WorkspacesContract.Rule;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.SearchQuery;
import dev.nightshift.core.workspace.Staleness;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Rules of {@link WorkspacesContract} about what a run saw: news of the target that touch it are
 * told, before a round and at the landing alike, and others are not.
 */
final class ReadSetRules {
  private static final String NEWS = "B.java";
  private static final String NEW_FILE = "dir/New.txt";

  private ReadSetRules() {}

  static void addTo(Map<String, Rule> rules) {
    addReads(rules);
    addLists(rules);
    addSearches(rules);
    rules.put("a run knows how stale it is", inScene(ReadSetRules::tellsStaleness));
    rules.put("what was read counts after reopening", inScene(ReadSetRules::remembersReads));
  }

  private static void addReads(Map<String, Rule> rules) {
    rules.put("news of files nobody saw are not told", untouched(NEWS, scene -> {}));
    rules.put("news of a file that was read are told", touched(NEWS, scene -> read(scene, NEWS)));
    rules.put("news of a file that was written are told", inScene(ReadSetRules::tellsWritten));
    rules.put(
        "news of a file read in the base are told",
        touched(NEWS, scene -> scene.workspace.agentView().base().read(NEWS)));
    rules.put(
        "news of a file read by a reviewer are told",
        touched(NEWS, scene -> scene.queue().view(RUN, scene.base()).read(NEWS)));
    rules.put(
        "news of a file others read are not told",
        untouched(NEWS, scene -> scene.queue().view(scene.base()).read(NEWS)));
    rules.put(
        "a new file that was looked for in vain is told",
        touched(NEW_FILE, scene -> kindOf(() -> scene.files().read(NEW_FILE))));
  }

  private static void addLists(Map<String, Rule> rules) {
    rules.put(
        "a new file in a listed directory is told",
        touched(NEW_FILE, scene -> list(scene, "dir", "")));
    rules.put(
        "a new file that a listed glob matches is told",
        touched(NEW_FILE, scene -> list(scene, "", "**/*.txt")));
    rules.put(
        "a new file elsewhere than listed is not told",
        untouched(NEW_FILE, scene -> list(scene, "other", "")));
    rules.put(
        "a new file is not told to who listed everything",
        untouched(
            NEW_FILE,
            scene -> {
              list(scene, "", "");
              list(scene, ".", "");
            }));
    rules.put(
        "news within a listed file are not told",
        untouched(NEWS, scene -> list(scene, "", "*.java")));
  }

  private static void addSearches(Map<String, Rule> rules) {
    rules.put(
        "news of a file that was found are told", touched(NEWS, scene -> search(scene, "^b$")));
    rules.put(
        "a new file that a search would find is told",
        touched(NEW_FILE, scene -> search(scene, "ne[w]s")));
    rules.put(
        "news no search would find are not told",
        untouched(NEW_FILE, scene -> search(scene, "nothing of it")));
  }

  private static void list(ContractScene scene, String path, String glob) {
    scene.files().list(new ListQuery(path, glob, 9));
  }

  private static void read(ContractScene scene, String path) {
    scene.files().read(path);
  }

  private static void search(ContractScene scene, String pattern) {
    scene.files().search(new SearchQuery(pattern, "", 9));
  }

  private static Rule touched(String path, Consumer<ContractScene> act) {
    return repository -> check(repository, path, act, List.of(path));
  }

  private static Rule untouched(String path, Consumer<ContractScene> act) {
    return repository -> check(repository, path, act, List.of());
  }

  private static void check(
      Repository repository, String path, Consumer<ContractScene> act, List<String> told)
      throws InterruptedException {
    try (ContractScene scene = new ContractScene(repository)) {
      act.accept(scene);
      scene.write("C.java", "c\n");
      MergeCandidate candidate = scene.candidate();
      repository.commit(path, "news\n");
      equal(told, scene.workspace.staleness().overlap(), "before a round");
      equal(!told.isEmpty(), scene.overlapsAtLanding(candidate), "at the landing");
    }
  }

  private static void tellsWritten(ContractScene scene) {
    scene.write(NEWS, "mine\n");
    scene.checkpoint();
    scene.repository.commit(NEWS, "theirs\n");
    equal(List.of(NEWS), scene.workspace.staleness().overlap(), "a file both changed");
  }

  private static void tellsStaleness(ContractScene scene) {
    equal(
        new Staleness(scene.repository.tip(), 0, List.of()),
        scene.workspace.staleness(),
        "at first");
    scene.write("C.java", "c\n");
    scene.checkpoint();
    require(scene.workspace.staleness().isFresh(), "the run's own commit makes it stale");
    scene.repository.commit("D.java", "1\n");
    String tip = scene.repository.commit("D.java", "2\n");
    equal(new Staleness(tip, 2, List.of()), scene.workspace.staleness(), "two commits later");
    equal(List.of(), scene.workspace.refresh().paths(), "conflicts of the refresh");
    equal("2\n", ContractScene.text(scene.files(), "D.java"), "the files after the refresh");
    scene.checkpoint();
    equal(new Staleness(tip, 0, List.of()), scene.workspace.staleness(), "after the refresh");
    equal(tip, scene.workspace.change().baseCommit(), "what the change counts from then");
    equal(1, scene.workspace.change().files().size(), "the run's own files");
  }

  private static void remembersReads(ContractScene scene) {
    read(scene, NEWS);
    scene.write("C.java", "c\n");
    scene.checkpoint();
    scene.lostAndReopened();
    scene.repository.commit(NEWS, "news\n");
    equal(List.of(NEWS), scene.workspace.staleness().overlap(), "after reopening");
  }
}
