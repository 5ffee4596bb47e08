package dev.nightshift.core.testing;

import static dev.nightshift.core.testing.ContractScene.RUN;
import static dev.nightshift.core.testing.ContractScene.equal;
import static dev.nightshift.core.testing.ContractScene.require;
import static dev.nightshift.core.testing.ContractScene.text;

import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeTurn;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.workspace.BranchWorkspace;
import dev.nightshift.core.workspace.UnfinishedRun;
import dev.nightshift.core.workspace.Workspaces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;

/**
 * What every implementation of {@link Workspaces} and its merge queue must do, as plain checks: run
 * each of {@link #rules} on a fresh repository, for example from a parameterized JUnit test. They
 * are about looking at trees, about paths, about what a run saw, about its commits, its branch and
 * its end, and about candidates and landing. The workspaces in memory and those over git keep all
 * of them.
 */
public final class WorkspacesContract {
  /** What the target of the repository must hold when a rule is checked: contents by path. */
  public static final Map<String, String> START = Map.of("A.java", "a\n", "B.java", "b\n");

  private WorkspacesContract() {}

  /**
   * Returns the checks.
   *
   * @return each by what it states, in a fixed order
   */
  public static Map<String, Rule> rules() {
    Map<String, Rule> rules = new LinkedHashMap<>();
    rules.put(
        "a checkout holds the merge commit", inScene(WorkspacesContract::checksOutTheCandidate));
    rules.put(
        "a change tells binary files from texts", inScene(WorkspacesContract::tellsBinaryFiles));
    rules.put(
        "a change of text is shown whatever it holds", inScene(WorkspacesContract::showsText));
    rules.put("an ignored file is left out and told", WorkspacesContract::tellsLeftOut);
    rules.put("exactly the candidate lands, once", inScene(WorkspacesContract::landsTheCandidate));
    rules.put("candidates stay until their run ends", inScene(WorkspacesContract::keepsCandidates));
    rules.put("an open run is unfinished and stays", WorkspacesContract::listsOpenRuns);
    rules.put(
        "a moved target is validated again", inScene(WorkspacesContract::givesFreshCandidates));
    rules.put("news that the run read are told", inScene(WorkspacesContract::tellsOverlaps));
    rules.put("a conflict does not land", inScene(WorkspacesContract::landsNothingConflicted));
    rules.put("one run at a time has the turn to land", inScene(WorkspacesContract::givesTurns));
    rules.put(
        "an interrupted run lands nothing", inScene(WorkspacesContract::landsNothingInterrupted));
    ViewRules.addTo(rules);
    PathRules.addTo(rules);
    ReadSetRules.addTo(rules);
    RunRules.addTo(rules);
    SnapshotRules.addTo(rules);
    MergeRules.addTo(rules);
    TargetRules.addTo(rules);
    return rules;
  }

  /** One check. */
  @FunctionalInterface
  public interface Rule {
    /**
     * Checks the rule.
     *
     * @param repository a fresh one, whose target holds {@link #START}
     * @throws AssertionError if it does not hold
     * @throws InterruptedException if this thread is interrupted
     */
    void check(Repository repository) throws InterruptedException;
  }

  /** The repository a rule is checked on. */
  public interface Repository {
    /**
     * Returns what is checked.
     *
     * @return workspaces whose plans land on the target
     */
    Workspaces workspaces();

    /**
     * Commits a file on the target, as a colleague would who knows nothing of runs.
     *
     * @param path its path
     * @param text its content
     * @return the new tip
     */
    String commit(String path, String text);

    /**
     * Commits the deletion of a file on the target, as a colleague would.
     *
     * @param path its path
     * @return the new tip
     */
    String delete(String path);

    /**
     * Returns the tip of the target.
     *
     * @return 40 hexadecimal digits
     */
    String tip();

    /**
     * Returns workspaces over another repository, which has no commit yet.
     *
     * @return workspaces whose target does not exist; the default has none, and is checked only for
     *     taking a target that is there
     */
    default Optional<Workspaces> withoutTarget() {
      return Optional.empty();
    }

    /**
     * Removes what nothing refers to from the store of the repository, at once, as its owner may at
     * any time.
     *
     * <p>The default does nothing, for a store that never forgets.
     */
    default void collectGarbage() {}

    /**
     * Returns the message of a commit with its trailers.
     *
     * @param commit a commit of a run, or one that would land
     * @return the message; empty, the default, if commits have none
     */
    default Optional<String> messageOf(String commit) {
      return Optional.empty();
    }

    /**
     * Commits an executable file on the target.
     *
     * @param path its path
     * @param text its content
     * @return the new tip; empty, the default, if the workspaces know no execute bit
     */
    default Optional<String> commitExecutable(String path, String text) {
      return Optional.empty();
    }

