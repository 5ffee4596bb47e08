package dev.nightshift.core.internal.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.tree.FileContent;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.SearchQuery;
import dev.nightshift.core.tree.SearchResult;
import dev.nightshift.core.tree.TreeView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What nobody may read, not even root, comes from a seam. */
class ReportSnapshotTest {
  private static final String GREEN = "<testsuite><testcase name='a'/></testsuite>";

  @TempDir Path temp;

  @Test
  void oneReportThatCannotBeReadIsAProblemAndTheOthersCount() throws Exception {
    Locked files = new Locked(new DirectoryReportFiles(temp));
    ReportSnapshot before = ReportSnapshot.of(files);
    Files.writeString(temp.resolve("TEST-a.xml"), GREEN);
    Files.writeString(temp.resolve("TEST-locked.xml"), GREEN);

    TestReports reports = before.written();

    assertThat(reports.evidence().executed()).isEqualTo(1);
    assertThat(reports.problems())
        .singleElement()
        .asString()
        .startsWith("TEST-locked.xml: cannot be read: java.nio.file.AccessDeniedException");
  }

  @Test
  void anUnreadableFileOfTheCommitDoesNotKeepTheGateFromRunning() throws Exception {
    Files.writeString(temp.resolve("locked.xml"), "<a/>");
    ReportSnapshot before = ReportSnapshot.of(new Locked(new DirectoryReportFiles(temp)));
    Files.writeString(temp.resolve("TEST-a.xml"), GREEN);

    assertThat(before.written().evidence().executed()).isEqualTo(1);
  }

  /** This file is regular, and its first byte is in no memory. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void ofAFileThatCannotBeReadTheSizeIsKnown() throws Exception {
    ReportFiles files = new DirectoryReportFiles(Path.of("/proc/self"));

    assertThat(files.stamp("mem", 1_000)).contains(new ReportStamp(0, ""));
    assertThatThrownBy(
            () -> {
              try (InputStream content = files.open("mem")) {
                content.read();
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void whatATreeRefusesToReadIsAProblemToo() throws Exception {
    TreeSet<String> paths = new TreeSet<>();
    ReportSnapshot before = ReportSnapshot.of(new ViewReportFiles(new Refusing(paths)));
    paths.add("junit.xml");

    assertThat(before.written().problems())
        .containsExactly("junit.xml: cannot be read: java.io.IOException: too large");
  }

  @Test
  void anInterruptWhileReadingIsNoProblemOfAReport() throws Exception {
    Files.writeString(temp.resolve("TEST-a.xml"), GREEN);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> ReportSnapshot.of(new DirectoryReportFiles(temp)))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  /** Files whose names say that they cannot be read. */
  private record Locked(ReportFiles files) implements ReportFiles {
    @Override
    public List<String> paths() throws IOException {
      return files.paths();
    }

    @Override
    public Optional<ReportStamp> stamp(String path, long maxBytes) throws IOException {
      refuse(path);
      return files.stamp(path, maxBytes);
    }

    @Override
    public InputStream open(String path) throws IOException {
      refuse(path);
      return files.open(path);
    }

    private static void refuse(String path) throws IOException {
      if (path.contains("locked")) {
        throw new AccessDeniedException(path);
      }
    }
  }

  private record Refusing(TreeSet<String> paths) implements TreeView {
    @Override
    public FileContent read(String path) {
      throw new WorkspaceException(WorkspaceException.Kind.TOO_LARGE, "too large");
    }

    @Override
    public List<String> list(ListQuery query) {
      return List.copyOf(paths);
    }

    @Override
    public SearchResult search(SearchQuery query) {
      throw new UnsupportedOperationException("gates do not search");
    }
  }
}
