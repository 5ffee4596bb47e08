package dev.nightshift.git.internal.objects;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.tree.FileContent;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.PathGlob;
import dev.nightshift.core.tree.SearchQuery;
import dev.nightshift.core.tree.SearchResult;
import dev.nightshift.core.tree.TextSearch;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.tree.WorkspacePaths;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * The files of one commit, read from git objects. Safe for concurrent use; holds nothing open
 * between calls.
 */
public final class CommitTreeView implements TreeView {
  private static final int MAX_FILE_BYTES = 10_000_000;
  private static final int MAX_LINK_BYTES = 10_000;
  private final SharedRepository shared;
  private final ObjectId tree;

  public CommitTreeView(SharedRepository shared, ObjectId tree) {
    this.shared = shared;
    this.tree = tree;
  }

  @Override
  public FileContent read(String path) {
    String clean = WorkspacePaths.read(path);
    return Uninterrupted.call(
        "reading " + path,
        () -> {
          try (Opened opened = open()) {
            return opened.read(clean);
          }
        });
  }

  @Override
  public Optional<String> linkTarget(String path) {
    String clean = WorkspacePaths.read(path);
    return Uninterrupted.call(
        "reading " + path,
        () -> {
          try (Opened opened = open()) {
            return opened.linkTarget(clean);
          }
        });
  }

  @Override
  public List<String> list(ListQuery query) {
    Predicate<String> isListed = query.toFilter();
    return files().stream().filter(isListed).limit(query.limit()).toList();
  }

  @Override
  public SearchResult search(SearchQuery query) {
    // Its reads are steps, but not the whole: a search may take long.
    PathGlob glob = PathGlob.of(query.glob());
    List<String> paths = files().stream().filter(glob::matches).toList();
    return TextSearch.search(query, paths, readAhead(paths));
  }

  /** Returns a reader of these paths, which are asked for in this order. */
  ReadAhead readAhead(List<String> paths) {
    return new ReadAhead(this, paths);
  }

  /** Opens the files for reads within one step. */
  Opened open() {
    return new Opened();
  }

  private List<String> files() {
    return Uninterrupted.call(
        "listing the tree " + tree.name(),
        () -> {
          try (Opened opened = open()) {
            return Trees.read(opened.reader, tree).values().stream()
                .filter(TreeEntry::isFile)
                .map(TreeEntry::path)
                .toList();
          }
        });
  }

  /** The files while they are open. Used by one thread, in one step. */
  final class Opened implements AutoCloseable {
    private final SharedRepository.Lease lease = shared.lease();
    private final ObjectReader reader = lease.repository().newObjectReader();

    FileContent read(String path) throws IOException {
      try (TreeWalk walk = TreeWalk.forPath(reader, path, tree)) {
        if (walk == null) {
          throw new WorkspaceException(
              WorkspaceException.Kind.NOT_FOUND,
              "there is no file '" + VisibleText.name(path) + "'; list the files");
        }
        TreeEntry entry = new TreeEntry(path, walk.getFileMode(0), walk.getObjectId(0));
        if (!entry.isFile()) {
          throw new WorkspaceException(
              WorkspaceException.Kind.NOT_A_FILE,
              "'"
                  + VisibleText.name(path)
                  + "' is a directory, link or submodule; read a regular file");
        }
        ObjectLoader loader = reader.open(entry.id(), Constants.OBJ_BLOB);
        if (loader.getSize() > MAX_FILE_BYTES) {
          throw new WorkspaceException(
              WorkspaceException.Kind.TOO_LARGE,
              "'"
                  + VisibleText.name(path)
                  + "' has "
                  + loader.getSize()
                  + " bytes; at most 10 MB can be read");
        }
        return FileContent.of(path, loader.getBytes(MAX_FILE_BYTES), entry.isExecutable());
      }
    }

    Optional<String> linkTarget(String path) throws IOException {
      try (TreeWalk walk = path.isEmpty() ? null : TreeWalk.forPath(reader, path, tree)) {
        if (walk == null || !FileMode.SYMLINK.equals(walk.getRawMode(0))) {
          return Optional.empty();
        }
        ObjectLoader loader = reader.open(walk.getObjectId(0), Constants.OBJ_BLOB);
        return loader.getSize() > MAX_LINK_BYTES
            ? Optional.empty()
            : Optional.of(new String(loader.getBytes(MAX_LINK_BYTES), StandardCharsets.UTF_8));
      }
    }

    @Override
    public void close() {
      reader.close();
      lease.close();
    }
  }
}
