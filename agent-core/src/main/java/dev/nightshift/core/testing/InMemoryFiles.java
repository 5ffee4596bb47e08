package dev.nightshift.core.testing;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.tree.WorkspaceFiles;
import dev.nightshift.core.tree.WorkspacePaths;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Working files in memory. Used by one thread. */
final class InMemoryFiles extends InMemoryView implements WorkspaceFiles {
  private InMemoryFiles(SortedMap<String, byte[]> files, ReadSet reads) {
    super(() -> files, reads);
  }

  static InMemoryFiles copyOf(InMemoryTree tree, ReadSet reads) {
    return new InMemoryFiles(new TreeMap<>(tree.files()), reads);
  }

  @Override
  public void write(String path, byte[] content) {
    String checked = WorkspacePaths.written(path);
    if (content.length > MAX_BYTES) {
      throw tooLarge(checked, content.length);
    }
    commit(checked, content);
  }

  /** Writes any file a commit may hold, as somebody commits one who is no agent. */
  void commit(String path, byte[] content) {
    String checked = WorkspacePaths.read(path);
    if (isDirectory(checked)) {
      throw notAFile(checked, "is a directory");
    }
    for (int slash = checked.indexOf('/'); slash >= 0; slash = checked.indexOf('/', slash + 1)) {
      if (files().containsKey(checked.substring(0, slash))) {
        throw notAFile(
            checked, "lies below the file '" + VisibleText.name(checked.substring(0, slash)) + "'");
      }
    }
    files().put(checked, content.clone());
  }

  @Override
  public void delete(String path) {
    String checked = WorkspacePaths.written(path);
    if (files().remove(checked) != null) {
      return;
    }
    if (isDirectory(checked)) {
      throw notAFile(checked, "is a directory");
    }
    throw new WorkspaceException(
        WorkspaceException.Kind.NOT_FOUND,
        "cannot delete '" + VisibleText.name(path) + "': there is no such file");
  }

  /** The same files for a command: nobody sees what it reads. */
  InMemoryFiles unrecorded() {
    return new InMemoryFiles(files(), ReadSet.none());
  }

  InMemoryTree snapshot() {
    return InMemoryTree.of(files());
  }

  /**
   * Returns what a commit takes of the files.
   *
   * @param tracked the files whose paths it takes whatever a rule says
   */
  InMemoryTake take(Map<String, byte[]> tracked) {
    return InMemoryTake.of(files(), tracked);
  }

  void reset(InMemoryTree tree) {
    files().clear();
    files().putAll(tree.files());
  }
}
