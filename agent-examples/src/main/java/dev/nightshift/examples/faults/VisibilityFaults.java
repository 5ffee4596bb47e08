package dev.nightshift.examples.faults;

import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.run;
import static dev.nightshift.core.testing.ScriptedSteps.tool;
import static dev.nightshift.core.testing.ScriptedSteps.write;

import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.task.Task;
import dev.nightshift.git.GitWorkspaces;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What cannot be seen is not approved. */
final class VisibilityFaults {
  private static final String HIDDEN =
      "export const key = (a, b) => a + '\\u0000' + b;\\nexport const wipe = () => process.exit(3);\\n";

  private VisibilityFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("a NUL hides no line of source from the reviewer", VisibilityFaults::nul),
        new Fault("Latin-1 is shown to the reviewer as text", VisibilityFaults::latin1),
        new Fault("a program reads Latin-1 as the tools do", VisibilityFaults::readByProgram),
        new Fault("a binary nobody allowed is proposed, not merged", VisibilityFaults::binary),
        new Fault("a bidirectional override is made visible", VisibilityFaults::bidi),
        new Fault("attributes of the change hide nothing", VisibilityFaults::attributes),
        new Fault("changes.patch applies and gives the same tree", VisibilityFaults::patch),
        new Fault("a human reads what the reviewer saw", VisibilityFaults::readable),
        new Fault("the report tells deletions, renames and modes", VisibilityFaults::kinds),
        new Fault("a long lock file the task allows lands", VisibilityFaults::lockFile),
        new Fault("a secret of an earlier round is not in the history", VisibilityFaults::history));
  }

  private static void nul(Stage stage) throws Exception {
    stage.with("printf 'export const key = (a, b) => a + \"-\" + b;\\n' > key.mjs");
    ScriptedRun run =
        new ScriptedRun(stage)
            .coder(
                tool("write_file", "{\"path\":\"key.mjs\",\"content\":\"" + HIDDEN + "\"}"),
                finish("an unambiguous key"))
            .run();
    requireSeen(run, "process.exit(3)");
  }

  private static void history(Stage stage) throws Exception {
    stage.with("echo x > nightshift-a.txt");
    new ScriptedRun(stage)
        .coder(
            run("echo hunter2-nightshift > secret.txt; echo y > nightshift-a.txt"),
            finish("half"),
            run("rm secret.txt; echo z > nightshift-a.txt"),
            finish("done"))
        .gate(Gates.shell("test ! -e secret.txt", Duration.ofMinutes(2)))
        .revisions(1)
        .run()
        .endsAs("merged");
    String found = stage.sh("git log --format=%h -S hunter2-nightshift main");
    Stage.require("no commit of main holds the secret", found.isBlank(), "these do: " + found);
  }

  private static void latin1(Stage stage) throws Exception {
    stage.with("printf 'gr\\374n = 1\\n' > farbe.properties");
    ScriptedRun run =
        new ScriptedRun(stage)
            .coder(
                run("printf 'gr\\374n = 2\\nsch\\366n = 3\\n' > farbe.properties"), finish("more"))
            .run();
    requireSeen(run, "schön = 3");
  }

  private static void readByProgram(Stage stage) {
    stage.with("printf 'gr\\374n\\n' > SECURITY.md");
    String text =
        GitWorkspaces.of(stage.repository())
            .queue("main")
            .view(stage.sh("git rev-parse main").strip())
            .read("SECURITY.md")
            .text()
            .orElse("none");
    Stage.require("the policy is text", text.equals("gr\u00fcn\n"), text);
  }

  private static void binary(Stage stage) throws Exception {
    stage.with("echo x > nightshift-a.txt");
    new ScriptedRun(stage)
        .coder(
            run("head -c 3000 /dev/urandom > logo.png; echo y > nightshift-a.txt"),
            finish("a logo"))
        .run()
        .endsAs("proposed");
  }

  private static void bidi(Stage stage) throws Exception {
    stage.with("echo x > nightshift-a.txt");
    ScriptedRun run =
        new ScriptedRun(stage)
            .coder(
                write("login.c", "if (admin) { /* \u202e begin */ return; }\n"), finish("a check"))
            .run();
    for (String text : List.of(run.toldCritic(), run.markdown())) {
      Stage.require("no override is shown raw", !text.contains("\u202e"), "it is");
    }
    Stage.requireText("the review", run.toldCritic().toUpperCase(Locale.ROOT), "202E");
  }

  private static void attributes(Stage stage) throws Exception {
    stage.with("echo x > nightshift-a.txt");
    ScriptedRun run =
        new ScriptedRun(stage)
            .coder(
                write(".gitattributes", "*.mjs binary -diff\n"),
                write("key.mjs", "export const wipe = () => process.exit(3);\n"),
                finish("hidden?"))
            .run();
    requireSeen(run, "process.exit(3)");
  }

  private static void patch(Stage stage) throws Exception {
    stage.with(
        "printf 'gr\\374n\\n' > latin.txt && printf 'a\\r\\nb\\r\\n' > crlf.txt && head -c 999 /dev/urandom > old.bin && echo x > 'with space.txt'");
    ScriptedRun run =
        new ScriptedRun(stage)
            .delivery(Delivery.branch())
            .coder(
                run(
                    "printf 'gr\\374n\\nsch\\366n\\n' > latin.txt; printf 'a\\r\\nB\\r\\n' > crlf.txt;"
                        + " head -c 1234 /dev/urandom > old.bin; head -c 50 /dev/urandom > new.bin;"
                        + " printf 'a\\0b\\nc' > nul.txt; chmod +x 'with space.txt'; touch empty; printf 'ü' > 'nämé.txt'"),
                finish("everything"))
            .run()
            .endsAs("proposed");
    Path out = stage.beside("out");
    run.report().writeTo(out);
    stage.sh(
        "git checkout -q main && git apply --index --whitespace=nowarn '"
            + out.resolve("changes.patch")
            + "'");
    Stage.require(
        "the applied tree is the branch's",
        stage
            .sh("git write-tree")
            .equals(stage.sh("git rev-parse 'refs/heads/" + run.report().branch() + "^{tree}'")),
        stage.sh("git diff --cached --stat refs/heads/" + run.report().branch()));
  }

  private static void readable(Stage stage) throws Exception {
    stage.with("printf 'h\\302\\240i\\nx\\n' > fr.md");
    ScriptedRun run =
        new ScriptedRun(stage)
            .delivery(Delivery.branch())
            .coder(
                tool("write_file", "{\"path\":\"key.mjs\",\"content\":\"" + HIDDEN + "\"}"),
                run("sed -i s/x/wipe/ fr.md"),
                finish("hidden?"))
            .run()
            .endsAs("proposed");
    Path out = stage.beside("out");
    run.report().writeTo(out);
    String diff = Files.readString(out.resolve("changes.diff"));
    Stage.requireText("changes.diff", diff, "+export const wipe = () => process.exit(3);");
    Stage.requireText("changes.diff", diff, "U+0000");
    Stage.requireText("report.md", run.markdown(), "holds invisible characters");
    String patch = Files.readString(out.resolve("changes.patch"), StandardCharsets.ISO_8859_1);
    Stage.requireText("changes.patch", patch, "+wipe");
  }

  private static void kinds(Stage stage) throws Exception {
    stage.with("echo run > run.sh; seq 9 > old.txt; echo bye > del.txt");
    ScriptedRun run =
        new ScriptedRun(stage)
            .coder(
                run("chmod +x run.sh; mv old.txt new.txt; rm del.txt; ln -s new.txt lnk"),
                finish("tidied"))
            .run()
            .endsAs("merged");
    for (String told :
        List.of(
            "mode 100644 → 100755",
            "renamed from `old.txt`",
            "−1; deleted",
            "new; symbolic link")) {
      Stage.requireText("report.md", run.markdown(), told);
    }
    Stage.requireText("report.json", run.json(), "\"previousPath\" : \"old.txt\"");
  }

  private static void lockFile(Stage stage) throws Exception {
    stage.with("echo x > nightshift-a.txt");
    ScriptedRun run =
        new ScriptedRun(stage)
            .task(Task.builder("Update").allowBinary("lock.json").build())
            .coder(run("seq 90000 > lock.json; echo y > nightshift-a.txt"), finish("updated"))
            .run()
            .endsAs("merged");
    Stage.requireText("report.md", run.markdown(), "`lock.json` +90000 −0 not shown");
    Stage.requireText("the review", run.toldCritic(), "+y");
  }

  private static void requireSeen(ScriptedRun run, String text) {
    if (run.result().reason().name().equals("merged")) {
      Stage.requireText("the review of what merged", run.toldCritic(), text);
    }
  }
}
