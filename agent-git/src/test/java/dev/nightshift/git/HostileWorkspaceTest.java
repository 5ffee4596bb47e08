package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent may leave in its directory, and what the host then does not do. */
class HostileWorkspaceTest {
  @TempDir private Path temporary;
  private Workbench bench;
  private ManagedWorkspace workspace;
  private Path ws;
  private Path proof;

  @BeforeEach
  void openRun() {
    proof = temporary.resolve("executed");
    bench =
        Workbench.bare(
            temporary.resolve("runs"),
            Map.of("A.java", "a\n", ".gitignore", "*.log\nout/\n", "pom.xml", "<project/>\n"));
    workspace = bench.open("r1");
    ws = bench.directory("r1");
  }

  @AfterEach
  void closeRun() {
    workspace.close();
    bench.close();
    assertThat(proof).doesNotExist();
    assertThat(temporary.resolve("runs")).isEmptyDirectory();
  }

  private void put(String path, String content) throws IOException {
    Files.createDirectories(ws.resolve(path).getParent());
    Files.writeString(ws.resolve(path), content);
  }

  private Map<String, String> committed() {
    return bench.repository.files(Workbench.commit(workspace));
  }

  @Test
  void ignoresAPlantedGitDirectory() throws IOException {
    String run = "touch " + proof;
    put(".git/config", "[core]\n\tfsmonitor = " + run + "\n\thooksPath = hooks\n");
    put(".git/HEAD", "ref: refs/heads/main\n");
    put(".git/hooks/pre-commit", "#!/bin/sh\n" + run + "\n");
    put("hooks/post-commit", "#!/bin/sh\n" + run + "\n");
    Files.setPosixFilePermissions(
        ws.resolve("hooks/post-commit"), PosixFilePermissions.fromString("rwxr-xr-x"));
    put("B.java", "b\n");

    assertThat(committed())
        .containsOnlyKeys(".gitignore", "A.java", "B.java", "hooks/post-commit", "pom.xml");
  }

  @Test
  void runsNoFilterAnAttributeNames() throws IOException {
    Path config = bench.repository.directory().resolve("config");
    Files.writeString(
        config,
        Files.readString(config) + "[filter \"x\"]\n\tclean = touch " + proof + "\n\trequired\n");
    put(".gitattributes", "* filter=x text eol=lf\n");
    put("B.java", "b\r\n");

    String head = Workbench.commit(workspace);

    assertThat(bench.repository.read(head, "B.java")).isEqualTo("b\r\n");
    assertThat(workspace.change().patch()).contains("+b\u240d\n");
  }

  @Test
  void cannotHideAChangeByAttributes() throws IOException {
    put(".gitattributes", "*.java -diff\nA.java binary\n");
    put("A.java", "a\nevil\n");
    Workbench.commit(workspace);

    assertThat(workspace.change().patch()).contains("+evil");
  }

