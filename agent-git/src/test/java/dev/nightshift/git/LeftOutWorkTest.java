package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.git.internal.objects.EvilTrees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run's commits do not hold is told, when it is written and when it is committed. */
class LeftOutWorkTest {
  @TempDir private Path temporary;
  private Workbench bench;
  private ManagedWorkspace workspace;
  private Path ws;

  @BeforeEach
  void openRepository() {
    bench =
        Workbench.bare(
            temporary.resolve("runs"),
            Map.of(".gitignore", "lib/\n*.log\n!keep.log\n", "main.sh", "echo start\n"));
    open();
  }

  @AfterEach
  void closeRepository() {
    workspace.close();
    bench.close();
  }

  private void open() {
    if (workspace != null) {
      workspace.close();
    }
    workspace = bench.open("r1");
    ws = bench.directory("r1");
  }

  private LeftOutWork write(String path, String content) {
    Workbench.write(workspace, path, content);
    return workspace.agentView().leftOut(path);
  }

  private void byCommand(String path, String content) throws IOException {
    Files.createDirectories(ws.resolve(path).getParent());
    Files.writeString(ws.resolve(path), content);
  }

  private Map<String, String> committed() {
    return bench.repository.files(Workbench.commit(workspace));
  }

  @Test
  void fileBelowAnIgnoredDirectoryIsNamedAtOnceAndAtTheCommit() {
    LeftOutWork told = write("lib/helper.sh", "echo help\n");

    assertThat(told.lines(9)).containsExactly("lib/helper.sh: ignored by .gitignore line 1: lib/");
    assertThat(told.named().get(0).cause()).isEqualTo(LeftOut.Cause.IGNORED);
    assertThat(committed()).containsOnlyKeys(".gitignore", "main.sh");
    assertThat(workspace.leftOut()).isEqualTo(told);
  }

  @Test
  void fileThatIsTakenIsNotNamed() {
    assertThat(write("keep.log", "x\n").isEmpty()).isTrue();
    assertThat(write("main.sh", "echo more\n").isEmpty()).isTrue();
    assertThat(committed()).containsOnlyKeys(".gitignore", "main.sh", "keep.log");
    assertThat(workspace.leftOut().isEmpty()).isTrue();
  }

  @Test
  void ruleThatIgnoresWhatWasWrittenBeforeIsToldWithIt() {
    assertThat(write("gen/a.txt", "a\n").isEmpty()).isTrue();

    LeftOutWork told = write("gen/.gitignore", "*\n!.gitignore\n");

    assertThat(told.lines(9)).containsExactly("gen/a.txt: ignored by gen/.gitignore line 1: *");
    assertThat(committed()).containsOnlyKeys(".gitignore", "main.sh", "gen/.gitignore");
  }

  @Test
  void ignoredFilesOfCommandsAreNamedOneByOneIfFewElseByDirectory() throws IOException {
    byCommand("lib/one.sh", "1\n");
    byCommand("lib/sub/two.sh", "2\n");
    committed();
    assertThat(workspace.leftOut().named())
        .extracting(LeftOut::path)
        .containsExactly("lib/one.sh", "lib/sub/two.sh");

    for (int i = 0; i < 20; i++) {
      byCommand("lib/sub/f" + i, "x\n");
    }
    write("lib/mine.sh", "x\n");
    committed();
    assertThat(workspace.leftOut().named())
        .extracting(LeftOut::path)
        .containsExactly("lib/mine.sh", "lib/");
  }

  @Test
  void newFileInATrackedBuildDirectoryIsTaken() throws IOException {
    bench.repository.commit("main", Map.of("build.gradle.kts", "", "build/release.sh", "echo\n"));
    open();
    assertThat(write("build/checks.sh", "echo\n").isEmpty()).isTrue();
    byCommand("build/by-command.sh", "echo\n");

    assertThat(committed()).containsKeys("build/checks.sh", "build/by-command.sh");
    assertThat(workspace.leftOut().isEmpty()).isTrue();
  }

  @Test
  void outputOfABuildWithoutRulesIsNamedAndWhatAToolWroteThereIsTaken() throws IOException {
    bench.repository.commit("main", Map.of("pom.xml", "<project/>\n"));
    open();
    byCommand("target/classes/A.class", "x\n");
    assertThat(write("target/wanted.txt", "w\n").isEmpty()).isTrue();

    assertThat(committed()).containsKey("target/wanted.txt").doesNotContainKey("target/classes");
    assertThat(workspace.leftOut().lines(9))
        .containsExactly("target/classes/A.class: output of a build that git tracks nothing of");

    byCommand("target/classes/B.class", "x\n");
    assertThat(committed()).doesNotContainKey("target/classes/B.class");
    assertThat(workspace.leftOut().count()).isEqualTo(2);
  }

