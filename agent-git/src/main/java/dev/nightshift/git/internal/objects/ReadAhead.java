package dev.nightshift.git.internal.objects;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.tree.FileContent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of a search in order, many in one step: a step costs a thread, and its caller
 * hears an interrupt only between two. Used by one thread.
 */
final class ReadAhead implements Function<String, FileContent> {
  private static final int MAX_FILES = 200;
  private static final int MAX_BYTES = 4_000_000;
  private final CommitTreeView view;
  private final List<String> paths;
  private final Deque<Read> ahead = new ArrayDeque<>();
  private int next;

  /**
   * Creates a reader.
   *
   * @param paths what will be asked for, in this order
   */
  ReadAhead(CommitTreeView view, List<String> paths) {
    this.view = view;
    this.paths = paths;
  }

  /** What reading a file brought: its content, or why there is none. */
  private record Read(
      String path, @Nullable FileContent content, @Nullable WorkspaceException failure) {
    FileContent get() {
      if (content == null) {
        throw failure == null ? new IllegalStateException(path) : failure;
      }
      return content;
    }
  }

  @Override
  public FileContent apply(String path) {
    if (ahead.isEmpty()) {
      Uninterrupted.run("reading " + path, this::fill);
    }
    Read first = ahead.remove();
    if (!first.path().equals(path)) {
      throw new IllegalStateException(path + " is read out of order");
    }
    return first.get();
  }

  private void fill() throws IOException {
    int bytes = 0;
    try (CommitTreeView.Opened opened = view.open()) {
      while (bytes < MAX_BYTES && ahead.size() < MAX_FILES && next < paths.size()) {
        Read read = read(opened, paths.get(next));
        bytes += read.content() == null ? 0 : read.content().bytes().length;
        ahead.add(read);
        next++;
      }
    }
  }

  private static Read read(CommitTreeView.Opened opened, String path) throws IOException {
    try {
      return new Read(path, opened.read(path), null);
    } catch (WorkspaceException unreadable) {
      return new Read(path, null, unreadable);
    }
  }
}
