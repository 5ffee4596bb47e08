package dev.nightshift.examples.faults;

import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.run;
import static dev.nightshift.core.testing.ScriptedSteps.write;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Work that the agent is told is there must be in the change, or be named to everybody. */
final class DroppedWorkFaults {
  private DroppedWorkFaults() {}

  static List<Fault> all() {
    return Stream.concat(whatIsNamed().stream(), whatLands().stream()).toList();
  }

  private static List<Fault> whatIsNamed() {
    return List.of(
        new Fault(
            "an ignored file is named to agent, reviewer and human",
            DroppedWorkFaults::ignoredFile),
        new Fault(
            "an ignored file a command made is named as well", DroppedWorkFaults::ignoredByCommand),
        new Fault(
            "a file that a command moves out of the change is told before the round ends",
            DroppedWorkFaults::movedOut),
        new Fault("a file below a submodule is named", DroppedWorkFaults::submodule),
        new Fault(
            "an ignored rule in a subdirectory is obeyed and named",
            DroppedWorkFaults::nestedIgnore));
  }

  private static List<Fault> whatLands() {
    return List.of(
        new Fault(
            "a new file in a tracked build directory lands",
            DroppedWorkFaults::trackedBuildDirectory),
        new Fault(
            "a new file in an unignored target directory lands",
            DroppedWorkFaults::targetDirectory),
        new Fault(
            "names that other systems reserve land as git takes them",
            DroppedWorkFaults::reservedNames),
        new Fault(
            "an unchanged file above 50 MB gives no false note",
            DroppedWorkFaults::largeUnchanged,
            true),
        new Fault(
            "a changed file above 50 MB lands or is named", DroppedWorkFaults::largeChanged, true),
        new Fault(
            "a byte order mark does not void the first ignore rule",
            DroppedWorkFaults::byteOrderMark),
        new Fault(
            "rules of 430 KB still keep a secret out, and a key with its filter",
            DroppedWorkFaults::largeRules),
        new Fault("links of a command are stored as git stores them", DroppedWorkFaults::links),
        new Fault(
            "line ends are stored as the attributes of the base say", DroppedWorkFaults::lineEnds),
        new Fault(
            "AGENTS.md that is a link within the tree is read",
            DroppedWorkFaults::linkedInstructions));
  }

  private static void ignoredFile(Stage stage) throws Exception {
    stage.with("printf 'lib/\\n' >> .gitignore && echo 'echo start' > nightshift-main.sh");
    ScriptedRun run =
        new ScriptedRun(stage)
            .coder(
                write("lib/helper.sh", "echo help\n"),
                edit("nightshift-main.sh", "echo start", "sh lib/helper.sh"),
                finish("uses the helper"))
            .run();
    requireNamed(run, "lib/helper.sh");
  }

  private static void ignoredByCommand(Stage stage) throws Exception {
    stage.with("printf '*.secret\\n' >> .gitignore && echo x > nightshift-a.txt");
    ScriptedRun run =
        new ScriptedRun(stage)
            .coder(
                run("echo made > made.secret; echo y > nightshift-a.txt"),
                finish("made a secret"),
                finish("made a secret, really"))
            .revisions(1)
            .run();
    Stage.requireText("the review", run.toldCritic(), "made.secret");
    Stage.requireText("report.md", run.markdown(), "made.secret");
    Stage.requireText("report.json", run.json(), "made.secret");
  }

  private static void movedOut(Stage stage) throws Exception {
    stage.with("printf 'out/\\n' >> .gitignore && echo 'echo x' > nightshift-x.sh");
    ScriptedRun run =
        new ScriptedRun(stage)
            .coder(
                run("mkdir -p out && mv nightshift-x.sh out/"),
                finish("moved"),
                run("mkdir -p bin && mv out/nightshift-x.sh bin/"),
                finish("moved to bin"))
            .run()
            .endsAs("merged");
    Stage.requireText(
        "the implementer",
        run.toldCoder(),
        "out/nightshift-x.sh: it holds what nightshift-x.sh held");
    Stage.requireText("main", stage.landed(), "bin/nightshift-x.sh");
  }

