package dev.nightshift.core.internal.tool;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.tree.FileContent;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.PathGlob;
import dev.nightshift.core.tree.SearchQuery;
import dev.nightshift.core.tree.SearchResult;
import dev.nightshift.core.tree.TextSearch;
import dev.nightshift.core.tree.WorkspaceFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Files in memory; refuses absolute paths and {@code ..} as a real workspace does. */
public final class MemoryFiles implements WorkspaceFiles {
  private final TreeMap<String, byte[]> files = new TreeMap<>();

  public static MemoryFiles of(Map<String, String> texts) {
    MemoryFiles files = new MemoryFiles();
    texts.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return files;
  }

  public void put(String path, byte[] bytes) {
    files.put(path, bytes.clone());
  }

  public byte[] bytes(String path) {
    byte[] bytes = files.get(path);
    if (bytes == null) {
      throw new WorkspaceException(WorkspaceException.Kind.NOT_FOUND, "there is no file " + path);
    }
    return bytes.clone();
  }

  public String text(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8);
  }

  @Override
  public FileContent read(String path) {
    refuseEscape(path);
    return FileContent.of(path, bytes(path), false);
  }

  @Override
  public List<String> list(ListQuery query) {
    PathGlob glob = PathGlob.of(query.glob());
    String prefix = query.path().isEmpty() ? "" : query.path() + "/";
    return files.keySet().stream()
        .filter(path -> path.startsWith(prefix) && glob.matches(path))
        .limit(query.limit())
        .toList();
  }

  @Override
  public SearchResult search(SearchQuery query) {
    return TextSearch.search(query, files.keySet(), this::read);
  }

  @Override
  public void write(String path, byte[] content) {
    refuseEscape(path);
    put(path, content);
  }

  @Override
  public void delete(String path) {
    refuseEscape(path);
    bytes(path);
    files.remove(path);
  }

  private static void refuseEscape(String path) {
    if (path.startsWith("/") || path.contains("..")) {
      throw new WorkspaceException(
          WorkspaceException.Kind.PATH_REFUSED, path + " leaves the workspace; use relative paths");
    }
  }
}
