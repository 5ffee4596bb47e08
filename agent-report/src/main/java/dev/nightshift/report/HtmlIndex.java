package dev.nightshift.report;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.report.internal.PageFile;
import dev.nightshift.report.internal.Pages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Many runs as one page for a browser: one row a run with its end, what it cost and what is to be
 * done, in an order of the reader's choice, and a link to its report.
 *
 * <p>It lies in the directory that holds a directory of each run, named by its id, with {@link
 * HtmlReport#FILE} in it. What is said of {@link HtmlReport} holds for it, too.
 *
 * <p><b>Threads:</b> immutable. <b>Source:</b> docs/decisions/046-a-page-without-a-script.
 */
public final class HtmlIndex {
  /** The name of the file that {@link #write} writes. */
  public static final String FILE = "index.html";

  private final Path directory;
  private final List<RecordedRun> runs;
  private final Set<RunId> linked;

  private HtmlIndex(Path directory, List<RecordedRun> runs, Set<RunId> linked) {
    this.directory = directory;
    this.runs = runs;
    this.linked = linked;
  }

  /**
   * Makes the page of some runs.
   *
   * @param directory where the page is to be; which runs have a report there is looked for now
   * @param runs as they are now, such as {@code StateDirectory.at(path).runs()}
   * @return the page
   */
  public static HtmlIndex of(Path directory, List<RecordedRun> runs) {
    Require.nonNull(directory, "directory");
    List<RecordedRun> all = Require.elements(runs, "runs");
    Set<RunId> linked =
        all.stream()
            .map(RecordedRun::id)
            .filter(run -> Files.exists(directory.resolve(run.value()).resolve(HtmlReport.FILE)))
            .collect(Collectors.toUnmodifiableSet());
    return new HtmlIndex(directory, all, linked);
  }

  /**
   * Returns the page.
   *
   * @return a whole HTML document
   */
  public String html() {
    return Pages.index(runs, linked);
  }

  /**
   * Writes {@link #FILE}, replacing an older one; it is whole at any time.
   *
   * @throws dev.nightshift.core.base.WorkspaceException if it cannot be written
   */
  public void write() {
    PageFile.write(html(), directory.resolve(FILE));
  }

  @Override
  public String toString() {
    return "HtmlIndex[" + runs.size() + " runs]";
  }
}