    /**
     * Commits a symbolic link on the target.
     *
     * @param path where the link is
     * @param to what it holds
     * @return the new tip; empty, the default, if the workspaces know no links
     */
    default Optional<String> commitLink(String path, String to) {
      return Optional.empty();
    }

    /**
     * Lets go of all open runs without closing them, as the end of their process would, so that
     * {@link #workspaces} can open them again.
     *
     * <p>The default does nothing, for workspaces that open again what is open.
     */
    default void loseRuns() {}

    /**
     * Returns the tip of a branch, as its owner sees it.
     *
     * @param branch its short name
     * @return 40 hexadecimal digits; empty, the default, if nobody but runs sees branches
     */
    default Optional<String> branchTip(String branch) {
      return Optional.empty();
    }
  }

  private static void checksOutTheCandidate(ContractScene scene) {
    MergeCandidate candidate = scene.change("C.java", "c\n");
    try (CandidateCheckout one = scene.queue().checkout(candidate);
        CandidateCheckout two = scene.queue().checkout(candidate)) {
      equal(List.of("A.java", "B.java", "C.java"), one.files().list(ListQuery.all()));
      equal("c\n", two.files().read("C.java").text().orElse("no text"));
      require(
          one.directory().isEmpty() || !one.directory().equals(two.directory()),
          "two checkouts share " + one.directory());
    }
  }

  private static void tellsBinaryFiles(ContractScene scene) {
    scene.write("logo.png", "\0\1\2");
    MergeCandidate candidate = scene.change("A.java", "a\nb\n");
    equal(
        List.of(
            new ChangedFile("A.java", ChangedFile.Kind.MODIFIED, 1, 0),
            new ChangedFile("logo.png", ChangedFile.Kind.ADDED, 0, 0, "", true)),
        scene.queue().change(candidate).files());
  }

  private static void showsText(ContractScene scene) {
    scene.write("key.mjs", "key\0\r\n");
    scene.files().write("latin", new byte[] {'t', (byte) 0xfc, '\n'});
    Change change = scene.queue().change(scene.change("A.java", "a\nb\n"));
    for (String line : List.of("+key\u27e6U+0000\u27e7\u240d\n", "+t\u00fc\n", " a\n+b\n")) {
      require(change.patch().contains(line), "the diff lacks '" + line + "': " + change.patch());
    }
    require(change.files().stream().noneMatch(ChangedFile::isUnseen), "unseen: " + change.files());
    require(change.patchFile().isWhole(), "there is no patch to apply");
  }

  private static void tellsLeftOut(Repository repository) {
    repository.commit(".gitignore", "\uFEFFlib/\r\n*.log\n!keep.log\n");
    try (ContractScene scene = new ContractScene(repository)) {
      for (String path : List.of("lib/x.sh", "deep/a.log", "keep.log")) {
        scene.write(path, "x\n");
      }
      BranchWorkspace agent = scene.workspace.agentView();
      List<String> first = List.of("lib/x.sh: ignored by .gitignore line 1: lib/");
      equal(first, agent.leftOut("lib/x.sh").lines(9));
      require(agent.leftOut("keep.log").isEmpty(), "a file that is taken is told as left out");
      scene.write("deep/.gitignore", "!*\n");
      require(agent.leftOut("deep/.gitignore").count() == 1, "only lib/x.sh is ignored then");
      MergeCandidate candidate = scene.change("C.java", "c\n");
      equal(
          List.of("C.java", "deep/.gitignore", "deep/a.log", "keep.log"),
          scene.queue().change(candidate).files().stream().map(ChangedFile::path).toList());
      equal(first, scene.workspace.leftOut().lines(9));
      equal(List.of(), agent.leftOutByCommands().lines(9));
      scene.write("new.log", "x\n");
      require(agent.leftOut("new.log").count() == 1, "*.log is ignored");
      scene.write("deep/b.log", "x\n");
      require(agent.leftOut("deep/b.log").isEmpty(), "a file that is taken is told as left out");
      scene.write("deep/.gitignore", "");
      equal(
          List.of("deep/b.log: ignored by .gitignore line 2: *.log"),
          agent.leftOutByCommands().lines(9));
    }
  }

  private static void landsTheCandidate(ContractScene scene) throws InterruptedException {
    MergeCandidate candidate = scene.change("C.java", "c\n");
    equal(new Landing.Landed(candidate), scene.tryLand(candidate));
    equal(candidate.mergeCommit(), scene.repository.tip());
    String later = scene.repository.commit("B.java", "later\n");
    equal(new Landing.Landed(candidate), scene.tryLand(candidate));
    equal(later, scene.repository.tip());
  }