  @Test
  void buildOutputThatARuleKeepsIsTaken() throws IOException {
    bench.repository.commit(
        "main", Map.of("package.json", "{}", "a/.gitignore", "!node_modules\n"));
    bench.repository.commit("main", Map.of("a/package.json", "{}"));
    open();
    byCommand("a/node_modules/x.js", "x\n");

    assertThat(committed()).containsKey("a/node_modules/x.js");
  }

  @Test
  void emptyDirectoryIsNamed() throws IOException {
    Files.createDirectories(ws.resolve("logs/daily"));
    committed();

    assertThat(workspace.leftOut().lines(9))
        .containsExactly("logs/daily/: an empty directory, which git never keeps");
  }

  @Test
  void fileBelowASubmoduleIsRefused() throws IOException {
    bench.repository.setRef(
        "refs/heads/main", EvilTrees.commitWithSubmodule(bench.repository.directory(), "libs/sub"));
    open();

    assertThatThrownBy(() -> write("libs/sub/a/b.txt", "x\n"))
        .isInstanceOfSatisfying(
            WorkspaceException.class,
            refused -> assertThat(refused.kind()).isEqualTo(WorkspaceException.Kind.PATH_REFUSED))
        .hasMessageContaining("submodule");
    byCommand("libs/sub/c.txt", "x\n");
    write("libs/other.txt", "x\n");

    assertThat(committed()).containsEntry("libs/sub", "160000").containsKey("libs/other.txt");
    assertThat(workspace.leftOut().lines(9))
        .containsExactly("libs/sub/c.txt: it lies in the submodule 'libs/sub'");
  }

  @Test
  void submoduleWhoseDirectoryIsRemovedIsRemoved() throws IOException {
    bench.repository.setRef(
        "refs/heads/main", EvilTrees.commitWithSubmodule(bench.repository.directory(), "libs/sub"));
    open();
    assertThat(Workbench.commit(workspace)).isEqualTo(bench.repository.tip("main"));

    Files.delete(ws.resolve("libs/sub"));

    assertThat(committed()).doesNotContainKey("libs/sub");
  }

  @Test
  void submoduleThatTheTargetRemovesLeavesNoDirectoryToName() {
    bench.repository.setRef(
        "refs/heads/main", EvilTrees.commitWithSubmodule(bench.repository.directory(), "libs/sub"));
    open();
    write("A.java", "mine\n");
    bench.repository.delete("main", "libs/sub");
    bench.repository.commit("main", Map.of("B.java", "theirs\n"));

    workspace.refresh();

    assertThat(committed()).containsOnlyKeys("A.java", "B.java");
    assertThat(workspace.leftOut().isEmpty()).isTrue();
  }

  @Test
  void linkToADirectoryWithASlashIsNoChange() {
    bench.repository.commitLink("main", "link", "dir//sub/");
    open();

    assertThat(Workbench.commit(workspace)).isEqualTo(bench.repository.tip("main"));
  }

  @Test
  void linkThatACommandMakesIsStoredByteForByte() throws Exception {
    bench.repository.commitLink("main", "current", "v1/");
    open();
    bash("mkdir d && ln -s d/ shelf && ln -s d//x dbl && ln -s ./d dot && ln -sfn v2/ current");
    bash("ln -s d/../main.sh detour && ln -s 'gr\u00fcn/' 'n\u00e4'");

    String head = Workbench.commit(workspace);

    assertThat(bench.repository.read(head, "shelf")).isEqualTo("d/");
    assertThat(bench.repository.read(head, "dbl")).isEqualTo("d//x");
    assertThat(bench.repository.read(head, "dot")).isEqualTo("./d");
    assertThat(bench.repository.read(head, "n\u00e4")).isEqualTo("gr\u00fcn/");
    assertThat(bench.repository.read(head, "current")).isEqualTo("v2/");
    assertThat(workspace.leftOut().lines(9))
        .hasSize(2)
        .contains("d/: an empty directory, which git never keeps")
        .anyMatch(line -> line.startsWith("detour: a link with '..' behind a name"));
  }

  private void bash(String script) throws Exception {
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", script).directory(ws.toFile());
    assertThat(shell.start().waitFor()).isZero();
  }

