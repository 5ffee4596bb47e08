package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.util.FS;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A checkout in which git wrote a file with other line ends than the repository has. */
class ConvertedCheckoutTest {
  @TempDir private Path temporary;
  private Workbench bench;
  private ManagedWorkspace workspace;
  private Path converted;

  @BeforeEach
  void openRun() throws IOException {
    bench =
        Workbench.checkedOut(
            temporary.resolve("runs"),
            Map.of(".gitattributes", "*.cmd text eol=crlf\n", "A.java", "a\n", "x.cmd", "1\n"));
    converted = bench.repository.directory().resolve("x.cmd");
    Files.writeString(converted, "1\r\n");
    Instant past = Instant.now().minusSeconds(3_600);
    Files.setLastModifiedTime(converted, FileTime.from(past));
    DirCache index =
        DirCache.lock(bench.repository.directory().resolve(".git/index").toFile(), FS.DETECTED);
    DirCacheEntry row = index.getEntry("x.cmd");
    row.setLength(3);
    row.setLastModified(Files.getLastModifiedTime(converted).toInstant());
    index.write();
    assertThat(index.commit()).isTrue();
    workspace = bench.open("r1");
  }

  @AfterEach
  void closeRun() {
    workspace.close();
    bench.close();
  }

  private Landing land() throws InterruptedException {
    var candidate = bench.clean("r1", Workbench.commit(workspace));
    return bench.queue().land(Workbench.request("r1", candidate, true));
  }

  @Test
  void convertedFileThatDoesNotChangeIsNoObstacle() throws Exception {
    Workbench.write(workspace, "A.java", "changed\n");

    assertThat(land()).isInstanceOf(Landing.Landed.class);
    assertThat(bench.repository.directory().resolve("A.java")).hasContent("changed");
    assertThat(Files.readString(converted)).isEqualTo("1\r\n");
  }

  @Test
  void convertedFileThatChangesIsRefusedForThatReason() throws Exception {
    Workbench.write(workspace, "x.cmd", "2\n");

    assertThat(((Landing.Refused) land()).reason()).contains("git converts 'x.cmd'");
  }

  @Test
  void editedConvertedFileIsDirty() throws Exception {
    Workbench.write(workspace, "A.java", "changed\n");
    Files.writeString(converted, "2\r\n");

    assertThat(((Landing.Refused) land()).reason()).contains("uncommitted changes: x.cmd");
  }

  @Test
  @Timeout(30)
  void patternWithManyStarsDoesNotHoldUpTheTarget() throws Exception {
    Workbench.write(workspace, ".gitattributes", "*a".repeat(14) + "*b eol=crlf\n");
    Workbench.write(workspace, "a".repeat(120), "new\n");

    assertThat(land()).isInstanceOf(Landing.Landed.class);
  }

  @Test
  void rulesTooManyToApplyAreLeftToGit() throws Exception {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < 1_001; i++) {
      rules.append("f").append(i).append(" ident\n");
    }
    Workbench.write(workspace, ".gitattributes", rules.toString());

    assertThat(((Landing.Refused) land()).reason()).contains("merge the branch by git");
  }

  @Test
  void attributesTooLargeToReadAreLeftToGit() throws Exception {
    Workbench.write(workspace, ".gitattributes", "#".repeat(200_000));

    assertThat(((Landing.Refused) land()).reason()).contains("'.gitattributes' is larger than");
  }

  @Test
  void patternThatIsNotUnderstoodIsLeftToGit() throws Exception {
    Workbench.write(workspace, ".gitattributes", "*.[[:alpha:]] eol=crlf\n");

    assertThat(((Landing.Refused) land()).reason()).contains("'*.[[:alpha:]]'");
  }
}
