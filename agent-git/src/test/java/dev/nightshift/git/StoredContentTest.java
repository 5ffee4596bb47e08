package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is stored of a file is what {@code git add} would store by the attributes of the repository;
 * {@code scripts/prove git} compares with git over many more.
 */
class StoredContentTest {
  private static final String ATTRIBUTES =
      """
      * text=auto
      *.bat text eol=crlf
      *.raw -text
      *.id ident
      *.psd filter=lfs -text
      *.nb filter=own
      *.tool filter=defined
      *.rc working-tree-encoding=UTF-16LE
      """;
  @TempDir private Path temporary;
  private Workbench bench;
  private ManagedWorkspace workspace;

  @BeforeEach
  void openRun() throws IOException {
    bench =
        Workbench.bare(
            temporary.resolve("runs"),
            Map.of(
                ".gitattributes", ATTRIBUTES,
                "run.bat", "echo one\n",
                "auto.txt", "one\r\ntwo\r\n",
                "wrong.bat", "echo\r\n",
                "a.psd", "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n",
                "a.rc", "text\n"));
    Path config = bench.repository.directory().resolve("config");
    Files.writeString(config, Files.readString(config) + "[filter \"defined\"]\n\tclean = false\n");
    workspace = bench.open("r1");
  }

  @AfterEach
  void closeRun() {
    workspace.close();
    bench.close();
  }

  private LeftOutWork write(String path, String content) {
    Workbench.write(workspace, path, content);
    return workspace.agentView().leftOut(path);
  }

  private String stored(String path) {
    return bench.repository.read(Workbench.commit(workspace), path);
  }

  @Test
  void nothingChangesByItself() {
    assertThat(Workbench.commit(workspace)).isEqualTo(bench.repository.tip("main"));
    assertThat(workspace.leftOut().isEmpty()).isTrue();
  }

  @Test
  void carriageReturnsAreNotLandedWhereAttributesSayText() {
    assertThat(write("run.bat", "echo two\r\n").isEmpty()).isTrue();
    write("new.bat", "echo\r\nlone\rcr\n");
    write("new.txt", "a\r\nb\n");

    assertThat(stored("run.bat")).isEqualTo("echo two\n");
    assertThat(stored("new.bat")).isEqualTo("echo\nlone\rcr\n");
    assertThat(stored("new.txt")).isEqualTo("a\nb\n");
    assertThat(workspace.change().patch())
        .contains("+lone\u240dcr\n")
        .doesNotContain("\u240d\n", "\r");
  }

  @Test
  void onlyLineEndsThatDifferAreNoChange() {
    write("run.bat", "echo one\r\n");

    assertThat(Workbench.commit(workspace)).isEqualTo(bench.repository.tip("main"));
  }

  @Test
  void carriageReturnsStayWhereGitLeavesThem() {
    write("auto.txt", "one\r\nthree\r\n");
    write("binary.txt", "a\r\n\0\n");
    write("lone.txt", "a\r\nb\rc\n");
    write("new.raw", "a\r\n");

    assertThat(stored("auto.txt")).isEqualTo("one\r\nthree\r\n");
    assertThat(stored("binary.txt")).isEqualTo("a\r\n\0\n");
    assertThat(stored("lone.txt")).isEqualTo("a\r\nb\rc\n");
    assertThat(stored("new.raw")).isEqualTo("a\r\n");
  }

  @Test
  void attributesOfTheChangeItselfCountAsForGit() {
    write("sub/.gitattributes", "*.txt -text\n[attr]binary text\n");
    write("sub/new.txt", "a\r\n");
    write("sub/new.bat", "a\r\n");

    assertThat(stored("sub/new.txt")).isEqualTo("a\r\n");
    assertThat(stored("sub/new.bat")).isEqualTo("a\n");
  }