  @Test
  void trackedFileThatACommandMovesOutOfTheChangeIsNamedWithWhereItWas() throws Exception {
    bench.repository.commit("main", Map.of("pom.xml", "<project/>\n", "tools/x.sh", "echo x\n"));
    open();
    bash("mkdir -p target/deep lib; mv tools/x.sh target/deep; cp main.sh lib/copy.sh");
    write("main.sh", "echo more\n");

    String moved =
        "target/deep/x.sh: it holds what tools/x.sh held, which the change deletes, and is"
            + " left out: output of a build that git tracks nothing of";
    assertThat(workspace.agentView().leftOutByCommands().lines(9)).startsWith(moved);
    committed();
    assertThat(workspace.leftOut().lines(9)).startsWith(moved);
    assertThat(workspace.leftOut().named().get(0).cause()).isEqualTo(LeftOut.Cause.MOVED_OUT);
    bash("mv target/deep/x.sh lib/x.sh");
    committed();
    assertThat(workspace.leftOut().lines(9))
        .anyMatch(line -> line.startsWith("lib/x.sh: it holds what tools/x.sh held"))
        .anyMatch(line -> line.startsWith("lib/copy.sh: ignored"));
  }

  /** Symptom: "Wrote x", then a command made x left out, and the agent never heard of it. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "echo '*.txt' >> .gitignore, ignored by .gitignore",
    "echo '*.txt filter=lfs' > .gitattributes, filter 'lfs'",
    "rm src/work.txt; mkfifo src/work.txt, not a regular file",
    "cd src && mkdir objects refs && touch HEAD, an embedded git repository",
    "rm src/work.txt; mkdir src/work.txt, an empty directory",
  })
  void whatAToolWroteAndACommandMadeLeftOutIsTold(String script, String why) throws Exception {
    assertThat(write("src/work.txt", "w\n").isEmpty()).isTrue();
    assertThat(write("lib/ignored.sh", "told at once\n").count()).isEqualTo(1);
    assertThat(workspace.agentView().leftOutByCommands().isEmpty()).isTrue();

    bash(script);

    assertThat(workspace.agentView().leftOutByCommands().lines(9))
        .anyMatch(line -> line.startsWith("src/work.txt") && line.contains(why))
        .noneMatch(line -> line.startsWith("lib/ignored.sh"));
  }

  @Test
  void copyOfABuildWhoseSourceWasRenamedIsNotMovedOutOfTheChange() throws Exception {
    bench.repository.commit("main", Map.of("pom.xml", "<project/>\n", "old.txt", "text\n"));
    open();
    bash("mkdir -p target/classes; cp old.txt target/classes; mv old.txt new.txt");
    committed();

    assertThat(workspace.leftOut().named())
        .extracting(LeftOut::cause)
        .doesNotContain(LeftOut.Cause.MOVED_OUT);
  }

  @Test
  void unchangedLargeFileIsNotLeftOutAndAChangedOneIsTaken() throws IOException {
    byte[] large = new byte[51_000_000];
    bench.repository.commitFile("main", "assets.bin", large, false);
    open();
    write("main.sh", "echo more\n");
    String head = Workbench.commit(workspace);
    assertThat(workspace.leftOut().isEmpty()).isTrue();
    assertThat(bench.repository.message(head)).doesNotContain("Left-Out");

    large[50_999_999] = 1;
    Files.write(ws.resolve("assets.bin"), large);
    head = Workbench.commit(workspace);

    assertThat(workspace.leftOut().isEmpty()).isTrue();
    assertThat(bench.repository.readBytes(head, "assets.bin")).isEqualTo(large);
  }

  @Test
  void whatTheHostsDirectoryHoldsBesideItsOutputIsNamed() throws IOException {
    bench.repository.commit("main", Map.of(".nightshift/config.yml", "a: 1\n"));
    open();
    byCommand(".nightshift/config.yml", "a: 2\n");
    byCommand(".nightshift/new.yml", "b\n");
    byCommand(".nightshift/output/cmd-1.txt", "out\n");

    committed();

    assertThat(workspace.leftOut().lines(9))
        .containsExactly(
            ".nightshift/config.yml: '.nightshift' belongs to the host",
            ".nightshift/new.yml: '.nightshift' belongs to the host");
  }

  @Test
  void nameThatIsNotUtf8IsNamed() throws Exception {
    // Java cannot write such a name itself.
    new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'caf\\351.txt')\"")
        .directory(ws.toFile())
        .start()
        .waitFor();
    assertThat(committed()).containsOnlyKeys(".gitignore", "main.sh");

    assertThat(workspace.leftOut().named()).hasSize(1);
    assertThat(workspace.leftOut().named().get(0).why()).contains("a name that");
  }

  @Test
  void byteOrderMarkDoesNotDisableTheFirstRule() throws IOException {
    bench.repository.commitFile(
        "main", ".gitignore", "\uFEFF.env\r\ndist/\r\n".getBytes(StandardCharsets.UTF_8), false);
    open();
    byCommand(".env", "TOKEN=example\n");
    byCommand("dist/b.js", "b\n");

    assertThat(committed()).containsOnlyKeys(".gitignore", "main.sh");
    assertThat(workspace.leftOut().lines(9))
        .containsExactly(
            ".env: ignored by .gitignore line 1: .env",
            "dist/b.js: ignored by .gitignore line 2: dist/");
  }
}