  @Test
  void leavesOutLinksThatEscapeAndSaysSo() throws IOException {
    Files.createSymbolicLink(ws.resolve("passwd"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(ws.resolve("up"), Path.of("../home"));
    Files.createSymbolicLink(ws.resolve("inside"), Path.of("A.java"));
    Files.createSymbolicLink(ws.resolve("climb"), Path.of("inside/../../x"));
    Files.delete(ws.resolve("pom.xml"));
    Files.createSymbolicLink(ws.resolve("pom.xml"), Path.of("/etc/hosts"));

    String head = Workbench.commit(workspace);

    assertThat(bench.repository.files(head))
        .containsOnlyKeys(".gitignore", "A.java", "inside", "pom.xml")
        .containsEntry("inside", "120000")
        .containsEntry("pom.xml", "100644");
    assertThat(bench.repository.message(head))
        .contains("Nightshift-Left-Out: passwd: a link that leaves the workspace");
  }

  /** Symptom: what had landed could not be checked out, as git refused a name in it. */
  @Test
  void whatIsCommittedGitChecksOut() throws IOException {
    Files.writeString(ws.resolve("src\\.git\\x"), "x\n");
    Files.writeString(ws.resolve("src\\x"), "x\n");
    Files.createSymbolicLink(ws.resolve(".gitmodules."), Path.of("A.java"));
    Files.createSymbolicLink(ws.resolve("GITMOD~1"), Path.of("A.java"));

    String head = Workbench.commit(workspace);

    Path clone = temporary.resolve("clone");
    GitProgram.run(temporary, "init", "-q", clone.toString());
    GitProgram.run(clone, "fetch", "-q", bench.repository.directory().toString(), head);
    GitProgram.run(clone, "checkout", "-q", "FETCH_HEAD");
    assertThat(clone.resolve("src\\x")).exists();
    assertThat(workspace.leftOut().named())
        .extracting(LeftOut::path)
        .containsExactly(".gitmodules.", "GITMOD~1", "src\\.git\\x");
  }

  @Test
  void doesNotFollowALinkedDirectory() throws IOException {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "s\n");
    Files.createSymbolicLink(ws.resolve("ln"), outside);
    put("B.java", "b\n");

    assertThat(committed()).containsOnlyKeys(".gitignore", "A.java", "B.java", "pom.xml");

    workspace.close();
    assertThat(outside.resolve("secret")).hasContent("s\n");
  }

  @Test
  void leavesOutNamesThatAreGitElsewhere() throws IOException {
    put(".GIT/config", "x\n");
    put("sub/.git", "gitdir: /elsewhere\n");
    put("git~1", "x\n");
    put(".g\u200cit/config", "x\n");
    put("sub/ok.txt", "x\n");
    put("sub/.git::$INDEX_ALLOCATION", "x\n");
    put("sub/.git.", "x\n");

    assertThat(committed()).containsOnlyKeys(".gitignore", "A.java", "pom.xml", "sub/ok.txt");
  }

  @Test
  void takesNamesThatOnlyOtherSystemsCannotHold() throws IOException {
    put("aux.rs", "x\n");
    put("10:00.json", "x\n");
    put("dot.", "x\n");
    put("space ", "x\n");
    put("a\\b", "x\n");
    put("Case", "1\n");
    put("case", "2\n");

    assertThat(committed().keySet())
        .contains("aux.rs", "10:00.json", "dot.", "space ", "a\\b", "Case", "case");
    assertThat(workspace.leftOut().isEmpty()).isTrue();
  }

  @Test
  void leavesOutAnEmbeddedRepository() throws IOException {
    put("evil/HEAD", "ref: refs/heads/main\n");
    put("evil/config", "[core]\n\tfsmonitor = touch " + proof + "\n");
    put("evil/objects/x", "x");
    put("evil/refs/x", "x");
    put("B.java", "b\n");

    String head = Workbench.commit(workspace);

    assertThat(bench.repository.files(head))
        .containsOnlyKeys(".gitignore", "A.java", "B.java", "pom.xml");
    assertThat(bench.repository.message(head)).contains("evil: an embedded git repository");
  }

  @Test
  void commitsNeitherIgnoredFilesNorBuildOutput() throws IOException {
    put("debug.log", "x\n");
    put("out/A.class", "x\n");
    put("target/classes/A.class", "x\n");
    put("src/target/Kept.java", "not beside a pom\n");
    put(".nightshift/output/1.txt", "x\n");
    put("sub/.gitignore", "tmp*\n!tmp.keep\n");
    put("sub/tmp1", "x\n");
    put("sub/tmp.keep", "x\n");

    assertThat(committed())
        .containsOnlyKeys(
            ".gitignore",
            "A.java",
            "pom.xml",
            "src/target/Kept.java",
            "sub/.gitignore",
            "sub/tmp.keep");
  }

  @Test
  void keepsTrackedFilesThatAreIgnored() throws IOException {
    bench.repository.commit("main", Map.of("out/tracked.txt", "1\n"));
    workspace.close();
    workspace = bench.open("r1");
    put("out/tracked.txt", "2\n");
    put("out/untracked.txt", "x\n");

    String head = Workbench.commit(workspace);

    assertThat(bench.repository.read(head, "out/tracked.txt")).isEqualTo("2\n");
    assertThat(bench.repository.files(head)).doesNotContainKey("out/untracked.txt");
  }

  @Test
  void staysFastWithASlowPattern() throws IOException {
    put("sub/.gitignore", "*a*a*a*a*a*a*a*a*a*a*a*b\n");
    put("sub/" + "a".repeat(200), "x\n");

    assertThat(committed()).hasSize(5);
  }

  @Test
  void removesWhatIsHardToRemove() throws IOException {
    put("locked/file", "x\n");
    Files.setPosixFilePermissions(
        ws.resolve("locked/file"), PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(
        ws.resolve("locked"), PosixFilePermissions.fromString("---------"));
    // Two long paths, put together longer than a path may be; both are deep as well.
    Path one = Files.createDirectories(ws.resolve(("one" + "/d".repeat(900))));
    Files.writeString(one.resolve("file"), "x\n");
    Path two = Files.createDirectories(ws.resolve("two" + ("/" + "e".repeat(100)).repeat(35)));
    Files.move(ws.resolve("one"), two.resolve("one"));

    assertThat(committed().keySet()).noneMatch(path -> path.startsWith("two"));
  }

  @Test
  void keepsWhatIsBelowADirectoryThatBecameSomethingElse() throws IOException {
    bench.repository.commit("main", Map.of("sub/one.txt", "1\n", "sub/deep/two.txt", "2\n"));
    workspace.close();
    workspace = bench.open("r1");
    Files.delete(ws.resolve("sub/one.txt"));
    Files.delete(ws.resolve("sub/deep/two.txt"));
    Files.delete(ws.resolve("sub/deep"));
    Files.delete(ws.resolve("sub"));
    Files.createSymbolicLink(ws.resolve("sub"), Path.of("/etc"));

    String head = Workbench.commit(workspace);

    assertThat(bench.repository.files(head)).containsKeys("sub/one.txt", "sub/deep/two.txt");
    assertThat(head).isEqualTo(bench.repository.tip("main"));
  }

  @Test
  void ignoresByAPatternWithManyStars() throws IOException {
    put("sub/.gitignore", "*-*-*-*.tmp\n!keep-*-*-*-*.tmp\n/**/x*/*y*/z*/\n*{*}*{*}\n");
    put("sub/a-b-c-d.tmp", "x\n");
    put("sub/deep/a-b-c-d.tmp", "x\n");
    put("sub/keep-b-c-d-e.tmp", "x\n");
    put("sub/x1/2y/z3/file", "x\n");
    put("sub/a{b}c{d}", "x\n");

    assertThat(committed())
        .containsOnlyKeys(
            ".gitignore", "A.java", "pom.xml", "sub/.gitignore", "sub/keep-b-c-d-e.tmp");
  }
}
