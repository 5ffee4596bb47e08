package dev.nightshift.examples.faults;

import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a killed process leaves harms nobody, and its work is found again. */
final class KilledRunFaults {
  private KilledRunFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault(
            "somebody's packed-refs.lock neither delays a run nor litters",
            KilledRunFaults::packedRefsLock,
            true),
        new Fault(
            "the next run salvages a killed one and cleans up after it",
            stage -> killed(stage, "true"),
            true),
        new Fault(
            "a record that nobody can read hinders no other killed run",
            stage ->
                killed(stage, "cd .git/nightshift/runs; mkdir -p 0-odd/lock; echo > 0-odd/owner"),
            true),
        new Fault("packed refs of a run are removed as well", KilledRunFaults::packedMeanwhile),
        new Fault(
            "LC_ALL=C loses no file with an accent in its name",
            KilledRunFaults::otherLocale,
            true));
  }

  private static void packedRefsLock(Stage stage) throws Exception {
    stage.with("echo x > nightshift-a.txt");
    stage.sh("touch .git/packed-refs.lock");
    long started = System.nanoTime();
    new ScriptedRun(stage)
        .coder(edit("nightshift-a.txt", "x", "y"), finish("done"))
        .run()
        .endsAs("merged");
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    Stage.require("it takes no seconds", millis < 3_000, "it took " + millis + " ms");
    Stage.require("no ref of the run is left", runRefs(stage).isEmpty(), runRefs(stage));
    Stage.require(
        "the lock is still there",
        Files.exists(stage.repository().resolve(".git/packed-refs.lock")),
        "it was removed");
  }

  private static void packedMeanwhile(Stage stage) throws Exception {
    stage.with("echo x > nightshift-a.txt");
    new ScriptedRun(stage)
        .gate(
            RenameFaults.meanwhile(
                stage,
                "git pack-refs --all --prune && git gc -q --prune=now && echo n > nightshift-news.txt"))
        .coder(edit("nightshift-a.txt", "x", "y"), finish("done"))
        .run()
        .endsAs("merged");
    Stage.require("no ref of the run is left", runRefs(stage).isEmpty(), runRefs(stage));
    stage.sh("git fsck --strict");
  }

  private static void killed(Stage stage, String afterwards) throws Exception {
    stage.with("echo x > nightshift-a.txt");
    Process victim = ChildRun.start(stage, "victim.log", List.of(), "sleep 61", "nightshift-a.txt");
    Path temporary = stage.beside("tmp");
    String edited = "grep -rlx y " + temporary + " --include=nightshift-a.txt || true";
    for (int i = 0; i < 300 && stage.sh(edited).isEmpty(); i++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    victim.destroyForcibly().waitFor();
    stage.sh(afterwards);
    Process next = ChildRun.start(stage, "next.log", List.of(), "true", "nightshift-a.txt");
    Stage.require("the next run ends", next.waitFor(2, TimeUnit.MINUTES), "it hangs");
    Stage.requireText(
        "the next run", Files.readString(stage.beside("next.log")), "ended as merged");
    Stage.require("no ref of a run is left", runRefs(stage).isEmpty(), runRefs(stage));
    Stage.require("no workspace is left", stage.sh(edited).isEmpty(), stage.sh(edited));
    String branches = stage.sh("git for-each-ref --format='%(refname)' refs/heads/nightshift");
    Stage.require(
        "the work of the killed run is on a branch", !branches.isEmpty(), "there is none");
    Stage.require(
        "the branch has its edit",
        stage
            .sh("git show " + branches.lines().findFirst().orElse("") + ":nightshift-a.txt")
            .equals("y"),
        branches);
    Stage.require(
        "no lock is left",
        stage.sh("find .git -name '*.lock'").isEmpty(),
        stage.sh("find .git -name '*.lock'"));
  }

  private static void otherLocale(Stage stage) throws Exception {
    stage.with("echo x > nightshift-a.txt && echo old > 'alt-ä.txt'");
    Process child =
        ChildRun.start(
            stage,
            "child.log",
            List.of("-u", "LC_CTYPE", "-u", "LANG", "LC_ALL=C"),
            "printf new > \"$(printf 'neu-\\303\\266.txt')\"",
            "nightshift-a.txt");
    Stage.require("the run ends", child.waitFor(2, TimeUnit.MINUTES), "it hangs");
    String said = Files.readString(stage.beside("child.log"));
    List<String> landed = stage.landed().lines().toList();
    boolean whole = landed.contains("alt-ä.txt") && landed.contains("neu-ö.txt");
    boolean refused = !said.contains("ended as merged") && said.contains("LC_ALL");
    Stage.require("all lands, or the locale is named", whole || refused, said + landed);
  }

  private static String runRefs(Stage stage) {
    return stage.sh("git for-each-ref --format='%(refname)' refs/nightshift");
  }
}
