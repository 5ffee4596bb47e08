package dev.nightshift.git.internal.objects;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.tree.FileContent;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.SearchQuery;
import dev.nightshift.core.tree.SearchResult;
import dev.nightshift.core.tree.TreeView;
import java.util.List;
import java.util.Optional;

/** A tree that remembers what was read of it. A file that was looked for in vain counts too. */
public class RecordedView implements TreeView {
  private final TreeView tree;
  private final ReadSet reads;

  public RecordedView(TreeView tree, ReadSet reads) {
    this.tree = tree;
    this.reads = reads;
  }

  @Override
  public FileContent read(String path) {
    try {
      FileContent content = tree.read(path);
      reads.addPath(content.path());
      return content;
    } catch (WorkspaceException absent) {
      reads.addPath(path);
      throw absent;
    }
  }

  @Override
  public Optional<String> linkTarget(String path) {
    reads.addPath(path);
    return tree.linkTarget(path);
  }

  @Override
  public List<String> list(ListQuery query) {
    List<String> paths = tree.list(query);
    reads.addListing(query);
    return paths;
  }

  @Override
  public SearchResult search(SearchQuery query) {
    SearchResult result = tree.search(query);
    reads.addSearch(query, result);
    return result;
  }
}
