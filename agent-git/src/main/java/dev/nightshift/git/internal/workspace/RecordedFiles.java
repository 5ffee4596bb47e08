package dev.nightshift.git.internal.workspace;

import dev.nightshift.core.tree.WorkspaceFiles;
import dev.nightshift.core.tree.WorkspacePaths;
import dev.nightshift.git.internal.objects.ReadSet;
import dev.nightshift.git.internal.objects.RecordedView;
import dev.nightshift.git.internal.repository.Writes;

/** The files of a workspace, remembering what was read of them and written. */
final class RecordedFiles extends RecordedView implements WorkspaceFiles {
  private final WorkspaceFiles files;
  private final Writes writes;

  RecordedFiles(WorkspaceFiles files, ReadSet reads, Writes writes) {
    super(files, reads);
    this.files = files;
    this.writes = writes;
  }

  @Override
  public void write(String path, byte[] content) {
    writes.check(WorkspacePaths.written(path));
    files.write(path, content);
    writes.wrote(path);
  }

  @Override
  public void delete(String path) {
    files.delete(path);
    writes.deleted(path);
  }
}