  @Test
  void valueOfAnIdentIsNotStored() {
    write("x.id", "$Id: 123 $ and $Id$ and $Id: open\n$\n");

    assertThat(stored("x.id")).isEqualTo("$Id$ and $Id$ and $Id: open\n$\n");
  }

  @Test
  void fileOfAFilterThatAConditionMayDefineDoesNotLandAsPlainText() throws IOException {
    Path config = bench.repository.directory().resolve("config");
    Files.writeString(
        config, Files.readString(config) + "[includeIf \"gitdir:/x/\"]\n\tpath = more\n");
    assertThat(write("x.nb", "no such file\n").isEmpty()).isTrue();
    Files.writeString(
        config.resolveSibling("more"),
        "[filter \"own\"]\n\tclean = strip\n[filter \"mine\"]\n\tclean = strip\n");

    assertThat(write("x.nb", "secret\n").lines(9))
        .containsExactly("x.nb: git would run the filter 'own' on it (see .gitattributes)");
    write(".gitattributes", ATTRIBUTES + "*.mine filter=mine\n");
    assertThat(write("x.mine", "asked for by the change alone\n").isEmpty()).isTrue();
    assertThat(bench.repository.files(Workbench.commit(workspace)))
        .containsKey("x.mine")
        .doesNotContainKey("x.nb");
  }

  /** Symptom: a file landed as plain text that git refuses to add, as its filter is required. */
  @Test
  void fileOfARequiredFilterWithoutAProgramDoesNotLandAsPlainText() throws IOException {
    Path config = bench.repository.directory().resolve("config");
    String before = Files.readString(config);
    Files.writeString(config, before + "[filter \"own\"]\n\trequired = off\n");
    assertThat(write("x.nb", "not required\n").isEmpty()).isTrue();

    Files.writeString(config, before + "[filter \"own\"]\n\trequired\n");

    assertThat(write("x.nb", "secret\n").lines(9))
        .containsExactly("x.nb: git would run the filter 'own' on it (see .gitattributes)");
  }

  @Test
  void fileThatGitGivesToAProgramIsNamedAndItsPointerTaken() {
    LeftOutWork told = write("b.psd", "pixels\n");
    assertThat(told.lines(9))
        .containsExactly("b.psd: git would run the filter 'lfs' on it (see .gitattributes)");
    assertThat(told.named().get(0).cause()).isEqualTo(LeftOut.Cause.CONVERTED);
    assertThat(write("x.tool", "x\n").count()).isEqualTo(1);
    assertThat(write("x.nb", "no such filter is defined\n").isEmpty()).isTrue();
    write("a.psd", "version https://git-lfs.github.com/spec/v1\noid sha256:2\nsize 2\n");

    String head = Workbench.commit(workspace);

    assertThat(bench.repository.files(head))
        .containsKey("x.nb")
        .doesNotContainKeys("b.psd", "x.tool");
    assertThat(bench.repository.read(head, "a.psd")).contains("sha256:2");
    assertThat(workspace.leftOut().count()).isEqualTo(2);
  }

  @Test
  void fileInAnotherEncodingIsNamedAndOneInUtf8Taken() {
    workspace.agentView().files().write("a.rc", "changed\n".getBytes(StandardCharsets.UTF_16LE));
    assertThat(workspace.agentView().leftOut("a.rc").lines(9))
        .containsExactly("a.rc: git would convert it from UTF-16LE to UTF-8 (see .gitattributes)");
    assertThat(stored("a.rc")).isEqualTo("text\n");

    write("a.rc", "changed\n");
    assertThat(stored("a.rc")).isEqualTo("changed\n");
  }

  @Test
  void largeTextGetsLineFeedsToo() {
    String line = "x".repeat(98) + "\r\n";
    Path file = bench.directory("r1").resolve("large.txt");
    try {
      Files.writeString(file, line.repeat(120_000));
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }

    assertThat(stored("large.txt")).hasSize(99 * 120_000).doesNotContain("\r");
  }
}
