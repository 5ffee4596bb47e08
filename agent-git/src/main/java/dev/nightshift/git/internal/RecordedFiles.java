package dev.nightshift.git.internal;

import dev.nightshift.core.workspace.WorkspaceFiles;

/** The files of a workspace, remembering what was read of them. */
final class RecordedFiles extends RecordedView implements WorkspaceFiles {
  private final WorkspaceFiles files;

  RecordedFiles(WorkspaceFiles files, ReadSet reads) {
    super(files, reads);
    this.files = files;
  }

  @Override
  public void write(String path, byte[] content) {
    files.write(path, content);
  }

  @Override
  public void delete(String path) {
    files.delete(path);
  }
}
