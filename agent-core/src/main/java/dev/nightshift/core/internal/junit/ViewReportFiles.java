package dev.nightshift.core.internal.junit;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.Digests;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.TreeView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The XML files of a checkout that has no directory. */
final class ViewReportFiles implements ReportFiles {
  private final TreeView files;

  ViewReportFiles(TreeView files) {
    this.files = files;
  }

  @Override
  public List<String> paths() {
    return files.list(ListQuery.all()).stream().filter(ReportFiles::isXml).toList();
  }

  @Override
  public Optional<ReportStamp> stamp(String path, long maxBytes) throws IOException {
    byte[] content = read(path);
    String sha256 = content.length > maxBytes ? "" : Digests.sha256(content);
    return Optional.of(new ReportStamp(content.length, sha256));
  }

  @Override
  public InputStream open(String path) throws IOException {
    return new ByteArrayInputStream(read(path));
  }

  private byte[] read(String path) throws IOException {
    try {
      return files.read(path).bytes();
    } catch (WorkspaceException unreadable) {
      throw new IOException(unreadable.getMessage(), unreadable);
    }
  }
}
