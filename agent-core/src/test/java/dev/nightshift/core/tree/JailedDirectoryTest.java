package dev.nightshift.core.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.base.WorkspaceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JailedDirectoryTest {
  @TempDir Path temporary;
  private Path root;
  private Path outside;
  private WorkspaceFiles files;

  @BeforeEach
  void openWorkspace() throws IOException {
    root = Files.createDirectory(temporary.toRealPath().resolve("checkout"));
    outside = Files.createDirectory(temporary.toRealPath().resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    files = files(root);
  }

  WorkspaceFiles files(Path directory) throws IOException {
    return WorkspaceFiles.ofDirectory(directory);
  }

  @Test
  void writesAndReadsInDirectoriesItMakes() throws IOException {
    files.write("a/b/c/File.java", bytes("hello"));

    assertThat(Files.readString(root.resolve("a/b/c/File.java"))).isEqualTo("hello");
    FileContent content = files.read("a/b/c/File.java");
    assertThat(content.text()).contains("hello");
    assertThat(content.path()).isEqualTo("a/b/c/File.java");
    assertThat(content.isExecutable()).isFalse();
  }

  @Test
  void replacingKeepsTheMode() throws IOException {
    Path script = Files.writeString(root.resolve("run.sh"), "old");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("r-xr-x---"));

    files.write("run.sh", bytes("new"));

    assertThat(Files.readString(script)).isEqualTo("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(script)))
        .isEqualTo("r-xr-x---");
    assertThat(files.read("run.sh").isExecutable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxrwx", "rw-rw-r--", "-w--w--w-", "rw-------"})
  void replacingDoesNotLoseModeBitsToTheUmask(String mode) throws IOException {
    Path file = Files.writeString(root.resolve("file"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

    files.write("file", bytes("new"));

    assertThat(file).hasSize(3);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo(mode);
  }

  @Test
  void leavesNothingBesideTheFile() throws IOException {
    files.write("d/f", bytes("1"));
    files.write("d/f", bytes("2"));

    try (var all = Files.walk(root)) {
      assertThat(all.filter(Files::isRegularFile)).containsExactly(root.resolve("d/f"));
    }
    assertThat(files.list(ListQuery.all())).containsExactly("d/f");
  }

  @Test
  void deletesTheFileAndDirectoriesThatBecomeEmpty() {
    files.write("a/b/c/x", bytes("x"));
    files.write("a/y", bytes("y"));

    files.delete("a/b/c/x");

    assertThat(root.resolve("a/b")).doesNotExist();
    assertThat(root.resolve("a/y")).exists();
  }

  @Test
  void saysThatAFileIsMissing() {
    assertKind(Kind.NOT_FOUND, () -> files.read("no/such"));
    assertKind(Kind.NOT_FOUND, () -> files.delete("gone"));
    files.write("file", bytes("x"));
    assertKind(Kind.NOT_FOUND, () -> files.read("file/below"));
    assertKind(Kind.NOT_A_FILE, () -> files.write("file/below", bytes("x")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "..",
        "../outside/secret",
        "a/../../outside/secret",
        "a//b",
        "./a",
        "a/",
        "a/./b",
        "a\0b",
        "..\\outside",
        "a\\b",
        "C:/x",
        "~/x",
        ".git",
        ".git/config",
        "sub/.git/config",
        ".GIT/config",
        ".Git",
        ".git./x",
        ".git /x",
        ".git...",
        "git~1",
        "GIT~1/config",
        "git~2",
        ".g\u200cit/config",
        ".\u200dgit",
        ".gi\ufefft",
        ".git\u200b",
        ".git:stream",
        ".git::$INDEX_ALLOCATION/x",
        "\uff0egit",
        ".git\ufe0f",
        ".\u00adgit"
      })
  void refusesPathsThatAreNotPlain(String path) {
    assertKind(Kind.PATH_REFUSED, () -> files.read(path));
    assertKind(Kind.PATH_REFUSED, () -> files.write(path, bytes("x")));
    assertKind(Kind.PATH_REFUSED, () -> files.delete(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".gitignore",
        ".gitattributes",
        ".github/workflows/ci.yml",
        "git",
        "x.git",
        "agit~1"
      })
  void allowsNamesThatOnlyBeginLikeGits(String path) {
    files.write(path, bytes("x"));

    assertThat(files.list(ListQuery.all())).containsExactly(path);
  }

  @ParameterizedTest(name = "{0} means {1}")
  @CsvSource({
    "./src/A.java, src/A.java",
    "src//A.java, src/A.java",
    "/ws/src/B.java, src/B.java",
    "src/../pom.xml, pom.xml",
    "src\\A.java, src/A.java",
    "/home/dev/project/src/A.java, src/A.java",
    "C:/work/project/src/A.java, src/A.java",
    "ROOT/new/File.java, new/File.java",
  })
  void namesTheRightPathWhenItRefuses(String wrong, String right) {
    files.write("src/A.java", bytes("x"));
    String path = wrong.replace("ROOT", root.toString());

    assertThatThrownBy(() -> files.write(path, bytes("y")))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("use the relative path '" + right + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/.git/config", "../..", "/ws/../etc/passwd"})
  void suggestsNothingItWouldRefuse(String path) {
    assertThatThrownBy(() -> files.read(path))
        .hasMessageContaining("use a path relative to the workspace root");
  }

  @Test
  void ownDirectoryCanBeReadButNotWritten() throws IOException {
    Files.createDirectories(root.resolve(".nightshift/output"));
    Files.writeString(root.resolve(".nightshift/output/cmd-1.txt"), "needle");

    assertThat(files.read(".nightshift/output/cmd-1.txt").text()).contains("needle");
    assertKind(Kind.PATH_REFUSED, () -> files.write(".nightshift/x", bytes("x")));
    assertKind(Kind.PATH_REFUSED, () -> files.write(".NightShift/x", bytes("x")));
    assertKind(Kind.PATH_REFUSED, () -> files.delete(".nightshift/output/cmd-1.txt"));
    assertThat(files.list(ListQuery.all())).isEmpty();
    assertThat(files.list(new ListQuery(".nightshift/output", "", 9))).hasSize(1);
    assertThat(files.search(new SearchQuery("needle", "", 9)).matches()).isEmpty();
    assertThat(files.search(new SearchQuery("needle", ".nightshift/**", 9)).matches()).hasSize(1);
  }

  @Test
  void refusesLinksInEveryPlace() throws IOException {
    Files.createSymbolicLink(root.resolve("ln"), outside);
    Files.createSymbolicLink(root.resolve("leaf"), outside.resolve("secret"));
    Files.createSymbolicLink(root.resolve("dangling"), outside.resolve("new"));

    assertKind(Kind.PATH_REFUSED, () -> files.read("ln/secret"));
    assertKind(Kind.PATH_REFUSED, () -> files.write("ln/x", bytes("x")));
    assertKind(Kind.PATH_REFUSED, () -> files.write("ln/new/x", bytes("x")));
    assertKind(Kind.PATH_REFUSED, () -> files.delete("ln/secret"));
    assertKind(Kind.PATH_REFUSED, () -> files.list(new ListQuery("ln", "", 9)));
    assertKind(Kind.NOT_A_FILE, () -> files.read("leaf"));
    assertKind(Kind.NOT_A_FILE, () -> files.write("leaf", bytes("x")));
    assertKind(Kind.NOT_A_FILE, () -> files.write("dangling", bytes("x")));
    assertKind(Kind.NOT_A_FILE, () -> files.delete("leaf"));
    assertThat(files.list(ListQuery.all())).isEmpty();
    assertOutsideUntouched();
  }

  @Test
  void namesWhatALinkInsideStandsFor() throws IOException {
    files.write("real/file", bytes("x"));
    Files.createSymbolicLink(root.resolve("alias"), Path.of("real"));

    assertThatThrownBy(() -> files.read("alias/file")).hasMessageContaining("use 'real/file'");
  }

  @Test
  void refusesHardLinksButCanDeleteThem() throws IOException {
    Files.createLink(root.resolve("hard"), outside.resolve("secret"));

    assertKind(Kind.PATH_REFUSED, () -> files.read("hard"));
    assertKind(Kind.PATH_REFUSED, () -> files.write("hard", bytes("x")));
    files.delete("hard");
    assertOutsideUntouched();
  }

  @Test
  @Timeout(20)
  void doesNotWaitAtAFifo() throws Exception {
    Process made = new ProcessBuilder("mkfifo", root.resolve("fifo").toString()).start();
    assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();

    assertKind(Kind.NOT_A_FILE, () -> files.read("fifo"));
    assertKind(Kind.NOT_A_FILE, () -> files.write("fifo", bytes("x")));
    assertKind(Kind.NOT_FOUND, () -> files.read("fifo/x"));
    assertThat(files.list(ListQuery.all())).isEmpty();
  }

  @Test
  void plantedOwnDirectoryIsPutRightNotFollowed() throws IOException {
    Files.createSymbolicLink(root.resolve(".nightshift"), outside);

    files.write("a", bytes("x"));
    Files.delete(root.resolve(".nightshift/tmp"));
    Files.createSymbolicLink(root.resolve(".nightshift/tmp"), outside);
    files.write("b", bytes("x"));

    assertThat(files.list(ListQuery.all())).containsExactly("a", "b");
    assertOutsideUntouched();
  }

  @Test
  void refusesWhatIsTooLarge() throws IOException {
    Files.write(root.resolve("large"), new byte[10_000_001]);

    assertKind(Kind.TOO_LARGE, () -> files.read("large"));
    assertKind(Kind.TOO_LARGE, () -> files.write("new", new byte[10_000_001]));
    files.write("fits", new byte[10_000_000]);
    assertThat(files.read("fits").bytes()).hasSize(10_000_000);
  }

  @Test
  void refusesVeryDeepAndVeryLongPaths() {
    assertKind(Kind.PATH_REFUSED, () -> files.write("a/".repeat(64) + "x", bytes("x")));
    assertKind(Kind.PATH_REFUSED, () -> files.write("n".repeat(256), bytes("x")));
  }

  @Test
  void listsInPathOrderUpToTheLimit() {
    for (String path : List.of("a/b", "a-b", "a.b", "b", "a/c/d", "A")) {
      files.write(path, bytes("x"));
    }

    assertThat(files.list(ListQuery.all()))
        .isSorted()
        .containsExactly("A", "a-b", "a.b", "a/b", "a/c/d", "b");
    assertThat(files.list(new ListQuery("", "", 2))).containsExactly("A", "a-b");
    assertThat(files.list(new ListQuery("a", "", 9))).containsExactly("a/b", "a/c/d");
    assertThat(files.list(new ListQuery("a/", "*d", 9))).containsExactly("a/c/d");
    assertThat(files.list(new ListQuery("a/b", "", 9))).containsExactly("a/b");
    assertThat(files.list(new ListQuery(".", "", 1))).containsExactly("A");
    assertThat(files.list(new ListQuery("none", "", 9))).isEmpty();
    assertKind(Kind.BAD_QUERY, () -> files.list(new ListQuery("", "[", 9)));
    assertKind(Kind.PATH_REFUSED, () -> files.list(new ListQuery("..", "", 9)));
  }

  @Test
  void listingSkipsGitsNamesAtEveryDepth() throws IOException {
    files.write("sub/keep", bytes("x"));
    Files.createDirectories(root.resolve("sub/.git/hooks"));
    Files.writeString(root.resolve("sub/.git/config"), "x");
    Files.writeString(root.resolve(".git"), "gitdir: elsewhere");

    assertThat(files.list(ListQuery.all())).containsExactly("sub/keep");
  }

  @Test
  void searchesWhatCanBeRead() throws IOException {
    files.write("a.txt", bytes("x\nneedle"));
    files.write("sub/b.java", bytes("needle"));
    Files.createLink(root.resolve("hard"), outside.resolve("secret"));

    assertThat(files.search(new SearchQuery("needle|secret", "", 9)).matches())
        .extracting(SearchResult.Match::path)
        .containsExactly("a.txt", "sub/b.java");
  }

  @Test
  void noticesThatTheWorkspaceWasReplaced() throws IOException {
    Files.move(root, temporary.resolve("moved"));
    Files.createSymbolicLink(root, outside);

    assertKind(Kind.IO, () -> files.write("x", bytes("x")));
    assertOutsideUntouched();
  }

  @Test
  void saysThatTheDirectoryIsMissing() {
    assertKind(Kind.NOT_FOUND, () -> files(temporary.resolve("none")));
  }

  private void assertOutsideUntouched() throws IOException {
    try (var entries = Files.list(outside)) {
      assertThat(entries).containsExactly(outside.resolve("secret"));
    }
    assertThat(Files.readString(outside.resolve("secret"))).isEqualTo("secret");
  }

  private static void assertKind(Kind kind, ThrowingCallable call) {
    WorkspaceException refused = catchThrowableOfType(WorkspaceException.class, call);
    assertThat(refused).isNotNull();
    assertThat(refused.kind()).as(refused.getMessage()).isEqualTo(kind);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
