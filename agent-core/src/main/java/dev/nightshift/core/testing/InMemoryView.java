package dev.nightshift.core.testing;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.tree.FileContent;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.SearchQuery;
import dev.nightshift.core.tree.SearchResult;
import dev.nightshift.core.tree.TextSearch;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.tree.WorkspacePaths;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Read access to files in memory that records what was looked at. */
class InMemoryView implements TreeView {
  /** The most bytes of a file that is read or written. */
  static final int MAX_BYTES = 10_000_000;

  private final Supplier<SortedMap<String, byte[]>> files;
  private final ReadSet reads;

  InMemoryView(Supplier<SortedMap<String, byte[]>> files, ReadSet reads) {
    this.files = files;
    this.reads = reads;
  }

  static TreeView of(InMemoryTree tree) {
    return new InMemoryView(tree::files, ReadSet.none());
  }

  @Override
  public final FileContent read(String path) {
    String checked = WorkspacePaths.read(path);
    reads.read(checked);
    return content(checked);
  }

  @Override
  public final List<String> list(ListQuery query) {
    Predicate<String> isListed = query.toFilter();
    reads.listed(query);
    return files.get().keySet().stream().filter(isListed).limit(query.limit()).toList();
  }

  @Override
  public final SearchResult search(SearchQuery query) {
    SearchResult result =
        TextSearch.search(query, List.copyOf(files.get().keySet()), this::content);
    reads.searched(query, result);
    return result;
  }

  final SortedMap<String, byte[]> files() {
    return files.get();
  }

  private FileContent content(String path) {
    byte[] bytes = files.get().get(path);
    if (bytes != null) {
      if (bytes.length > MAX_BYTES) {
        throw tooLarge(path, bytes.length);
      }
      return FileContent.of(path, bytes.clone(), false);
    }
    if (isDirectory(path)) {
      throw notAFile(path, "is a directory");
    }
    throw new WorkspaceException(
        WorkspaceException.Kind.NOT_FOUND, "there is no file '" + VisibleText.name(path) + "'");
  }

  final boolean isDirectory(String path) {
    SortedMap<String, byte[]> after = files.get().tailMap(path + "/");
    return !after.isEmpty() && after.firstKey().startsWith(path + "/");
  }

  static WorkspaceException tooLarge(String path, int bytes) {
    return new WorkspaceException(
        WorkspaceException.Kind.TOO_LARGE,
        "'"
            + VisibleText.name(path)
            + "' has "
            + bytes
            + " bytes; the limit is "
            + MAX_BYTES
            + " bytes per file");
  }

  static WorkspaceException notAFile(String path, String what) {
    return new WorkspaceException(
        WorkspaceException.Kind.NOT_A_FILE,
        "'" + VisibleText.name(path) + "' " + what + ", not a regular file");
  }
}