  private static void trackedBuildDirectory(Stage stage) throws Exception {
    stage.with(
        "mkdir -p build && echo 'echo release' > build/release.sh && git add -f build && echo 'plugins {}' > build.gradle.kts");
    new ScriptedRun(stage)
        .coder(
            write("build/checks.sh", "echo checks\n"),
            edit("build/release.sh", "echo release", "sh build/checks.sh && echo release"),
            finish("checks first"))
        .run()
        .endsAs("merged");
    Stage.requireText("main", stage.landed(), "build/checks.sh");
  }

  private static void targetDirectory(Stage stage) throws Exception {
    stage.with("mkdir -p tool && echo '<project/>' > tool/pom.xml");
    ScriptedRun run =
        new ScriptedRun(stage)
            .coder(write("tool/target/site.css", "a {}\n"), finish("a style"))
            .run();
    if (!stage.landed().contains("tool/target/site.css")) {
      requireNamed(run, "tool/target/site.css");
    }
  }

  private static void reservedNames(Stage stage) throws Exception {
    stage.with("echo x > nightshift-a.txt");
    ScriptedRun run =
        new ScriptedRun(stage)
            .coder(
                write("src/aux.rs", "fn main() {}\n"),
                write("data/10:00.json", "{}\n"),
                edit("nightshift-a.txt", "x", "y"),
                finish("unusual names"))
            .run();
    for (String path : List.of("src/aux.rs", "data/10:00.json")) {
      if (!stage.landed().contains(path)) {
        requireNamed(run, path);
      }
    }
  }

  private static void largeUnchanged(Stage stage) throws Exception {
    stage.with("echo x > nightshift-a.txt && head -c 51000000 /dev/zero > assets.bin");
    ScriptedRun run =
        new ScriptedRun(stage).coder(edit("nightshift-a.txt", "x", "y"), finish("edited")).run();
    run.endsAs("merged");
    String told =
        run.toldCoder()
            + run.toldCritic()
            + run.markdown()
            + stage.sh("git log -3 --format=%B main");
    Stage.require("nothing is said of assets.bin", !told.contains("assets.bin"), "it is named");
  }

  private static void largeChanged(Stage stage) throws Exception {
    stage.with("echo x > nightshift-a.txt && head -c 51000000 /dev/zero > assets.bin");
    ScriptedRun run =
        new ScriptedRun(stage)
            .coder(
                run("echo more >> assets.bin; echo z > nightshift-a.txt"),
                finish("regenerated"),
                finish("regenerated"))
            .revisions(1)
            .run();
    boolean landed = stage.sh("git cat-file -s main:assets.bin").equals("51000005");
    if (!landed) {
      Stage.requireText(
          "the review or the report", run.toldCritic() + run.markdown(), "assets.bin");
      Stage.requireText("report.json", run.json(), "assets.bin");
    }
  }

  private static void byteOrderMark(Stage stage) throws Exception {
    stage.with(
        "rm -f .gitignore; printf '\\xef\\xbb\\xbf.env\\n' > .gitignore && echo x > nightshift-a.txt");
    new ScriptedRun(stage)
        .coder(
            run("echo password=1 > .env; echo y > nightshift-a.txt"),
            finish("done"),
            finish("done"))
        .revisions(1)
        .run();
    Stage.require(
        ".env stays out of main", !stage.landed().lines().toList().contains(".env"), "it landed");
  }

  private static void largeRules(Stage stage) throws Exception {
    stage.with(
        "{ echo .env; seq -f generated/file-%.0f 20000; } > .gitignore;"
            + " { echo '*.key filter=crypt'; seq -f 'generated/file-%.0f -diff' 20000; }"
            + " > .gitattributes; printf '[filter \"crypt\"]\\n\\tclean = rev\\n' >> .git/config;"
            + " echo x > nightshift-a.txt");
    ScriptedRun run =
        new ScriptedRun(stage)
            .coder(
                write(".env", "PASSWORD=1\n"),
                write("b.key", "secret\n"),
                write("nightshift-a.txt", "y\n"),
                finish("done"))
            .run()
            .endsAs("merged");
    List<String> landed = stage.landed().lines().toList();
    Stage.require(".env stays out of main", !landed.contains(".env"), "it landed");
    Stage.require("b.key stays out of main", !landed.contains("b.key"), "it landed in plain text");
    Stage.requireText("the implementer", run.toldCoder(), ".env: ignored by .gitignore line 1");
  }

