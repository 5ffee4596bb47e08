package dev.nightshift.core.tree;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.pattern.Automaton;
import dev.nightshift.core.internal.pattern.RegularExpression;
import dev.nightshift.core.internal.text.DecodedText;
import dev.nightshift.core.internal.text.TextLines;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The line search behind every {@link TreeView}, so that all trees find the same.
 *
 * <p>Lines end at LF or CR LF. Files are decoded by their byte order mark, as UTF-8, or as Latin-1;
 * those that are mostly no text are skipped. <b>Cost:</b> at most the size of the files times that
 * of the pattern; ends after 30 seconds, or at an interrupt.
 */
public final class TextSearch {
  private static final int MAX_PATTERN_CHARS = 1_000;

  /** Each costs some nanoseconds for each character of a line. */
  private static final int MAX_STATES = 2_500;

  private static final int MAX_LINE_CHARS = 500;
  private static final int LINES_BETWEEN_CHECKS = 16;

  /** What is shown before a match in the middle of a long line. */
  private static final int LEAD = 100;

  private static final String CUT = "\u2026";
  private final Automaton pattern;
  private final int limit;
  private final SearchDeadline deadline;
  private final List<SearchResult.Match> matches = new ArrayList<>();
  private boolean truncated;

  private TextSearch(Automaton pattern, int limit, SearchDeadline deadline) {
    this.pattern = pattern;
    this.limit = limit;
    this.deadline = deadline;
  }

  /**
   * Searches files for lines that hold a match.
   *
   * @param query what to search for, in which paths
   * @param paths the paths of the tree in path order; those the query's glob does not match are not
   *     read
   * @param reader reads one of the paths; one that is gone, refused or too large is skipped
   * @return the matches in the order of the paths
   * @throws WorkspaceException BAD_QUERY if the pattern or glob is malformed or takes too long; IO
   *     if the thread is interrupted, which it still is then; whatever else the reader throws
   */
  public static SearchResult search(
      SearchQuery query, Iterable<String> paths, Function<String, FileContent> reader) {
    Require.nonNull(query, "query");
    Require.nonNull(paths, "paths");
    Require.nonNull(reader, "reader");
    return search(query, paths, reader, TimeSource.system());
  }

  static SearchResult search(
      SearchQuery query,
      Iterable<String> paths,
      Function<String, FileContent> reader,
      TimeSource time) {
    PathGlob glob = PathGlob.of(query.glob());
    Automaton pattern = compile(query.pattern());
    TextSearch search = new TextSearch(pattern, query.limit(), new SearchDeadline(time));
    for (String path : paths) {
      if (glob.matches(path)) {
        search.deadline.check();
        read(path, reader).ifPresent(content -> search.scan(path, content));
      }
      if (search.truncated) {
        break;
      }
    }
    return new SearchResult(search.matches, search.truncated);
  }

  private static Automaton compile(String pattern) {
    if (pattern.length() > MAX_PATTERN_CHARS) {
      throw malformed(pattern, "it is longer than " + MAX_PATTERN_CHARS + " characters", null);
    }
    try {
      return Automaton.of(RegularExpression.parse(pattern), MAX_STATES);
    } catch (PatternSyntaxException malformed) {
      String where = " near index " + malformed.getIndex();
      throw malformed(pattern, malformed.getDescription() + where, malformed);
    } catch (Automaton.TooLargeException large) {
      throw malformed(pattern, "its counted repeats expand too far; use * or +", large);
    }
  }

  private static WorkspaceException malformed(
      String pattern, String why, @Nullable Throwable cause) {
    String message = "search pattern '" + clip(pattern) + "' is malformed: " + why;
    return cause == null
        ? new WorkspaceException(WorkspaceException.Kind.BAD_QUERY, message)
        : new WorkspaceException(WorkspaceException.Kind.BAD_QUERY, message, cause);
  }

  private static Optional<FileContent> read(String path, Function<String, FileContent> reader) {
    try {
      return Optional.of(reader.apply(path));
    } catch (WorkspaceException unreadable) {
      return switch (unreadable.kind()) {
        case NOT_FOUND, PATH_REFUSED, NOT_A_FILE, TOO_LARGE -> Optional.empty();
        default -> throw unreadable;
      };
    }
  }

  private void scan(String path, FileContent content) {
    Optional<DecodedText> decoded = DecodedText.of(content.bytes());
    if (decoded.isEmpty()) {
      return;
    }
    String text = decoded.get().text();
    int number = 1;
    for (int start = TextLines.start(text); start < text.length() && !truncated; number++) {
      int feed = text.indexOf('\n', start);
      int next = feed < 0 ? text.length() : feed + 1;
      int end = feed < 0 ? text.length() : feed;
      if (end > start && text.charAt(end - 1) == '\r') {
        end--;
      }
      if (number % LINES_BETWEEN_CHECKS == 1) {
        deadline.check();
      }
      check(path, number, text.substring(start, end));
      start = next;
    }
  }

  private void check(String path, int number, String line) {
    int found = pattern.find(line.codePoints().toArray(), deadline::check);
    if (found < 0) {
      return;
    }
    if (matches.size() == limit) {
      truncated = true;
    } else {
      int match = line.offsetByCodePoints(0, found);
      matches.add(new SearchResult.Match(path, number, around(line, match)));
    }
  }

  /** Returns the line, or the part of a long one in which the match begins. */
  private static String around(String line, int match) {
    if (line.length() <= MAX_LINE_CHARS) {
      return line;
    }
    int start = boundary(line, Math.max(0, Math.min(match - LEAD, line.length() - MAX_LINE_CHARS)));
    int end = boundary(line, Math.min(line.length(), start + MAX_LINE_CHARS));
    return (start == 0 ? "" : CUT) + line.substring(start, end) + (end == line.length() ? "" : CUT);
  }

  private static int boundary(String line, int at) {
    boolean splits = at > 0 && at < line.length() && Character.isLowSurrogate(line.charAt(at));
    return splits ? at - 1 : at;
  }

  private static String clip(String pattern) {
    return VisibleText.cut(pattern, MAX_LINE_CHARS);
  }
}
