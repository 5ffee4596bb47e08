package dev.nightshift.examples.faults;

import static dev.nightshift.core.testing.ScriptedSteps.delete;
import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.run;

import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.task.Task;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A rename on either side takes nobody's work away. */
final class RenameFaults {
  private static final String LINES = "seq 40 > old.txt";

  private RenameFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault(
            "a file renamed on the target keeps the agent's edit", RenameFaults::targetRenames),
        new Fault(
            "a renamed and edited file on the target keeps both edits",
            RenameFaults::targetRenamesAndEdits),
        new Fault(
            "a file the agent renamed takes the target's edit along", RenameFaults::agentRenames),
        new Fault(
            "two new names of one file are a conflict that names them", RenameFaults::renameRename),
        new Fault(
            "a file renamed on the target and deleted here is no silent loss",
            RenameFaults::renameDelete),
        new Fault(
            "work stays on a branch when its run ends after a conflict",
            RenameFaults::endAfterConflict),
        new Fault(
            "a file that git would not merge by lines is a conflict", RenameFaults::mergeAttribute),
        new Fault(
            "conflict markers that the agent moves away do not land", RenameFaults::movedMarkers),
        new Fault(
            "a file renamed out of the allowed paths ends the run with its work",
            RenameFaults::outOfScope),
        new Fault(
            "a conflict in a binary above 10 MB can be resolved", RenameFaults::largeBinary, true));
  }

  private static void targetRenames(Stage stage) throws Exception {
    stage.with(LINES);
    new ScriptedRun(stage)
        .gate(meanwhile(stage, "git mv old.txt new.txt"))
        .coder(edit("old.txt", "\n20\n", "\ntwenty\n"), finish("spelt out"), finish("nothing else"))
        .run()
        .endsAs("merged");
    Stage.require("new.txt has the edit", has(stage, "new.txt", "twenty"), stage.landed());
    Stage.require(
        "old.txt is gone",
        !stage.landed().lines().toList().contains("old.txt"),
        "it is still there");
  }

  private static void targetRenamesAndEdits(Stage stage) throws Exception {
    stage.with(LINES);
    new ScriptedRun(stage)
        .gate(meanwhile(stage, "git mv old.txt new.txt && sed -i s/^35$/thirtyfive/ new.txt"))
        .coder(edit("old.txt", "\n20\n", "\ntwenty\n"), finish("spelt out"), finish("nothing else"))
        .run()
        .endsAs("merged");
    Stage.require(
        "new.txt has both edits",
        has(stage, "new.txt", "twenty") && has(stage, "new.txt", "thirtyfive"),
        stage.landed());
  }

  private static void agentRenames(Stage stage) throws Exception {
    stage.with(LINES);
    new ScriptedRun(stage)
        .gate(meanwhile(stage, "sed -i s/^35$/thirtyfive/ old.txt"))
        .coder(run("mv old.txt new.txt"), finish("renamed"), finish("nothing else"))
        .run()
        .endsAs("merged");
    Stage.require(
        "new.txt has the target's edit", has(stage, "new.txt", "thirtyfive"), stage.landed());
    Stage.require(
        "old.txt is gone",
        !stage.landed().lines().toList().contains("old.txt"),
        "the file was forked");
  }

  private static void renameRename(Stage stage) throws Exception {
    stage.with(LINES);
    ScriptedRun run =
        new ScriptedRun(stage)
            .gate(meanwhile(stage, "git mv old.txt theirs.txt"))
            .coder(
                run("mv old.txt ours.txt"),
                finish("renamed"),
                finish("nothing else"),
                finish("no"),
                finish("no"))
            .run();
    Stage.require(
        "it does not land by itself", !run.result().reason().name().equals("merged"), "it merged");
    Stage.requireText("the feedback", run.toldCoder(), "theirs.txt");
  }

  private static void renameDelete(Stage stage) throws Exception {
    stage.with(LINES + " && echo x > nightshift-a.txt");
    ScriptedRun run =
        new ScriptedRun(stage)
            .gate(meanwhile(stage, "git mv old.txt theirs.txt"))
            .coder(
                delete("old.txt"),
                edit("nightshift-a.txt", "x", "y"),
                finish("deleted"),
                finish("no"),
                finish("no"),
                finish("no"))
            .run();
    Stage.requireText("the feedback", run.toldCoder(), "theirs.txt");
  }

  private static void endAfterConflict(Stage stage) throws Exception {
    stage.with(LINES);
    ScriptedRun run =
        new ScriptedRun(stage)
            .gate(meanwhile(stage, "git rm -q old.txt"))
            .coder(
                edit("old.txt", "\n20\n", "\ntwenty\n"),
                finish("spelt out"),
                run("rm -f old.txt"),
                finish("it is gone"),
                finish("it is gone"),
                finish("it is gone"))
            .run();
    Stage.require("the report names a branch", !run.report().branch().isEmpty(), run.markdown());
    Stage.require(
        "the earlier work is reachable from the branch",
        stage
            .sh(
                "for c in $(git rev-list refs/heads/"
                    + run.report().branch()
                    + "); do git show $c:old.txt 2>/dev/null; done")
            .contains("twenty"),
        "no commit of " + run.report().branch() + " has it");
  }

  private static void mergeAttribute(Stage stage) throws Exception {
    stage.with("seq 40 > data.lock && echo '*.lock -merge' >> .gitattributes");
    ScriptedRun run =
        new ScriptedRun(stage)
            .gate(meanwhile(stage, "sed -i s/^35$/thirtyfive/ data.lock"))
            .coder(
                edit("data.lock", "\n5\n", "\nfive\n"),
                finish("spelt out"),
                finish("nothing else"),
                finish("no"),
                finish("no"))
            .run();
    Stage.require(
        "main has no file of two versions", !has(stage, "data.lock", "five\n6"), "it was mixed");
    Stage.requireText("the feedback", run.toldCoder(), "data.lock.of-branch");
  }

  private static void movedMarkers(Stage stage) throws Exception {
    stage.with(LINES);
    ScriptedRun run =
        new ScriptedRun(stage)
            .gate(meanwhile(stage, "sed -i s/^20$/zwanzig/ old.txt"))
            .coder(
                edit("old.txt", "\n20\n", "\ntwenty\n"),
                finish("spelt out"),
                run("mv old.txt new.txt"),
                finish("moved"),
                finish("no"),
                finish("no"))
            .run();
    Stage.require("no markers are on main", !has(stage, "new.txt", "<<<<<<<"), stage.landed());
    Stage.requireText("the feedback", run.toldCoder(), "new.txt: CONTENT");
  }

  private static void outOfScope(Stage stage) throws Exception {
    stage.with("mkdir -p src && seq 40 > src/old.txt");
    ScriptedRun run =
        new ScriptedRun(stage)
            .task(Task.builder("Do the task").allowPath("src/**").build())
            .gate(meanwhile(stage, "mkdir -p lib && git mv src/old.txt lib/new.txt"))
            .coder(edit("src/old.txt", "\n20\n", "\ntwenty\n"), finish("spelt out"))
            .revisions(1)
            .run()
            .endsAs("escalated");
    Stage.requireText("the report", run.markdown(), "lib/new.txt");
    Stage.require(
        "the work is on the branch",
        stage.sh("git show " + run.report().branch() + ":src/old.txt").contains("twenty"),
        "it is not");
  }

  private static void largeBinary(Stage stage) throws Exception {
    stage.with("echo x > nightshift-a.txt && head -c 11000000 /dev/urandom > big.bin");
    ScriptedRun run =
        new ScriptedRun(stage)
            .gate(meanwhile(stage, "head -c 11000001 /dev/urandom > big.bin"))
            .coder(
                run("head -c 11000002 /dev/urandom > big.bin"),
                finish("ours"),
                run("head -c 11000003 /dev/urandom > big.bin"),
                finish("resolved"),
                run("head -c 11000004 /dev/urandom > big.bin"),
                finish("resolved"))
            .run();
    Stage.require(
        "the run gets past the conflict",
        !run.result().reason().name().equals("conflicted"),
        run.report().ending().detail());
  }

  /** A gate during which, once, somebody else commits on main. */
  static MergeGate meanwhile(Stage stage, String script) {
    AtomicBoolean done = new AtomicBoolean();
    return (candidate, context) -> {
      if (done.compareAndSet(false, true)) {
        stage.landElsewhere(script);
      }
      return GateResult.passed("gate", "ok");
    };
  }

  private static boolean has(Stage stage, String path, String text) {
    return stage.landed().lines().toList().contains(path)
        && stage.sh("git show main:" + path).contains(text);
  }
}