  private static void keepsCandidates(ContractScene scene) throws InterruptedException {
    MergeCandidate first = scene.change("C.java", "c\n");
    MergeCandidate second = scene.change("D.java", "d\n");
    scene.repository.collectGarbage();
    for (MergeCandidate candidate : List.of(first, second)) {
      equal("c\n", text(scene.queue().view(candidate.headCommit()), "C.java"));
      equal(1, scene.queue().change(first).files().size());
      try (CandidateCheckout checkout = scene.queue().checkout(candidate)) {
        equal("c\n", text(checkout.files(), "C.java"));
      }
    }
    equal(new Landing.Landed(second), scene.tryLand(second));
  }

  private static void listsOpenRuns(Repository repository) {
    Workspaces workspaces = repository.workspaces();
    equal(List.of(), workspaces.unfinished());
    try (ContractScene scene = new ContractScene(repository)) {
      MergeCandidate candidate = scene.change("C.java", "c\n");
      equal(List.of(), workspaces.salvage());
      equal(1, workspaces.unfinished().size());
      UnfinishedRun run = workspaces.unfinished().get(0);
      equal(RUN, run.run());
      equal(UnfinishedRun.State.ALIVE, run.owner().state());
      equal(candidate.headCommit(), run.headCommit());
    }
    equal(List.of(), workspaces.unfinished());
  }

  private static void givesFreshCandidates(ContractScene scene) throws InterruptedException {
    MergeCandidate candidate = scene.change("C.java", "c\n");
    String news = scene.repository.commit("D.java", "d\n");
    Landing.Moved moved = scene.moved(candidate);
    require(!moved.overlaps(), "the news touch nothing that the run saw");
    equal(news, scene.repository.tip());
    require(moved.fresh() instanceof Merge.Clean, "the fresh merge ended as " + moved.fresh());
    MergeCandidate fresh = ((Merge.Clean) moved.fresh()).candidate();
    equal(news, fresh.targetCommit());
    equal(new Landing.Landed(fresh), scene.tryLand(fresh));
    equal(fresh.mergeCommit(), scene.repository.tip());
  }

  private static void tellsOverlaps(ContractScene scene) throws InterruptedException {
    scene.workspace.agentView().files().read("B.java");
    MergeCandidate candidate = scene.change("C.java", "c\n");
    scene.repository.commit("B.java", "news\n");
    require(scene.overlapsAtLanding(candidate), "news of a file that was read are no overlap");
  }

  private static void landsNothingConflicted(ContractScene scene) throws InterruptedException {
    MergeCandidate candidate = scene.change("A.java", "mine\n");
    String tip = scene.repository.commit("A.java", "theirs\n");
    Merge fresh = scene.moved(candidate).fresh();
    require(fresh instanceof Merge.Conflicted, "a conflict ended as " + fresh);
    equal(tip, scene.repository.tip());
  }

  private static void givesTurns(ContractScene scene) throws InterruptedException {
    MergeCandidate candidate = scene.change("C.java", "c\n");
    MergeTurn turn = scene.queue().turn(RUN);
    require(!turn.isAwaited(), "a turn is awaited that nobody waits for");
    FutureTask<Landing> next = new FutureTask<>(() -> scene.tryLand(candidate));
    Thread waiting = new Thread(next);
    waiting.start();
    while (waiting.isAlive() && waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    require(!next.isDone(), "two runs had a turn at once");
    require(turn.isAwaited(), "a turn is not awaited that another run waits for");
    equal(candidate, scene.candidate());
    equal(1, scene.workspaces.unfinished().size());
    equal(List.of(), scene.workspaces.salvage());
    turn.close();
    turn.close();
    waiting.join();
    equal(candidate.mergeCommit(), scene.repository.tip());
    try {
      throw new AssertionError("a turn that is over landed: " + turn.tryLand(candidate));
    } catch (IllegalStateException expected) {
      equal(candidate.mergeCommit(), scene.repository.tip());
    }
  }

  private static void landsNothingInterrupted(ContractScene scene) {
    MergeCandidate candidate = scene.change("C.java", "c\n");
    String tip = scene.repository.tip();
    Thread.currentThread().interrupt();
    try {
      Landing landing = scene.tryLand(candidate);
      throw new AssertionError("an interrupted landing ended as " + landing);
    } catch (InterruptedException expected) {
      equal(tip, scene.repository.tip());
    } finally {
      Thread.interrupted();
    }
  }

  /** Returns a rule for one open run on a fresh repository. */
  static Rule inScene(SceneRule rule) {
    return repository -> {
      try (ContractScene scene = new ContractScene(repository)) {
        rule.check(scene);
      }
    };
  }

  /** A rule that begins with an open run. */
  @FunctionalInterface
  interface SceneRule {
    void check(ContractScene scene) throws InterruptedException;
  }
}