  private static void links(Stage stage) throws Exception {
    stage.with(
        "mkdir -p v1 v2 && touch v1/f v2/f && ln -s v1/ current && echo x > nightshift-a.txt");
    new ScriptedRun(stage)
        .coder(
            run("ln -sfn v2/ current && ln -s v1//f twice"),
            edit("nightshift-a.txt", "x", "y"),
            finish("points to v2"))
        .run()
        .endsAs("merged");
    Stage.require(
        "both links are stored byte for byte",
        stage.sh("git show main:current main:twice").equals("v2/v1//f"),
        "they are not");
  }

  private static void lineEnds(Stage stage) throws Exception {
    stage.with(
        "printf '*.bat text eol=crlf\\n*.sh text eol=lf\\n' > .gitattributes && echo x > nightshift-a.txt");
    new ScriptedRun(stage)
        .coder(
            write("nightshift-run.bat", "@echo off\r\necho hi\r\n"),
            write("nightshift-run.sh", "echo hi\r\necho there\r\n"),
            finish("scripts"))
        .run();
    for (String path : List.of("nightshift-run.bat", "nightshift-run.sh")) {
      String stored = new String(stage.bytes("git show main:" + path), StandardCharsets.UTF_8);
      Stage.require(path + " is stored with LF", !stored.contains("\r"), "it has CRLF");
    }
  }

  private static void linkedInstructions(Stage stage) throws Exception {
    stage.with(
        "rm -rf AGENTS.md; mkdir -p docs && echo 'Always say MARZIPAN.' > docs/agents.md && ln -s docs/agents.md AGENTS.md && echo x > nightshift-a.txt");
    ScriptedRun run =
        new ScriptedRun(stage).coder(edit("nightshift-a.txt", "x", "y"), finish("done")).run();
    Stage.requireText("the implementer's prompt", run.firstPromptOfCoder(), "MARZIPAN");
  }

  private static void submodule(Stage stage) throws Exception {
    stage.with(
        "echo x > nightshift-a.txt && mkdir sub && git add -A && git update-index --add --cacheinfo 160000,1111111111111111111111111111111111111111,sub");
    ScriptedRun run =
        new ScriptedRun(stage)
            .coder(
                write("sub/inner.txt", "lost?\n"),
                edit("nightshift-a.txt", "x", "y"),
                finish("wrote below the submodule"))
            .run();
    if (!stage.landed().contains("sub/inner.txt")) {
      Stage.require(
          "the agent is told of sub/inner.txt",
          !run.toldCoder().contains("Wrote sub/inner.txt")
              || run.toldCoder().toLowerCase(Locale.ROOT).contains("submodule"),
          run.toldCoder());
    }
  }

  private static void nestedIgnore(Stage stage) throws Exception {
    stage.with(
        "mkdir -p nested && printf '!keep.log\\n*.tmp\\n' > nested/.gitignore && printf '*.log\\n' >> .gitignore && echo x > nightshift-a.txt");
    ScriptedRun run =
        new ScriptedRun(stage)
            .coder(
                write("nested/keep.log", "kept\n"),
                write("nested/x.tmp", "dropped\n"),
                finish("both"))
            .run();
    Stage.requireText("main", stage.landed(), "nested/keep.log");
    requireNamed(run, "nested/x.tmp");
  }

  /** Requires that a path left out is named with a reason to agent, reviewer and human. */
  private static void requireNamed(ScriptedRun run, String path) {
    String agent = run.toldCoder().replace("Wrote " + path, "");
    Stage.requireText("the agent's tool answer", agent, "NOT part of your change");
    Stage.requireText("the review", run.toldCritic(), path);
    Stage.requireText("report.md", run.markdown(), path);
    Stage.requireText("report.json", run.json(), path);
  }
}
